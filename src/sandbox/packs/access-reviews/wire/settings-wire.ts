import type { JsonObject } from '../../../../json/json.ts';
import type { Recurrence } from '../recurrence.ts';
import type { ReviewSettings, StageSettings } from '../review.ts';
import { reviewersWire } from './scope-wire.ts';

/** `created`: in the response to the create, which contains less. */
export type ShownWhen = { readonly version: string; readonly when: 'created' | 'read' };

export function settingsWire(settings: ReviewSettings, shown: ShownWhen): JsonObject {
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

/** v1.0 shows the day of the month as 0, whatever was sent; a documented example does. */
function recurrenceWire({ pattern, range }: Recurrence, { version, when }: ShownWhen): JsonObject {
  const dayOfMonth = version === 'beta' ? pattern?.dayOfMonth : 0;
  // A series without end has the latest possible date (observed); beta then shows it as numbered.
  const endDate = range.type === 'noEnd' ? '9999-12-31' : range.endDate;
  const type = version === 'beta' && when === 'read' && range.type === 'noEnd' ? 'numbered' : range.type;
  return { pattern: pattern && { ...pattern, dayOfMonth: dayOfMonth ?? 0 }, range: { ...range, type, endDate } };
}

export function stageSettingsWire(stage: StageSettings): JsonObject {
  const { reviewers, fallbackReviewers } = stage;
  return {
    ...stage,
    reviewers: reviewersWire(reviewers),
    fallbackReviewers: reviewersWire(fallbackReviewers),
  };
}
