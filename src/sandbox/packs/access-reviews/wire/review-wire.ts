import type { JsonObject } from '../../../../json/json.ts';
import type { ReviewDefinition } from '../review.ts';
import type { ReviewState } from '../reviews.ts';
import { betaWire } from './wire-beta.ts';
import type { ReviewWire } from './wire-context.ts';
import { v1Wire } from './wire-v1.ts';

/** A definition that is read: v1.0 shows that there are instances, and none, until they are asked for (observed). */
export function shownDefinition(definition: ReviewDefinition, version: string, state: ReviewState): JsonObject {
  const shown = wireOf({ version }).definition(definition, 'read', state);
  if (version === 'beta') return shown;
  const place = `identityGovernance/accessReviews/definitions('${definition.id}')/instances`;
  return { ...shown, 'instances@odata.context': `${state.origin}/${version}/$metadata#${place}`, instances: [] };
}

export function wireOf({ version }: { readonly version: string }): ReviewWire {
  return version === 'beta' ? betaWire : v1Wire;
}
