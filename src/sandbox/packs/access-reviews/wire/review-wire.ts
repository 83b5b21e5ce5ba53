import type { JsonObject } from '../../../../json/json.ts';
import { ticksOf, timestampOf } from '../../../service/sandbox-clock.ts';
import type { Recurrence } from '../recurrence.ts';
import type {
  InstanceStatus,
  ReviewDefinition,
  ReviewInstance,
  ReviewSettings,
  ReviewStage,
  StageSettings,
} from '../review.ts';
import { instancesOf } from '../review-places.ts';
import type { ReviewState } from '../reviews.ts';
import { actorWire } from './decision-wire.ts';
import { instanceReviewersWire, instanceScopeWire, reviewersWire, scopeWire } from './scope-wire.ts';

/** A definition, as beta showed it in 2021 and v1.0 has since 2022. */
export function definitionWire(
  definition: ReviewDefinition,
  { version, when }: ShownWhen,
  state: ReviewState,
): JsonObject {
  const { id, content, createdBy } = definition;
  const isBeta = version === 'beta';
  const fallbackReviewers = reviewersWire(content.fallbackReviewers);
  const time = (ms: number): string | null => (when === 'created' ? null : isBeta ? timestampOf(ms) : ticksOf(ms, id));
  const stageSettings = content.stages.map(stageSettingsWire);
  return {
    id,
    displayName: content.displayName,
    createdDateTime: time(definition.createdMs),
    lastModifiedDateTime: time(definition.modifiedMs),
    status: definitionStatus(state, definition),
    descriptionForAdmins: content.descriptionForAdmins,
    descriptionForReviewers: content.descriptionForReviewers,
    createdBy: when === 'created' ? { ...createdBy } : actorWire(createdBy, version),
    scope: scopeWire(content.scope, version),
    instanceEnumerationScope: content.enumeration === null ? null : scopeWire(content.enumeration, version),
    reviewers: reviewersWire(content.reviewers),
    fallbackReviewers,
    settings: settingsWire(content.settings, { version, when }),
    ...((!isBeta || stageSettings.length > 0) && { stageSettings }),
    additionalNotificationRecipients: content.additionalNotificationRecipients,
    // Only the names of the last two are known.
    ...(isBeta && { backupReviewers: fallbackReviewers, customData: null, customDataProvider: null }),
  };
}

/** A definition as read: v1.0 has an empty list of instances unless they are expanded (observed). */
export function shownDefinition(definition: ReviewDefinition, version: string, state: ReviewState): JsonObject {
  const shown = definitionWire(definition, { version, when: 'read' }, state);
  if (version === 'beta') return shown;
  const place = `identityGovernance/accessReviews/definitions('${definition.id}')/instances`;
  return { ...shown, 'instances@odata.context': `${state.origin}/${version}/$metadata#${place}`, instances: [] };
}

export function instanceWire(instance: ReviewInstance, version: string): JsonObject {
  const reviewers = (name: 'reviewers' | 'fallbackReviewers') =>
    instanceReviewersWire(instance[name], instance, version);
  return {
    id: instance.id,
    startDateTime: timestampOf(instance.startMs),
    endDateTime: timestampOf(instance.endMs),
    status: instance.status,
    scope: instanceScopeWire(instance, version),
    ...(version !== 'beta' && {
      reviewers: reviewers('reviewers'),
      fallbackReviewers: reviewers('fallbackReviewers'),
    }),
  };
}

export function stageWire(stage: ReviewStage): JsonObject {
  return {
    id: stage.id,
    startDateTime: timestampOf(stage.startMs),
    endDateTime: timestampOf(stage.endMs),
    status: stage.status,
    reviewers: reviewersWire(stage.reviewers),
    fallbackReviewers: reviewersWire(stage.fallbackReviewers),
  };
}

/** Who has to review, and since when, in that order. */
export function contactedWire({ contacted }: ReviewInstance, { directory }: ReviewState): readonly JsonObject[] {
  return contacted.map(({ id, atMs }) => {
    const { displayName = '', userPrincipalName = '' } = directory.user(id) ?? {};
    return { id, displayName, userPrincipalName, createdDateTime: timestampOf(atMs) };
  });
}

/** `created`: in the response to the create, which contains less. */
type ShownWhen = { readonly version: string; readonly when: 'created' | 'read' };

function settingsWire(settings: ReviewSettings, shown: ShownWhen): JsonObject {
  const { lookBack: _, disablesAndDeletesGuests: __, ...written } = settings;
  const {
    recommendationLookBackDuration,
    decisionHistoriesForReviewersEnabled,
    recommendationInsightSettings,
    ...ofBoth
  } = written;
  const recurrence = recurrenceWire(settings.recurrence, shown);
  if (shown.version !== 'beta') return { ...written, recurrence };
  return {
    ...ofBoth,
    recurrence,
    ...(recommendationLookBackDuration !== null && { recommendationLookBackDuration }),
    isAgenticExperienceEnabled: false,
  };
}

/** v1.0 always shows the day of the month as 0, as in a documented example. */
function recurrenceWire({ pattern, range }: Recurrence, { version, when }: ShownWhen): JsonObject {
  const dayOfMonth = version === 'beta' ? pattern?.dayOfMonth : 0;
  // A series without end has the latest possible date (observed); beta then shows it as numbered.
  const endDate = range.type === 'noEnd' ? '9999-12-31' : range.endDate;
  const type = version === 'beta' && when === 'read' && range.type === 'noEnd' ? 'numbered' : range.type;
  return { pattern: pattern && { ...pattern, dayOfMonth: dayOfMonth ?? 0 }, range: { ...range, type, endDate } };
}

function stageSettingsWire(stage: StageSettings): JsonObject {
  const { reviewers, fallbackReviewers } = stage;
  return {
    ...stage,
    reviewers: reviewersWire(reviewers),
    fallbackReviewers: reviewersWire(fallbackReviewers),
  };
}

/** From the least to the most advanced, once reviewers can no longer decide. */
const ending: readonly InstanceStatus[] = ['Completed', 'AutoReviewing', 'AutoReviewed', 'Applied'];

/** A series is in progress from its first beginning to its last end; then it is where its slowest instance is. */
function definitionStatus(state: ReviewState, definition: ReviewDefinition): InstanceStatus {
  if (definition.begun === 0) return 'NotStarted';
  const statuses = new Set(instancesOf(state, definition).map(({ status }) => status));
  if (definition.nextStartMs !== null || statuses.has('InProgress')) return 'InProgress';
  return ending.find((status) => statuses.has(status)) ?? 'Completed';
}
