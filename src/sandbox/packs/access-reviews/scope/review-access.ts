import { forbidden, graphError, hinted } from '../../../service/graph-error.ts';
import type { GraphCall, GraphResponse } from '../../../service/route.ts';
import { holdsRole } from '../../directory/privileges.ts';
import { isContacted } from '../decision-book.ts';
import type { HistoryDefinition } from '../history/review-history.ts';
import type { DefinitionContent, ReviewDefinition, ReviewInstance } from '../review.ts';
import { definitionAround, instancesOf, policyPlace } from '../review-places.ts';
import { groupInScope } from './resources-in-scope.ts';

/** Directory roles whose holders may create, change and delete reviews. */
const managers = ['Global Administrator', 'Identity Governance Administrator', 'User Administrator'];

/** Directory roles that may also read reviews. */
const readers = ['Global Reader', 'Security Administrator', 'Security Reader'];

/** SKUs with Microsoft Entra ID P2 or ID Governance in them. */
const licenses = ['AAD_PREMIUM_P2', 'EMSPREMIUM', 'SPE_E5', 'Microsoft_Entra_ID_Governance'];

/** Access reviews have no code for a refusal, and do not state what is missing (observed). */
export const unauthorized = graphError(403, '', 'Attempted to perform an unauthorized operation.');
const noneToSee = graphError(403, '', 'User does not have access to any of the reviews.');

/** Access reviews need a license, of the caller. */
export function licenseRefusal({ world }: GraphCall): GraphResponse | undefined {
  if (world.tenant.licenses.some((license) => licenses.includes(license))) return undefined;
  return hinted(
    noneToSee,
    'The tenant needs a Microsoft Entra ID P2 or Microsoft Entra ID Governance license for access reviews.',
  );
}

/** The refusal for a caller who may not change a review: neither in a suitable role, nor an owner of the reviewed group. */
export function manageRefusal(call: GraphCall, content: DefinitionContent): GraphResponse | undefined {
  return mayManage(call, content) ? undefined : hinted(unauthorized, `To manage access reviews, ${needed(managers)}.`);
}

/** The refusal for a caller who may not list all reviews. */
export function listRefusal(call: GraphCall): GraphResponse | undefined {
  return readsAll(call)
    ? undefined
    : hinted(noneToSee, `To read access reviews, ${needed([...managers, ...readers])}.`);
}

/** The refusal for a caller who may neither read nor change a review. */
export function readRefusal(call: GraphCall, definition: ReviewDefinition): GraphResponse | undefined {
  return mayManage(call, definition.content) ? undefined : listRefusal(call);
}

/** Reviewers may also read the review in which they decide. */
export function viewRefusal(call: GraphCall, definition: ReviewDefinition): GraphResponse | undefined {
  return instancesOf(call.world.reviews, definition).some((instance) => isReviewer(call, instance))
    ? undefined
    : readRefusal(call, definition);
}

/** The same for an instance: a reviewer of another instance may read the review, but not this instance. */
export function instanceRefusal(call: GraphCall, instance: ReviewInstance): GraphResponse | undefined {
  return isReviewer(call, instance) ? undefined : readRefusal(call, definitionAround(call.world.reviews, instance));
}

function isReviewer(call: GraphCall, instance: ReviewInstance): boolean {
  const userId = signedIn(call);
  return userId !== undefined && isContacted(instance, userId);
}

/** The signed-in user's id; undefined for an app-only token. */
export function signedIn({ caller }: GraphCall): string | undefined {
  return caller.kind === 'delegated' ? caller.userId : undefined;
}

const notTheirs = forbidden(
  'The signed-in user has to have created the history definition, or be Global Administrator or Global Reader.',
);

/** Reports are for the callers who requested them, and for a few others. */
export function reportRefusal(call: GraphCall, { createdBy }: HistoryDefinition): GraphResponse | undefined {
  const isFor = createdBy.id === signedIn(call) || holdsRole(call, ['Global Administrator', 'Global Reader']);
  return isFor ? undefined : notTheirs;
}

function readsAll(call: GraphCall): boolean {
  return holdsRole(call, [...managers, ...readers]);
}

function mayManage(call: GraphCall, content: DefinitionContent): boolean {
  if (holdsRole(call, managers)) return true;
  const userId = signedIn(call);
  if (call.world.store.get(policyPlace)?.values['isGroupOwnerManagementEnabled'] !== true) return false;
  const groupId = groupInScope(content);
  return userId !== undefined && groupId !== undefined && call.world.directory.owners(groupId).includes(userId);
}

const needed = (roles: readonly string[]): string =>
  `the signed-in user has to hold one of these directory roles: ${roles.join(', ')}`;
