import { type EvidenceSource, evidenceSourceHeader, evidenceSources } from '../../run/evidence-source.ts';

type ResponseSource = EvidenceSource;

export type ResponseLabel = {
  readonly source: ResponseSource;
  /** Which metadata typed it: `v1.0@2026-08`. */
  readonly model?: string;
  /** What was guessed: `beta-by-v1.0`. */
  readonly guessed?: string;
  /** Values that the request does not set are those of a seed. */
  readonly filled?: 'seed';
};

export const labelHeader = evidenceSourceHeader;

/** `typed; model=v1.0@2026-08; guessed=beta-by-v1.0`. */
export function labelText({ source, ...settings }: ResponseLabel): string {
  const parts = (['model', 'guessed', 'filled'] as const).map((name) =>
    settings[name] === undefined ? '' : `; ${name}=${settings[name]}`,
  );
  return `${source}${parts.join('')}`;
}

/** A batch is worth as much as the least of its parts. */
export function leastOf(labels: readonly (ResponseLabel | undefined)[]): ResponseLabel {
  const rank = ({ source }: ResponseLabel): number => evidenceSources.indexOf(source);
  const known = labels.filter((one) => one !== undefined);
  return known.reduce((least, one) => (rank(one) > rank(least) ? one : least), modeled);
}

export const modeled: ResponseLabel = { source: 'modeled' };

export const labeled = <T extends object>(
  response: T,
  label: ResponseLabel,
): T & { readonly label: ResponseLabel } => ({
  ...response,
  label,
});

/** Whether a query selects, orders, counts or joins objects: its response is more than a read of the seed. */
export const isWorkedOutBy = (query: URLSearchParams): boolean =>
  [...query.keys()].some((key) => /^\$(?:filter|search|orderby|count|expand)$/i.test(key));
