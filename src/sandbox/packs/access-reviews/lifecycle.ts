import { applyDecisions } from './apply-decisions.ts';
import { newInstance, openInstance, principalsOf, waitingUntil } from './open-instance.ts';
import { closeStage, endOfRemaining, itemsThatMove, openStage } from './open-stage.ts';
import { decideByDefault } from './record-verdict.ts';
import { firstStart, nextStart } from './recurrence.ts';
import type { ReviewDefinition, ReviewInstance, ReviewStage } from './review.ts';
import { definitionAround, instanceAround, instancesOf, stagesOf } from './review-places.ts';
import type { ReviewState } from './reviews.ts';
import { fixedResource, resourcesInScope } from './scope/resources-in-scope.ts';
import { accessReviews } from './scope/review-actor.ts';

/** A review whose start has passed begins this much later, because a new one shows NotStarted. */
const startDelayMs = 1_000;

/**
 * The short states at the end, none of whose durations is documented. The 2021 tutorial shows a default decision a minute
 * after the end; removals come "within a few minutes".
 */
const untilAutoReviewingMs = 20_000;
const untilAutoReviewedMs = 60_000;
const untilAppliedMs = 180_000;

/** Plans the beginning of a review that has just been defined, or whose schedule has changed. */
function schedule(
  state: ReviewState,
  definition: ReviewDefinition,
  { startMs, nowMs }: { readonly startMs: number | null; readonly nowMs: number },
): void {
  const changes = { revision: definition.revision + 1, nextStartMs: startMs };
  const { path, revision } = state.definitions.change(definition, changes);
  if (startMs === null) return;
  state.agenda.plan(startMs <= nowMs ? nowMs + startDelayMs : startMs, (atMs) => {
    const then = state.definitions.get(path);
    if (then?.revision === revision) begin(state, then, atMs);
  });
}

/** Plans a new review, and shows the waiting instance if its resource is known. */
export function scheduleNew(state: ReviewState, definition: ReviewDefinition): void {
  const nowMs = definition.createdMs;
  schedule(state, definition, { startMs: firstStart(definition.content.settings.recurrence, nowMs), nowMs });
  prepareNext(state, definition);
}

/** Plans instances that have not begun again; active instances keep their content. */
export function rescheduleFuture(state: ReviewState, definition: ReviewDefinition): void {
  const { content, begun } = definition;
  const { recurrence } = content.settings;
  const nowMs = state.clock.now();
  const startMs = begun === 0 ? firstStart(recurrence, nowMs) : nextStart(recurrence, { afterMs: nowMs, begun });
  schedule(state, definition, { startMs, nowMs });
  const waiting = waitingOf(state, definition);
  if (waiting === undefined) return;
  if (startMs === null) state.store.remove(waiting.path);
  else state.instances.change(waiting, waitingUntil(startMs, content));
}

const waitingOf = (state: ReviewState, definition: ReviewDefinition): ReviewInstance | undefined =>
  instancesOf(state, definition).find(({ status }) => status === 'NotStarted');

/** Begins a review: an instance for each resource, and the plan for the next time. */
function begin(state: ReviewState, definition: ReviewDefinition, atMs: number): void {
  const { content } = definition;
  const startMs = definition.nextStartMs ?? atMs;
  const now = state.definitions.change(definition, { begun: definition.begun + 1 });
  const alone = fixedResource(content) !== undefined;
  for (const resource of resourcesInScope(content, state.directory)) {
    const instance = waitingOf(state, now) ?? newInstance(state, now, { resource, startMs });
    const principals = principalsOf(state, instance);
    // For all groups, only groups with a person to review are reviewed.
    if (principals.length === 0 && !alone) continue;
    openInstance(state, instance, principals);
    planClose(state, instance, instance.closeMs);
    planStageEnd(state, instance);
  }
  const { recurrence } = content.settings;
  const nextMs = nextStart(recurrence, { afterMs: startMs, begun: now.begun });
  schedule(state, now, { startMs: nextMs, nowMs: atMs });
}

/** The next time of a series, after this time has ended. */
export function prepareNext(state: ReviewState, within: { readonly path: string }): void {
  const definition = definitionAround(state, within);
  const { nextStartMs } = definition;
  const resource = fixedResource(definition.content);
  if (resource === undefined || nextStartMs === null || waitingOf(state, definition) !== undefined) return;
  state.instances.put(newInstance(state, definition, { resource, startMs: nextStartMs }));
}

/** Ends a stage before or at its time, and begins the next, or ends the instance with the last. */
export function endStage(state: ReviewState, stage: ReviewStage, atMs: number): void {
  const instance = instanceAround(state, stage);
  const begun = stagesOf(state, instance).length;
  if (begun === instance.content.stages.length) {
    closeInstance(state, instance, atMs);
    return;
  }
  closeStage(state, stage, { endMs: atMs });
  const endMs = endOfRemaining(instance, begun, atMs);
  if (instance.closeMs !== endMs) planClose(state, instance, endMs);
  const now = state.instances.change(instance, { endMs, closeMs: endMs });
  openStage(state, { instance: now, items: itemsThatMove(state, stage), startMs: atMs });
  planStageEnd(state, now);
}

/** The last stage ends with its instance. */
function planStageEnd(state: ReviewState, instance: ReviewInstance): void {
  const stages = stagesOf(state, instance);
  const stage = stages.at(-1);
  if (stage === undefined || stages.length === instance.content.stages.length) return;
  state.agenda.plan(stage.endMs, (atMs) => {
    const then = state.stages.get(stage.path);
    if (then?.status === 'InProgress' && then.endMs === atMs) endStage(state, then, atMs);
  });
}

/** Void if the end of the instance has changed by then. */
function planClose(state: ReviewState, instance: ReviewInstance, closeMs: number): void {
  planFor(state, instance, closeMs, (then) => {
    if (then.status === 'InProgress' && then.closeMs === closeMs) closeInstance(state, then, closeMs);
  });
}

/** Plans what happens to an instance, if it still exists. */
function planFor(
  state: ReviewState,
  { path }: ReviewInstance,
  atMs: number,
  act: (then: ReviewInstance) => void,
): void {
  state.agenda.plan(atMs, () => {
    const then = state.instances.get(path);
    if (then !== undefined) act(then);
  });
}

/** Ends an instance: reviewers can no longer decide, and the next states are scheduled. */
export function closeInstance(state: ReviewState, instance: ReviewInstance, atMs: number): void {
  for (const stage of stagesOf(state, instance)) if (stage.status === 'InProgress') closeStage(state, stage);
  state.instances.change(instance, { status: 'Completed' });
  const { settings } = instance.content;
  if (settings.defaultDecisionEnabled && settings.defaultDecision !== 'None') {
    planFor(state, instance, atMs + untilAutoReviewingMs, (then) => {
      if (then.status === 'Completed') state.instances.change(then, { status: 'AutoReviewing' });
    });
    planFor(state, instance, atMs + untilAutoReviewedMs, (then) => {
      if (then.status !== 'AutoReviewing') return;
      decideByDefault(state, then, atMs + untilAutoReviewedMs);
      // Without automatic application, it stays Completed, and can be applied then.
      const applies = settings.autoApplyDecisionsEnabled && !then.applyingStopped;
      state.instances.change(then, { status: applies ? 'AutoReviewed' : 'Completed' });
    });
  }
  if (!settings.autoApplyDecisionsEnabled) return;
  planFor(state, instance, atMs + untilAppliedMs, (then) => {
    if (then.applyingStopped || (then.status !== 'Completed' && then.status !== 'AutoReviewed')) return;
    applyDecisions(state, then, { by: accessReviews, atMs: atMs + untilAppliedMs });
    prepareNext(state, then);
  });
}
