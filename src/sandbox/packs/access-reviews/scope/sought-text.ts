import type { ReviewDefinition } from '../review.ts';

/** The text that filters by scope look into; undefined for the scopes that they do not look at. */
export function soughtText({ content }: ReviewDefinition): string | undefined {
  const { scope } = content;
  return scope.kind === 'query' && scope.inactive === null ? scope.query.text : undefined;
}
