import type { Place } from '../diagnostics/place.ts';

/** What it means if one of page, scenario and service differs from the other two, or if all differ. */
export const aloneWords = {
  page: 'the page is wrong',
  scenario: 'the scenario is wrong',
  service: 'the service changed',
  all: 'all three differ',
  two: 'page and scenario contradict each other',
} as const;

/**
 * Which party differs: one of the three from the other two, `all` if all three differ, `two` if page and scenario
 * differ and there is no response of the service.
 */
export type Alone = keyof typeof aloneWords;

/** A value about which page, scenario and service do not agree. */
export type PartyValue = {
  readonly alone: Alone;
  /** Where in the response: `status`, `header NAME`, or a JSONPath. */
  readonly path: string;
  /** The value of each party there, as JSON, shortened; absent if it has none. */
  readonly page?: string;
  readonly scenario?: string;
  readonly service?: string;
  readonly inPage: Place;
  readonly inScenario: Place;
};
