import { type IsoDuration, parseDuration } from '../../../../format/template/duration.ts';
import type { JsonObject } from '../../../../json/json.ts';
import { shortestGapDays } from '../recurrence.ts';
import type { DefaultDecision, ReviewSettings, StageSettings } from '../review.ts';
import { parseRecurrence } from './parse-recurrence.ts';
import { type BodyObject, invalid, oneOf } from './review-body.ts';

const properties: readonly string[] = [
  ...['mailNotificationsEnabled', 'reminderNotificationsEnabled', 'justificationRequiredOnApproval'],
  ...['defaultDecisionEnabled', 'defaultDecision', 'instanceDurationInDays', 'autoApplyDecisionsEnabled'],
  ...[
    'recommendationsEnabled',
    'recommendationLookBackDuration',
    'decisionHistoriesForReviewersEnabled',
    'isAgenticExperienceEnabled',
  ],
  ...['recurrence', 'applyActions', 'recommendationInsightSettings'],
];

const defaultDecisions: readonly DefaultDecision[] = ['None', 'Approve', 'Deny', 'Recommendation'];

/** A limit for the duration of a review, so that dates stay valid. */
const mostDays = 3_650;

/** Days in which a sign-in counts as recent, by default. */
const usualLookBack: IsoDuration = { months: 0, milliseconds: 30 * 86_400_000 };

/** Reads `accessReviewScheduleSettings`; throws an `InvalidBody`. */
export function parseSettings(
  body: BodyObject,
  { stages, today }: { readonly stages: readonly StageSettings[]; readonly today: string },
): ReviewSettings {
  body.knows('accessReviewScheduleSettings', properties);
  const defaultDecisionEnabled = body.booleanOr('defaultDecisionEnabled', false);
  const recurrence = parseRecurrence(body.required('recurrence'), today);
  const stageDays = stages.reduce((sum, { durationInDays }) => sum + durationInDays, 0);
  if (recurrence.pattern !== null && stageDays > shortestGapDays(recurrence.pattern))
    invalid(`stageSettings last ${stageDays} days together, which is longer than the recurrence.`);
  const actions = body.objects('applyActions');
  return {
    mailNotificationsEnabled: body.booleanOr('mailNotificationsEnabled', false),
    reminderNotificationsEnabled: body.booleanOr('reminderNotificationsEnabled', false),
    justificationRequiredOnApproval: body.booleanOr('justificationRequiredOnApproval', false),
    defaultDecisionEnabled,
    defaultDecision: defaultDecisionOf(body, defaultDecisionEnabled),
    instanceDurationInDays: stages.length > 0 ? stageDays : durationOf(body),
    autoApplyDecisionsEnabled: body.booleanOr('autoApplyDecisionsEnabled', false),
    recommendationsEnabled: body.booleanOr('recommendationsEnabled', false),
    recommendationLookBackDuration: body.textOr('recommendationLookBackDuration', null),
    lookBack: lookBackOf(body),
    decisionHistoriesForReviewersEnabled: body.booleanOr('decisionHistoriesForReviewersEnabled', false),
    recurrence,
    applyActions: actions.map(({ json }) => json),
    disablesAndDeletesGuests: actions.map(actionOf).includes('disableAndDeleteUserApplyAction'),
    recommendationInsightSettings: insightsOf(body),
  };
}

function durationOf(body: BodyObject): number {
  return (
    body.countOr('instanceDurationInDays', undefined, mostDays) ??
    invalid(`${body.at('instanceDurationInDays')} is required.`)
  );
}

function defaultDecisionOf(body: BodyObject, enabled: boolean): DefaultDecision {
  const decision = body.textOr('defaultDecision', 'None') === '' ? 'None' : body.textOr('defaultDecision', 'None');
  const known =
    oneOf(decision, defaultDecisions) ??
    invalid(`${body.at('defaultDecision')} is '${decision}'; supported are Approve, Deny, Recommendation and None.`);
  if (enabled && known === 'None' && !body.has('defaultDecision'))
    invalid(`${body.at('defaultDecision')} is required where defaultDecisionEnabled is true.`);
  return known;
}

/** The look-back of the settings, or else that of an insight about the last sign-in. */
function lookBackOf(body: BodyObject): IsoDuration {
  const places = [body, ...body.objects('recommendationInsightSettings')];
  for (const place of places) {
    const text = place.textOr('recommendationLookBackDuration', null);
    if (text !== null)
      return (
        parseDuration(text) ??
        invalid(`${place.at('recommendationLookBackDuration')} is '${text}', which is no ISO 8601 duration.`)
      );
  }
  return usualLookBack;
}

/** The basis of recommendations: the last sign-in, to the tenant or the application, or peers. */
export function insightsOf(body: BodyObject): readonly JsonObject[] {
  return body.objects('recommendationInsightSettings').map((insight) => {
    const type = insight.text('@odata.type').replace(/^#?microsoft\.graph\./i, '');
    const known = oneOf(type, [
      'userLastSignInRecommendationInsightSetting',
      'groupPeerOutlierRecommendationInsightSettings',
    ]);
    if (known === undefined) invalid(`${insight.at('@odata.type')} is '${type}', which is not an insight setting.`);
    const scope = insight.textOr('signInScope', null);
    if (scope !== null && oneOf(scope, ['tenant', 'application']) === undefined)
      invalid(`${insight.at('signInScope')} is '${scope}'; supported are tenant and application.`);
    return insight.json;
  });
}

function actionOf(body: BodyObject): string {
  const type = body.text('@odata.type').replace(/^#?microsoft\.graph\./i, '');
  return (
    oneOf(type, ['removeAccessApplyAction', 'disableAndDeleteUserApplyAction']) ??
    invalid(
      `${body.at('@odata.type')} is '${type}'; supported are removeAccessApplyAction and disableAndDeleteUserApplyAction.`,
    )
  );
}
