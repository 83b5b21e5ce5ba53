/**
 * How much a response of the sandbox is worth as evidence. `modeled`: it behaves as the service does. `typed`: right in shape
 * only, by the service's metadata. `seeded` and `replayed`: the page's own words, from a seed.
 */
export const answerSources = ['modeled', 'typed', 'seeded', 'replayed'] as const;
export type AnswerSource = (typeof answerSources)[number];

export const answerSourceHeader = 'x-sandbox-response';

/** What a sandbox says of its response: `typed; model=v1.0@2026-08`. */
export function answerSourceOf(header: string | undefined): AnswerSource | undefined {
  const first = header?.split(';')[0]?.trim();
  return answerSources.find((one) => one === first);
}

/** Of several responses, the one that is worth least. */
export function leastSource(a: AnswerSource | undefined, b: AnswerSource | undefined): AnswerSource | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return answerSources.indexOf(a) > answerSources.indexOf(b) ? a : b;
}
