import type { Group } from '../directory/directory.ts';
import type { ApplyResult, DecisionItem, ReviewInstance } from './review.ts';
import { decisionsOf } from './review-places.ts';
import type { ReviewState } from './reviews.ts';
import type { ReviewActor } from './scope/review-actor.ts';

const dayMs = 86_400_000;

/** How long a guest is locked out before being deleted. */
const lockedOutDays = 30;

/** Applies the decisions of an instance: denied access is removed. Undecided items change nothing. */
export function applyDecisions(
  state: ReviewState,
  instance: ReviewInstance,
  { by, atMs }: { readonly by: ReviewActor; readonly atMs: number },
): void {
  for (const item of decisionsOf(state, instance)) {
    if (item.verdict !== 'Approve' && item.verdict !== 'Deny') continue;
    const applyResult = item.verdict === 'Approve' ? 'AppliedSuccessfully' : deny(state, instance, { item, atMs });
    state.decisions.change(item, { applyResult, appliedMs: atMs, appliedBy: by });
  }
  state.instances.change(instance, { status: 'Applied' });
}

function deny(
  state: ReviewState,
  { content, resource }: ReviewInstance,
  { item, atMs }: { readonly item: DecisionItem; readonly atMs: number },
): ApplyResult {
  if (content.settings.disablesAndDeletesGuests) return lockOut(state, item, atMs);
  const { directory } = state;
  const { id } = item.principal;
  switch (resource.kind) {
    case 'group':
      return removeFromGroup(state, resource.id, id);
    case 'role':
      return removed(directory.removeRole(resource.id, id));
    case 'app':
      return removed(directory.removeAppAssignment(resource.id, id));
    case 'access-package': {
      const assignment = directory
        .accessPackageAssignments()
        .find(({ assignmentPolicyId, targetId }) => assignmentPolicyId === resource.id && targetId === id);
      return removed(assignment !== undefined && directory.removeAccessPackageAssignment(assignment.id));
    }
    case 'tenant':
      return 'ApplyNotSupported';
    default:
      return resource satisfies never;
  }
}

const removed = (done: boolean): ApplyResult => (done ? 'AppliedSuccessfully' : 'AppliedSuccessfullyButObjectNotFound');

function removeFromGroup({ directory }: ReviewState, groupId: string, principalId: string): ApplyResult {
  const group = directory.group(groupId);
  if (group === undefined || directory.find(principalId) === undefined) return 'AppliedSuccessfullyButObjectNotFound';
  if (!canBeChanged(group)) return 'ApplyNotSupported';
  if (directory.removeMember(groupId, principalId)) return 'AppliedSuccessfully';
  // A member of a nested group cannot be removed from it here.
  return directory.transitiveMembers(groupId).includes(principalId)
    ? 'ApplyNotSupported'
    : 'AppliedSuccessfullyButObjectNotFound';
}

/** Not on-premises groups, mail-enabled security and distribution groups, or groups with dynamic membership. */
function canBeChanged({ onPremisesSyncEnabled, mailEnabled, groupTypes }: Group): boolean {
  if (onPremisesSyncEnabled === true || groupTypes.includes('DynamicMembership')) return false;
  return !mailEnabled || groupTypes.includes('Unified');
}

/** Only guests can be locked out and deleted by a review. */
function lockOut({ directory, agenda }: ReviewState, { principal }: DecisionItem, atMs: number): ApplyResult {
  const user = directory.user(principal.id);
  if (user === undefined) return 'AppliedSuccessfullyButObjectNotFound';
  if (user.userType !== 'Guest') return 'ApplyNotSupported';
  directory.updateUser(user.id, { accountEnabled: false });
  agenda.plan(atMs + lockedOutDays * dayMs, () => {
    if (directory.user(user.id)?.accountEnabled === false) directory.delete(user.id);
  });
  return 'AppliedSuccessfully';
}
