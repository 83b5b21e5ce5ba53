import type { Place } from '../diagnostics/place.ts';

/** What it means that one of page, scenario and service stands alone, or that none does. */
export const aloneWords = {
  page: 'the page is wrong',
  scenario: 'the scenario is wrong',
  service: 'the service changed',
  all: 'all three differ',
  two: 'page and scenario contradict each other',
} as const;

/**
 * Who stands alone: one of the three against the other two, `all` where all three differ, `two` where page and scenario
 * differ and the service was not heard.
 */
export type Alone = keyof typeof aloneWords;

/** A value about which page, scenario and service do not agree. */
export type PartyValue = {
  readonly alone: Alone;
  /** Where in the response: `status`, `header NAME`, or a JSONPath. */
  readonly path: string;
  /** What each of them has there, as JSON, shortened; absent where it has nothing, or was not heard. */
  readonly page?: string;
  readonly scenario?: string;
  readonly service?: string;
  readonly inPage: Place;
  readonly inScenario: Place;
};
