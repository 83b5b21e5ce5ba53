import type { JsonObject } from '../../../../json/json.ts';
import { timestampOf } from '../../../service/sandbox-clock.ts';
import type { ReviewInstance } from '../review.ts';
import type { ReviewState } from '../reviews.ts';

/** Who was asked to review, and when, in that order. */
export function contactedWire({ contacted }: ReviewInstance, { directory }: ReviewState): readonly JsonObject[] {
  return contacted.map(({ id, atMs }) => {
    const { displayName = '', userPrincipalName = '' } = directory.user(id) ?? {};
    return { id, displayName, userPrincipalName, createdDateTime: timestampOf(atMs) };
  });
}
