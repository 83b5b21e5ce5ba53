/**
 * How much a response of the sandbox is worth as evidence. `modeled`: it behaves as the service does. `typed`: right in shape
 * only, by the service's metadata. `seeded` and `replayed`: the page's own words, from a seed.
 */
export const evidenceSources = ['modeled', 'typed', 'seeded', 'replayed'] as const;
export type EvidenceSource = (typeof evidenceSources)[number];

export const evidenceSourceHeader = 'x-sandbox-response';

/** The source of a sandbox response, from its header: `typed; model=v1.0@2026-08`. */
export function evidenceSourceOf(header: string | undefined): EvidenceSource | undefined {
  const first = header?.split(';')[0]?.trim();
  return evidenceSources.find((one) => one === first);
}

/** The source that proves least, of several responses. */
export function leastSource(a: EvidenceSource | undefined, b: EvidenceSource | undefined): EvidenceSource | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return evidenceSources.indexOf(a) > evidenceSources.indexOf(b) ? a : b;
}
