/** An instruction to a person. */
export type Ask = 'sign-out' | 'sign-in-as' | 'wait' | 'repeat' | 'portal' | 'replace';
export type Person = 'member' | 'owner' | 'reviewer' | 'approver' | 'guest' | 'manager';
export type Unit = 'D' | 'W' | 'M' | 'Y';

/** The language of a page: its words, and example sentences with their meanings. All knowledge of a language is here. */
export type Language = {
  /** Patterns of instructions; a sentence that merely mentions an action is not one. */
  readonly asks: { readonly [ask in Ask]: RegExp };
  /** The action comes after the request that is below the sentence. */
  readonly afterwards: RegExp;
  /** How often; the first group that matched is the number. */
  readonly times: RegExp;
  readonly numbers: { readonly [word: string]: number };
  readonly units: { readonly [unit in Unit]: RegExp };
  /** Headings of page templates, whole. */
  readonly headings: { readonly [kind in 'request' | 'response' | 'prerequisites']: readonly string[] };
  /** A heading below which requests are shown without values. */
  readonly signature: RegExp;
  readonly cleanup: RegExp;
  readonly prerequisites: RegExp;
  readonly alternative: RegExp;
  /** The person with an administrator's rights is the reader, not a second person. */
  readonly administrator: RegExp;
  /** Another person who signs in, if the sentence has no name: a test account, a user that was created before. */
  readonly another: RegExp;
  /** A step of the page by its number, in headings and in sentences; the first group is the number. */
  readonly step: RegExp;
  /** Objects that the reader created before, on this page. */
  readonly created: RegExp;
  readonly today: RegExp;
  readonly people: { readonly [person in Person]: RegExp };
  /** The name of the one who signs in: the group `name`, in every case the same. */
  readonly signsIn: RegExp;
  /** A property and the value that it has at last: the groups `property` and `value`, or the same with a 2. */
  readonly change: RegExp;
  /** Examples for its test: a sentence, and all of its meanings. */
  readonly examples: readonly (readonly [text: string, ...says: readonly string[]])[];
};

/** Whole words: no letter of any script before or after. */
export function words(...alternatives: readonly string[]): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives.join('|')})(?![\\p{L}\\p{N}])`, 'iu');
}

/** The same where a sentence or a clause begins, or behind a word that joins two imperatives. */
export function imperative(joins: string, ...alternatives: readonly string[]): RegExp {
  const start = `(?:^|[,;:] *(?:(?:${joins}) +)*|(?<![\\p{L}])(?:${joins}) +)[*"“(]*`;
  return new RegExp(`${start}(?:${alternatives.join('|')})(?![\\p{L}\\p{N}])`, 'iu');
}
