/**
 * How much a response is worth as evidence. `modeled`: a pack behaves as the service does. `typed`: right in shape, by the
 * metadata. `seeded`: read from what a seed put there. `replayed`: a seed's own response.
 */
export type ResponseSource = 'modeled' | 'typed' | 'seeded' | 'replayed';

export type ResponseLabel = {
  readonly source: ResponseSource;
  /** Which metadata typed it: `v1.0@2026-08`. */
  readonly model?: string;
  /** What was guessed: `beta-by-v1.0`. */
  readonly guessed?: string;
};

export const labelHeader = 'x-sandbox-response';

const sources: readonly ResponseSource[] = ['modeled', 'typed', 'seeded', 'replayed'];

/** `typed; model=v1.0@2026-08; guessed=beta-by-v1.0`. */
export function labelText({ source, model, guessed }: ResponseLabel): string {
  const parts = [model === undefined ? '' : `; model=${model}`, guessed === undefined ? '' : `; guessed=${guessed}`];
  return `${source}${parts.join('')}`;
}

/** The label that a header says; `undefined` where it says none. */
export function readLabel(text: string | undefined): ResponseSource | undefined {
  const first = text?.split(';')[0]?.trim();
  return sources.find((one) => one === first);
}

/** A batch is worth as much as the least of its parts. */
export function leastOf(labels: readonly (ResponseLabel | undefined)[]): ResponseLabel {
  const rank = ({ source }: ResponseLabel): number => sources.indexOf(source);
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
