/**
 * Every kind of change between two accounts, worst first, with the sentence `docs/codes.md` prints for it. Codes are
 * stable.
 */
export const changeCodes = {
  'step-gone': 'a step is only in the first file',
  'step-new': 'a step is only in the second file',
  status: 'the response has another status',
  outcome: 'the step has another outcome',
  request: 'another method or url was sent',
  'property-gone': 'a property was removed',
  type: 'a value has another JSON type',
  value: 'a value is different',
  identity: 'an id or address refers to another object or person than before',
  'item-gone': 'an item was removed from an array',
  'item-new': 'an array has a new item',
  order: 'a list that was requested in a certain order arrived in another one',
  header: 'a header that clients act on is different',
  'property-new': 'a property was added',
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
