import type { Caller } from '../../../service/caller.ts';
import type { SandboxDirectory } from '../../directory/sandbox-directory.ts';

/** Who performed an action on a review, as known at that time. */
export type ReviewActor = { readonly id: string; readonly displayName: string; readonly userPrincipalName: string };

const unknownId = '00000000-0000-0000-0000-000000000000';

/** Not decided yet. */
export const unknown: ReviewActor = { id: unknownId, displayName: '', userPrincipalName: '' };

/** The service itself, as it signs default decisions. */
export const accessReviews: ReviewActor = {
  id: unknownId,
  displayName: 'AAD Access Reviews',
  userPrincipalName: 'AAD Access Reviews',
};

/** The signed-in user, or the application where there is none. */
export function actorOf(caller: Caller, directory: SandboxDirectory): ReviewActor {
  if (caller.kind === 'application') {
    const principal = directory.servicePrincipalByAppId(caller.appId);
    const { id, displayName } = principal ?? { id: caller.appId, displayName: '' };
    return { id, displayName, userPrincipalName: '' };
  }
  const { displayName = '', userPrincipalName = '' } = directory.user(caller.userId) ?? {};
  return { id: caller.userId, displayName, userPrincipalName };
}
