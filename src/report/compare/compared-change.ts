/** Every way in which two accounts can differ, worst first, with the sentence `docs/codes.md` prints for it. Codes are stable. */
export const changeCodes = {
  'step-gone': 'a step is in the first file only',
  'step-new': 'a step is in the second file only',
  status: 'unexpected status',
  outcome: 'the step ended otherwise',
  request: 'another method or url was sent',
  'property-gone': 'a property is not there anymore',
  type: 'a value is of another JSON type',
  value: 'a value is another one',
  identity: 'an id or address refers to someone or something else than before',
  'item-gone': 'an item of an array is not there anymore',
  'item-new': 'an array has an item that was not there',
  order: 'a list that was requested in an order was received in another one',
  header: 'a header that a caller acts on is another one',
  'property-new': 'a property is there that was not',
} as const;

export type ChangeCode = keyof typeof changeCodes;

const ranks: readonly string[] = Object.keys(changeCodes);
export const rankOf = (code: ChangeCode): number => ranks.indexOf(code);

/** One difference between two accounts. Texts are not yet made safe for any sink. */
export type ComparedChange = {
  readonly code: ChangeCode;
  /** `request $.displayName`, `response $.value[0].status`, `header location`, `status`. */
  readonly path: string;
  /** As JSON, shortened. Absent where there is nothing. */
  readonly before?: string;
  readonly after?: string;
};
