import type { JsonObject } from '../../../../json/json.ts';
import { ticksOf, timestampOf } from '../../../service/sandbox-clock.ts';
import { definitionStatus } from '../definition-status.ts';
import type { DecisionItem, ReviewDefinition, ReviewedPrincipal, ReviewInstance, ReviewStage } from '../review.ts';
import { instanceAround } from '../review-places.ts';
import type { ReviewState } from '../reviews.ts';
import type { ReviewActor } from '../scope/review-actor.ts';
import { type ShownResource, shownResource } from './decision-resource.ts';
import { principalLink, timeOf } from './decision-wire.ts';
import { historyWire } from './history-wire.ts';
import { instanceReviewersWire, instanceScopeWire, reviewersWire, type ScopeStyle, scopeWire } from './scope-wire.ts';
import { recurrenceWire, settingsWire, stageSettingsWire } from './settings-wire.ts';
import type { ReviewWire } from './wire-context.ts';

const style: ScopeStyle = { alwaysTyped: true, completesInstances: true };

/** Reviews as v1.0 has shown them since 2022. */
export const v1Wire: ReviewWire = {
  definition: definitionWire,
  instance: instanceWire,
  stage: stageWire,
  decision: decisionWire,
  history: historyWire,
};

function definitionWire(definition: ReviewDefinition, when: 'created' | 'read', state: ReviewState): JsonObject {
  const { content } = definition;
  const { settings } = content;
  const shown = settingsWire(settings, recurrenceWire(settings.recurrence));
  return {
    id: definition.id,
    displayName: content.displayName,
    createdDateTime: when === 'created' ? null : ticksOf(definition.createdMs, definition.id),
    lastModifiedDateTime: when === 'created' ? null : ticksOf(definition.modifiedMs, definition.id),
    status: definitionStatus(state, definition),
    descriptionForAdmins: content.descriptionForAdmins,
    descriptionForReviewers: content.descriptionForReviewers,
    createdBy: when === 'created' ? { ...definition.createdBy } : actorWire(definition.createdBy),
    scope: scopeWire(content.scope, style),
    instanceEnumerationScope: content.enumeration === null ? null : scopeWire(content.enumeration, style),
    reviewers: reviewersWire(content.reviewers),
    fallbackReviewers: reviewersWire(content.fallbackReviewers),
    settings: {
      ...shown,
      recommendationLookBackDuration: settings.recommendationLookBackDuration,
      decisionHistoriesForReviewersEnabled: settings.decisionHistoriesForReviewersEnabled,
      recommendationInsightSettings: settings.recommendationInsightSettings,
    },
    stageSettings: content.stages.map(stageSettingsWire),
    additionalNotificationRecipients: content.additionalNotificationRecipients,
  };
}

function instanceWire(instance: ReviewInstance): JsonObject {
  return {
    id: instance.id,
    startDateTime: timestampOf(instance.startMs),
    endDateTime: timestampOf(instance.endMs),
    status: instance.status,
    scope: instanceScopeWire(instance, style),
    reviewers: instanceReviewersWire(instance.reviewers, instance, style),
    fallbackReviewers: instanceReviewersWire(instance.fallbackReviewers, instance, style),
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

function decisionWire(item: DecisionItem, state: ReviewState): JsonObject {
  const { principal } = item;
  const { directory, origin } = state;
  const instance = instanceAround(state, item);
  const resource = shownResource(instance.resource, directory);
  return {
    id: item.id,
    accessReviewId: instance.id,
    reviewedDateTime: timeOf(item.reviewedMs),
    decision: item.verdict,
    justification: item.justification,
    appliedDateTime: timeOf(item.appliedMs),
    applyResult: item.applyResult,
    recommendation: item.recommendation,
    principalLink: principalLink(principal, origin),
    resourceLink:
      resource === undefined || resource.path === null ? null : `${origin}/${versionOf(resource)}${resource.path}`,
    reviewedBy: actorWire(item.reviewedBy),
    appliedBy: actorWire(item.appliedBy),
    resource:
      resource === undefined ? null : { id: resource.id, displayName: resource.displayName, type: resource.type },
    principal: principalWire(principal),
  };
}

/** Roles are of beta, also in v1.0 (observed). */
const versionOf = ({ type }: ShownResource): string => (type === 'directoryRole' ? 'beta' : 'v1.0');

function actorWire({ id, displayName, userPrincipalName }: ReviewActor): JsonObject {
  return { id, displayName, type: null, userPrincipalName };
}

function principalWire(principal: ReviewedPrincipal): JsonObject {
  const { id, displayName, kind } = principal;
  switch (principal.kind) {
    case 'user':
      return {
        '@odata.type': '#microsoft.graph.userIdentity',
        id,
        displayName,
        type: kind,
        userPrincipalName: principal.userPrincipalName,
        lastUserSignInDateTime: signInText(principal.lastSignInDateTime),
      };
    case 'servicePrincipal':
      return {
        '@odata.type': '#microsoft.graph.servicePrincipalIdentity',
        id,
        displayName,
        type: kind,
        appId: principal.appId,
      };
    case 'group':
      return { '@odata.type': '#microsoft.graph.identity', id, displayName, type: kind };
    default:
      return principal satisfies never;
  }
}

/** As people in the United States write times: `2/11/2022 5:31:37 PM +00:00`. */
function signInText(dateTime: string | null): string {
  if (dateTime === null) return '';
  const time = new Date(dateTime);
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = time.getUTCHours();
  const date = `${time.getUTCMonth() + 1}/${time.getUTCDate()}/${time.getUTCFullYear()}`;
  const clock = `${hours % 12 === 0 ? 12 : hours % 12}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())}`;
  return `${date} ${clock} ${hours < 12 ? 'AM' : 'PM'} +00:00`;
}
