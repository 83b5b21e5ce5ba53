import type { JsonObject } from '../../../../json/json.ts';
import type { Range, Recurrence } from '../recurrence.ts';
import type { ReviewSettings, StageSettings } from '../review.ts';
import { reviewersWire } from './scope-wire.ts';

/** The settings that both versions show, with the given form of the recurrence. */
export function settingsWire(settings: ReviewSettings, recurrence: JsonObject): JsonObject {
  return {
    mailNotificationsEnabled: settings.mailNotificationsEnabled,
    reminderNotificationsEnabled: settings.reminderNotificationsEnabled,
    justificationRequiredOnApproval: settings.justificationRequiredOnApproval,
    defaultDecisionEnabled: settings.defaultDecisionEnabled,
    defaultDecision: settings.defaultDecision,
    instanceDurationInDays: settings.instanceDurationInDays,
    autoApplyDecisionsEnabled: settings.autoApplyDecisionsEnabled,
    recommendationsEnabled: settings.recommendationsEnabled,
    recurrence,
    applyActions: settings.applyActions,
  };
}

/** v1.0 shows the day of the month as 0, whatever was sent; a documented example does. */
export function recurrenceWire(
  { pattern, range }: Recurrence,
  shown: { readonly dayOfMonth: boolean; readonly range: Range } = { dayOfMonth: false, range },
): JsonObject {
  return {
    pattern:
      pattern === null
        ? null
        : {
            type: pattern.type,
            interval: pattern.interval,
            month: pattern.month,
            dayOfMonth: shown.dayOfMonth ? pattern.dayOfMonth : 0,
            daysOfWeek: pattern.daysOfWeek,
            firstDayOfWeek: pattern.firstDayOfWeek,
            index: pattern.index,
          },
    range: {
      type: shown.range.type,
      numberOfOccurrences: shown.range.numberOfOccurrences,
      recurrenceTimeZone: shown.range.recurrenceTimeZone,
      startDate: shown.range.startDate,
      // Without end is the last day that there is (observed).
      endDate: shown.range.type === 'noEnd' ? '9999-12-31' : shown.range.endDate,
    },
  };
}

export function stageSettingsWire(stage: StageSettings): JsonObject {
  return {
    stageId: stage.stageId,
    dependsOn: stage.dependsOn,
    durationInDays: stage.durationInDays,
    recommendationsEnabled: stage.recommendationsEnabled,
    decisionsThatWillMoveToNextStage: stage.decisionsThatWillMoveToNextStage,
    reviewers: reviewersWire(stage.reviewers),
    fallbackReviewers: reviewersWire(stage.fallbackReviewers),
    recommendationInsightSettings: stage.recommendationInsightSettings,
  };
}
