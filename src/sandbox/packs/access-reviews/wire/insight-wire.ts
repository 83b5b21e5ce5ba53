import type { JsonObject } from '../../../../json/json.ts';
import { timestampOf } from '../../../service/sandbox-clock.ts';
import type { DecisionItem } from '../review.ts';
import { instanceAround } from '../review-places.ts';
import type { ReviewState } from '../reviews.ts';

/** What the service knows of a person beside its recommendation: when they signed in last. Where advice is off: nothing. */
export function insightsWire(item: DecisionItem, state: ReviewState): readonly JsonObject[] {
  const { id, principal } = item;
  const instance = instanceAround(state, item);
  const { recommendationsEnabled, recommendationInsightSettings } = instance.content.settings;
  const isWanted = recommendationsEnabled || recommendationInsightSettings.length > 0;
  if (!isWanted || principal.kind !== 'user') return [];
  return [
    {
      '@odata.type': '#microsoft.graph.userSignInInsight',
      id,
      insightCreatedDateTime: timestampOf(instance.startMs),
      lastSignInDateTime: principal.lastSignInDateTime,
    },
  ];
}
