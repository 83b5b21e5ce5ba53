import type { JsonObject } from '../../../../json/json.ts';
import { timestampOf } from '../../../service/sandbox-clock.ts';
import type { DecisionItem } from '../review.ts';

/** What the service knows of a person beside its recommendation: when they signed in last. Where advice is off: nothing. */
export function insightsWire({ id, principal, instance }: DecisionItem): readonly JsonObject[] {
  const { recommendationsEnabled, recommendationInsightSettings } = instance.content.settings;
  const isAsked = recommendationsEnabled || recommendationInsightSettings.length > 0;
  if (!isAsked || principal.kind !== 'user') return [];
  return [
    {
      '@odata.type': '#microsoft.graph.userSignInInsight',
      id,
      insightCreatedDateTime: timestampOf(instance.startMs),
      lastSignInDateTime: principal.lastSignInDateTime,
    },
  ];
}
