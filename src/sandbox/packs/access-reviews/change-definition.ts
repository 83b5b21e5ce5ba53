import { rescheduleFuture, scheduleNew } from './lifecycle.ts';
import type { DefinitionContent, ReviewDefinition } from './review.ts';
import { definitionPath } from './review-places.ts';
import type { ReviewState } from './reviews.ts';
import type { ReviewActor } from './scope/review-actor.ts';
import type { ReviewerScope } from './scope/reviewer-scope.ts';
import type { ReviewScope } from './scope/scope.ts';

export function createDefinition(
  state: ReviewState,
  content: DefinitionContent,
  createdBy: ReviewActor,
): ReviewDefinition {
  const createdMs = state.clock.now();
  const id = state.ids.uuid();
  const definition = state.definitions.put({
    id,
    path: definitionPath(id),
    createdBy,
    createdMs,
    modifiedMs: createdMs,
    content,
    revision: 0,
    begun: 0,
    nextStartMs: null,
  });
  scheduleNew(state, definition);
  return definition;
}

/**
 * Replaces the content of a definition, for instances that have not begun. Returns the reason if that is not possible:
 * reviewers can be changed only if they are named individually, and the scope not at all.
 */
export function replaceDefinition(
  state: ReviewState,
  definition: ReviewDefinition,
  content: DefinitionContent,
): string | undefined {
  const before = definition.content;
  if (scopeText(before.scope) !== scopeText(content.scope)) return 'scope cannot be changed.';
  if (enumerationText(before) !== enumerationText(content)) return 'instanceEnumerationScope cannot be changed.';
  const changed = reviewersText(before.reviewers) !== reviewersText(content.reviewers);
  if (changed && ![...before.reviewers, ...content.reviewers].every(({ who }) => who.kind === 'user'))
    return 'reviewers can be changed only where they are individual users.';
  const changes = { content: begunAlready(before, content), modifiedMs: state.clock.now() };
  rescheduleFuture(state, state.definitions.change(definition, changes));
  return undefined;
}

/** A series keeps the day on which it began (observed). */
function begunAlready(before: DefinitionContent, content: DefinitionContent): DefinitionContent {
  const { recurrence } = content.settings;
  if (recurrence.pattern === null) return content;
  const { startDate } = before.settings.recurrence.range;
  const range = { ...recurrence.range, startDate };
  return { ...content, settings: { ...content.settings, recurrence: { ...recurrence, range } } };
}

function scopeText(scope: ReviewScope): string {
  const parts = scope.kind === 'query' ? [scope] : [...scope.principals, ...scope.resources];
  return parts.map(({ query, inactive }) => `${bare(query.text)} ${inactive?.text ?? ''}`).join('\n');
}

function enumerationText({ enumeration }: DefinitionContent): string {
  return enumeration === null ? '' : bare(enumeration.query.text);
}

/** Without properties that the service adds, so that a body that was read can be sent back. */
function bare(text: string): string {
  return text
    .replace(/([?&])\$count=true&?/g, '$1')
    .replace(/[?&]$/, '')
    .toLowerCase();
}

const reviewersText = (scopes: readonly ReviewerScope[]): string =>
  scopes.map(({ query }) => query.text.toLowerCase()).join('\n');
