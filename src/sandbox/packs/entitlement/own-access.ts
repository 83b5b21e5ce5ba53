import { isJsonObject, type Json, type JsonObject, property } from '../../../json/json.ts';
import { badRequest } from '../../service/graph-error.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { Operate } from '../../typed/pack/pack.ts';
import { personOf, places } from './entitlement-paths.ts';

/** Whether a policy allows a person to request its package. */
export function mayRequest(ground: Ground, policy: Entity, userId: string): boolean {
  const { directory } = ground.world;
  const settings = property(policy.values, 'requestorSettings');
  if (property(settings, 'enableTargetsToSelfAddAccess') !== true) return false;
  const isGuest = directory.user(userId)?.userType === 'Guest';
  switch (property(policy.values, 'allowedTargetScope')) {
    case 'specificDirectoryUsers':
      return listOf(property(policy.values, 'specificAllowedTargets')).some((one) => isAmong(ground, one, userId));
    case 'allMemberUsers':
      return !isGuest;
    case 'allDirectoryUsers':
      return true;
    default:
      return false;
  }
}

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

/** A set of subjects: one person, the members of a group, or the reports of a manager. */
export function isAmong(ground: Ground, set: Json, userId: string): boolean {
  if (!isJsonObject(set)) return false;
  const { directory } = ground.world;
  const [user, group] = [property(set, 'userId'), property(set, 'groupId')];
  if (typeof user === 'string') return user.toLowerCase() === userId;
  return typeof group === 'string' && directory.transitiveMembers(group.toLowerCase()).includes(userId);
}

/** Packages that the signed-in user may request. */
export const requestable: Operate = ({ items, call, ground, parameters }) => {
  if (parameters['on'] !== 'allowedRequestor') return badRequest("The supported value of 'on' is allowedRequestor.");
  const { caller } = call;
  if (caller.kind === 'application') return { items: [] };
  const policies = ground.all(places.policies).filter((policy) => mayRequest(ground, policy, caller.userId));
  const open = new Set(policies.map((policy) => ground.target(policy, 'accessPackage')));
  return { items: items.filter(({ id }) => open.has(id.toLowerCase())) };
};

/** The requirements of each policy of a package that admits the signed-in user. */
export const requirements: Operate = ({ on, call: { caller }, ground }) => {
  const own = ground.all(places.policies).filter((one) => ground.target(one, 'accessPackage') === on?.id.toLowerCase());
  const open = own.filter((one) => caller.kind === 'delegated' && mayRequest(ground, one, caller.userId));
  const value = open.map((policy): JsonObject => {
    const approval = Object(property(policy.values, 'requestApprovalSettings'));
    const requestor = Object(property(policy.values, 'requestorSettings'));
    return {
      policyId: policy.id,
      policyDisplayName: property(policy.values, 'displayName') ?? null,
      policyDescription: property(policy.values, 'description') ?? null,
      isApprovalRequiredForAdd: approval['isApprovalRequiredForAdd'] === true,
      isApprovalRequiredForUpdate: approval['isApprovalRequiredForUpdate'] === true,
      isRequestorJustificationRequired: approval['isRequestorJustificationRequired'] === true,
      allowCustomAssignmentSchedule: requestor['allowCustomAssignmentSchedule'] === true,
      schedule: null,
      questions: [],
    };
  });
  const type = 'Collection(microsoft.graph.accessPackageAssignmentRequestRequirements)';
  return { status: 200, body: { '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#${type}`, value } };
};

/** A request is for the target of its assignment. */
const targeted = (ground: Ground, one: Entity): Entity =>
  ground.store.get(`${places.assignments}/${ground.target(one, 'assignment') ?? ''}`) ?? one;

/** Requests and assignments of the signed-in user: as requestor or as target. */
export const mine: Operate = ({ items, call, ground, parameters }) => {
  const property =
    parameters['on'] === 'createdBy' ? 'requestor' : parameters['on'] === 'target' ? 'target' : undefined;
  if (property === undefined) return badRequest("The supported values of 'on' are target and createdBy.");
  const { caller } = call;
  if (caller.kind === 'application') return { items: [] };
  return {
    items: items.filter(
      (one) => personOf(ground, property === 'target' ? targeted(ground, one) : one, property) === caller.userId,
    ),
  };
};
