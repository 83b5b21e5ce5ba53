import type { Due } from './agenda.ts';
import { applyDecisions } from './apply-decisions.ts';
import { collectHistory, finishHistory } from './history/collect-history.ts';
import { openInstance, prepareInstance, principalsOf, reschedule } from './open-instance.ts';
import { closeStage, endOfRemaining, itemsThatMove, openStage } from './open-stage.ts';
import { decideByDefault } from './record-verdict.ts';
import { firstStart, nextStart } from './recurrence.ts';
import type { ReviewDefinition, ReviewInstance, ReviewStage } from './review.ts';
import type { ReviewState } from './reviews.ts';
import { fixedResource, resourcesInScope } from './scope/resources-in-scope.ts';
import { accessReviews } from './scope/review-actor.ts';

/** A review whose start has come begins so much later, as one that was just created says NotStarted. */
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
  definition.revision += 1;
  definition.nextStartMs = startMs;
  if (startMs === null) return;
  const { id: definitionId, revision } = definition;
  const atMs = startMs <= nowMs ? nowMs + startDelayMs : startMs;
  state.agenda.plan(atMs, { kind: 'start', definitionId, revision });
}

/** Plans a new review, and shows the instance that waits for its start where it is known of what. */
export function scheduleNew(state: ReviewState, definition: ReviewDefinition): void {
  const nowMs = definition.createdMs;
  schedule(state, definition, { startMs: firstStart(definition.content.settings.recurrence, nowMs), nowMs });
  prepareNext(state, definition);
}

/** Plans anew what has not begun: instances that run keep what they began with. */
export function rescheduleFuture(state: ReviewState, definition: ReviewDefinition): void {
  const { recurrence } = definition.content.settings;
  const nowMs = state.clock.now();
  const startMs =
    definition.begun === 0
      ? firstStart(recurrence, nowMs)
      : nextStart(recurrence, { afterMs: nowMs, begun: definition.begun });
  schedule(state, definition, { startMs, nowMs });
  const waiting = definition.instances.find(({ status }) => status === 'NotStarted');
  if (waiting === undefined) return;
  if (startMs === null) forget(state, waiting);
  else reschedule(waiting, startMs);
}

/** Takes an instance out of everything. */
export function forget(state: ReviewState, instance: ReviewInstance): void {
  state.instances.delete(instance.id);
  const at = instance.definition.instances.indexOf(instance);
  if (at >= 0) instance.definition.instances.splice(at, 1);
  for (const reviewer of instance.contacted.keys()) {
    const theirs = state.byReviewer.get(reviewer);
    theirs?.delete(instance);
    if (theirs?.size === 0) state.byReviewer.delete(reviewer);
  }
}

/** What an event does when its time has come. Events about what is gone, or has moved on, do nothing. */
export function happen(state: ReviewState, { atMs, event }: Due): void {
  switch (event.kind) {
    case 'start': {
      const definition = state.definitions.get(event.definitionId);
      if (definition?.revision === event.revision) begin(state, definition, atMs);
      return;
    }
    case 'delete-user': {
      if (state.directory.user(event.userId)?.accountEnabled === false) state.directory.delete(event.userId);
      return;
    }
    case 'collect-history':
      collectHistory(state, event.historyId, atMs);
      return;
    case 'finish-history':
      finishHistory(state, event.historyId, atMs);
      return;
    case 'stage-end':
    case 'close':
    case 'auto-review':
    case 'auto-reviewed':
    case 'apply': {
      const instance = state.instances.get(event.instanceId);
      if (instance !== undefined) happenTo(state, instance, { atMs, event });
      return;
    }
    default:
      event satisfies never;
  }
}

function happenTo(state: ReviewState, instance: ReviewInstance, { atMs, event }: Due): void {
  const { status, content } = instance;
  if (event.kind === 'stage-end') {
    const stage = instance.stages[event.stage];
    if (stage?.status === 'InProgress' && stage.endMs === atMs) endStage(state, stage, atMs);
  } else if (event.kind === 'close') {
    if (status === 'InProgress' && instance.closeMs === atMs) closeInstance(state, instance, atMs);
  } else if (event.kind === 'auto-review') {
    if (status === 'Completed') instance.status = 'AutoReviewing';
  } else if (event.kind === 'auto-reviewed') {
    if (status !== 'AutoReviewing') return;
    decideByDefault(instance, atMs);
    // Where nothing is applied by itself it waits as Completed, which is when it can be applied.
    const applies = content.settings.autoApplyDecisionsEnabled && instance.applyingStopped !== true;
    instance.status = applies ? 'AutoReviewed' : 'Completed';
  } else if (event.kind === 'apply') {
    if (instance.applyingStopped === true || (status !== 'Completed' && status !== 'AutoReviewed')) return;
    applyDecisions(state, instance, { by: accessReviews, atMs });
    prepareNext(state, instance.definition);
  }
}

/** Begins a review: an instance for each resource there is, and the plan for the next time. */
function begin(state: ReviewState, definition: ReviewDefinition, atMs: number): void {
  const startMs = definition.nextStartMs ?? atMs;
  definition.begun += 1;
  const alone = fixedResource(definition.content) !== undefined;
  for (const resource of resourcesInScope(definition.content, state.directory)) {
    const waiting = definition.instances.find(({ status }) => status === 'NotStarted');
    const instance = waiting ?? prepareInstance(state, { definition, resource, startMs });
    const principals = principalsOf(state, instance);
    // Of all groups, only those are reviewed in which there is a person to review.
    if (principals.length > 0 || alone) openInstance(state, instance, principals);
    else forget(state, instance);
  }
  const { recurrence } = definition.content.settings;
  const nextMs = nextStart(recurrence, { afterMs: startMs, begun: definition.begun });
  schedule(state, definition, { startMs: nextMs, nowMs: atMs });
}

/** The next time of a series, once this time is through. */
export function prepareNext(state: ReviewState, definition: ReviewDefinition): void {
  const resource = fixedResource(definition.content);
  if (resource === undefined || definition.nextStartMs === null) return;
  if (definition.instances.some(({ status }) => status === 'NotStarted')) return;
  prepareInstance(state, { definition, resource, startMs: definition.nextStartMs });
}

/** Ends a stage before or at its time, and begins the next, or ends the instance with the last. */
export function endStage(state: ReviewState, stage: ReviewStage, atMs: number): void {
  const { instance } = stage;
  if (instance.stages.length === instance.content.stages.length) {
    closeInstance(state, instance, atMs);
    return;
  }
  closeStage(stage);
  stage.endMs = atMs;
  instance.endMs = endOfRemaining(instance, atMs);
  if (instance.closeMs !== instance.endMs) {
    instance.closeMs = instance.endMs;
    state.agenda.plan(instance.closeMs, { kind: 'close', instanceId: instance.id });
  }
  openStage(state, { instance, items: itemsThatMove(stage), startMs: atMs });
}

/** Ends an instance: reviewers have no say any more, and what follows by itself is planned. */
export function closeInstance(state: ReviewState, instance: ReviewInstance, atMs: number): void {
  for (const stage of instance.stages) if (stage.status === 'InProgress') closeStage(stage);
  instance.status = 'Completed';
  const { settings } = instance.content;
  const { id: instanceId } = instance;
  if (settings.defaultDecisionEnabled && settings.defaultDecision !== 'None') {
    state.agenda.plan(atMs + untilAutoReviewingMs, { kind: 'auto-review', instanceId });
    state.agenda.plan(atMs + untilAutoReviewedMs, { kind: 'auto-reviewed', instanceId });
  }
  if (settings.autoApplyDecisionsEnabled) state.agenda.plan(atMs + untilAppliedMs, { kind: 'apply', instanceId });
}

/** The default decisions, where they are still to come when a person applies what was decided. */
export function decideRemaining(instance: ReviewInstance, atMs: number): void {
  if (instance.content.settings.defaultDecisionEnabled) decideByDefault(instance, atMs);
}
