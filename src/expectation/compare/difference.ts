import type { Place } from '../../diagnostics/place.ts';

/** Every way a response can differ from its expectation, with the sentence `docs/codes.md` prints for it. Codes are stable. */
export const differenceCodes = {
  'by-person': 'a person reported that a manual step failed',
  status: 'the status is not an expected one',
  'not-json': 'a JSON body was expected, or announced by the content type, but the body is not JSON',
  'content-type': 'the content type is not the expected one',
  'request-changed': 'the scenario no longer sends the request that was recorded',
  'missing-property': 'an expected property is missing',
  type: 'the value has another JSON type',
  value: 'the value is not the expected one, or does not match the matcher',
  'array-missing-item': 'an expected item is missing from the array',
  'array-extra-item': 'the array has an item that was not expected',
  'array-order': 'the items have another order',
  header: 'an expected header is missing or has another value',
  capture: 'a capture path does not select exactly one value that can be captured',
  'undocumented-property': 'the response has a property that was not expected: information, unless strict',
} as const;

export type DifferenceCode = keyof typeof differenceCodes;

const ranks: readonly string[] = Object.keys(differenceCodes);

/**
 * Worst first: from the response as a whole to its parts, in the order of the table of codes; those of one code as
 * received.
 */
export function worstFirst(differences: readonly Difference[]): readonly Difference[] {
  if (differences.length < 2) return differences;
  return differences.toSorted((a, b) => ranks.indexOf(a.code) - ranks.indexOf(b.code));
}

/** One difference between the expected and the actual response. Texts are not yet made safe for any sink. */
export type Difference = {
  readonly code: DifferenceCode;
  /** Where in the response: `person` (of a manual step), `status`, `header content-type`, or an RFC 9535 normalized path in dot form: `$.value[0].id`. */
  readonly path: string;
  /** One sentence, without the values. */
  readonly message: string;
  /** The expected value, as JSON or as the matcher is written. Absent if nothing was expected. */
  readonly expected?: string;
  /** The received value, as JSON, shortened. Absent if nothing was received. */
  readonly actual?: string;
  /** The expectation in the scenario. */
  readonly at: Place;
  /** How many more were found and are not listed; of the last that is listed. */
  readonly unlisted?: number;
};

/** How many were found, listed or not. */
export function differencesFound(differences: readonly Difference[]): number {
  return differences.reduce((sum, { unlisted = 0 }) => sum + 1 + unlisted, 0);
}
