import { defined } from '../../../../defined.ts';
import type { JsonObject } from '../../../../json/json.ts';
import { timestampOf } from '../../../service/sandbox-clock.ts';
import { definitionStatus } from '../definition-status.ts';
import type { Range } from '../recurrence.ts';
import type { DecisionItem, ReviewDefinition, ReviewedPrincipal, ReviewInstance } from '../review.ts';
import { instanceAround } from '../review-places.ts';
import type { ReviewState } from '../reviews.ts';
import { shownResource } from './decision-resource.ts';
import { principalLink, timeOf } from './decision-wire.ts';
import { reportWire } from './history-wire.ts';
import { instanceScopeWire, reviewersWire, type ScopeStyle, scopeWire } from './scope-wire.ts';
import { recurrenceWire, settingsWire, stageSettingsWire } from './settings-wire.ts';
import type { ReviewWire } from './wire-context.ts';
import { stageWire } from './wire-v1.ts';

const style: ScopeStyle = { alwaysTyped: false, completesInstances: false };

/** Reviews as the beta version showed them in 2021. */
export const betaWire: ReviewWire = {
  definition: definitionWire,
  instance: instanceWire,
  stage: stageWire,
  decision: decisionWire,
  history: reportWire,
};

function definitionWire(definition: ReviewDefinition, when: 'created' | 'read', state: ReviewState): JsonObject {
  const { content } = definition;
  const { settings } = content;
  const fallbackReviewers = reviewersWire(content.fallbackReviewers);
  const range = when === 'created' ? settings.recurrence.range : endlessAsNumbered(settings.recurrence.range);
  const lookBack = settings.recommendationLookBackDuration;
  return {
    id: definition.id,
    displayName: content.displayName,
    createdDateTime: when === 'created' ? null : timestampOf(definition.createdMs),
    lastModifiedDateTime: when === 'created' ? null : timestampOf(definition.modifiedMs),
    status: definitionStatus(state, definition),
    descriptionForAdmins: content.descriptionForAdmins,
    descriptionForReviewers: content.descriptionForReviewers,
    createdBy: { ...definition.createdBy },
    scope: scopeWire(content.scope, style),
    instanceEnumerationScope: content.enumeration === null ? null : scopeWire(content.enumeration, style),
    reviewers: reviewersWire(content.reviewers),
    backupReviewers: fallbackReviewers,
    fallbackReviewers,
    settings: {
      ...settingsWire(settings, recurrenceWire(settings.recurrence, { dayOfMonth: true, range })),
      ...(lookBack === null ? {} : { recommendationLookBackDuration: lookBack }),
      isAgenticExperienceEnabled: false,
    },
    ...(content.stages.length === 0 ? {} : { stageSettings: content.stages.map(stageSettingsWire) }),
    additionalNotificationRecipients: content.additionalNotificationRecipients,
    // Names that were seen, of which nothing is known.
    customData: null,
    customDataProvider: null,
  };
}

/** A series without end comes back with the last day there is. */
function endlessAsNumbered(range: Range): Range {
  return range.type === 'noEnd' ? { ...range, type: 'numbered', endDate: '9999-12-31' } : range;
}

function instanceWire(instance: ReviewInstance): JsonObject {
  return {
    id: instance.id,
    startDateTime: timestampOf(instance.startMs),
    endDateTime: timestampOf(instance.endMs),
    status: instance.status,
    scope: instanceScopeWire(instance, style),
  };
}

function decisionWire(item: DecisionItem, state: ReviewState): JsonObject {
  const { principal } = item;
  const { directory, origin } = state;
  const instance = instanceAround(state, item);
  const resource = shownResource(instance.resource, directory);
  const target = targetWire(principal);
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
    resourceLink: resource === undefined || resource.path === null ? null : `${origin}/v1.0${resource.path}`,
    resource:
      resource === undefined ? null : { id: resource.id, displayName: resource.displayName, type: resource.type },
    reviewedBy: { ...item.reviewedBy },
    appliedBy: { ...item.appliedBy },
    ...defined({ target }),
    principal: principalWire(principal),
  };
}

/** What principals were called before they were principals; groups never were. */
function targetWire(principal: ReviewedPrincipal): JsonObject | undefined {
  const { id, displayName } = principal;
  switch (principal.kind) {
    case 'user':
      return {
        '@odata.type': '#microsoft.graph.accessReviewInstanceDecisionItemUserTarget',
        userId: id,
        userDisplayName: displayName,
        userPrincipalName: principal.userPrincipalName,
      };
    case 'servicePrincipal':
      return {
        '@odata.type': '#microsoft.graph.accessReviewInstanceDecisionItemServicePrincipalTarget',
        servicePrincipalId: id,
        servicePrincipalDisplayName: displayName,
        appId: principal.appId,
      };
    case 'group':
      return undefined;
    default:
      return principal satisfies never;
  }
}

function principalWire(principal: ReviewedPrincipal): JsonObject {
  const { id, displayName } = principal;
  switch (principal.kind) {
    case 'user': {
      const { userPrincipalName } = principal;
      return { '@odata.type': '#microsoft.graph.userIdentity', id, displayName, userPrincipalName };
    }
    case 'servicePrincipal': {
      const { appId } = principal;
      return { '@odata.type': '#microsoft.graph.servicePrincipalIdentity', id, displayName, appId };
    }
    case 'group':
      return { '@odata.type': '#microsoft.graph.identity', id, displayName };
    default:
      return principal satisfies never;
  }
}
