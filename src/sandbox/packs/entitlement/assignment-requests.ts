import { isJsonObject, type Json, type JsonObject, property } from '../../../json/json.ts';
import { propertyNamed } from '../../odata/property-at.ts';
import { badRequest, graphError, notFound } from '../../service/graph-error.ts';
import type { GraphResponse } from '../../service/route.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { Operate, TypeRules, Write } from '../../typed/pack/pack.ts';
import { holdsRole } from '../directory/privileges.ts';
import { needsApproval, requestApproval } from './approvals.ts';
import { removals, requestStates } from './delivery.ts';
import { inForce, personOf, places, subjectOf, unauthorized } from './entitlement-paths.ts';
import { mayRequest } from './own-access.ts';

const administrators = ['Global Administrator', 'Identity Governance Administrator'];
const adds = ['userAdd', 'adminAdd'];

/** A request for a package and its states: accepted, approved by its approvers, delivered. */
export const assignmentRequestRules: TypeRules = {
  required: ['requestType'],
  initial: { state: 'submitted', status: 'Accepted', completedDateTime: null, schedule: null, answers: [] },
  states: requestStates,
  // In the documentation, the request has the ids within an assignment that does not exist yet.
  read: (body) => {
    const assignment = propertyNamed(body, 'assignment');
    return isJsonObject(assignment) ? { ...body, assignment: referring(assignment) } : body;
  },
  check: requestFault,
  created: (write) => {
    const { entity, ground, call } = write;
    const { accessPackageId, policyId, assignment } = wanted(write);
    ground.store.remove(`${entity.path}/assignment`);
    const requestor = call.caller.kind === 'delegated' ? call.caller.userId : undefined;
    if (requestor !== undefined) ground.refer(entity, 'requestor', subjectOf(ground, requestor).id);
    ground.refer(entity, 'accessPackage', accessPackageId);
    if (assignment !== undefined) ground.refer(entity, 'assignment', assignment.id);
    else prepare(write, { accessPackageId, policyId });
    const policy = ground.store.get(`${places.policies}/${policyId}`);
    const isWanted = write.given('requestType') === 'userAdd' && policy !== undefined && needsApproval(policy);
    if (isWanted) requestApproval(ground, entity, policy);
  },
};

const ids: readonly (readonly [written: string, property: string])[] = [
  ['targetId', 'target'],
  ['assignmentPolicyId', 'assignmentPolicy'],
  ['accessPackageId', 'accessPackage'],
];

function referring(assignment: JsonObject): JsonObject {
  const known = new Map(ids.map(([written, name]) => [written.toLowerCase(), name]));
  return Object.fromEntries(
    Object.entries(assignment).map(([name, value]): [string, Json] => {
      const reference = known.get(name.toLowerCase());
      return reference === undefined ? [name, value] : [reference, { id: value }];
    }),
  );
}

type Wanted = {
  readonly accessPackageId: string;
  readonly policyId: string;
  readonly targetId: string;
  /** The assignment to remove or change. */
  readonly assignment: Entity | undefined;
};

function wanted({ given, ground, call }: Write): Wanted {
  const id = (path: string): string => String(given(path) ?? '').toLowerCase();
  const assignment = ground.store.get(`${places.assignments}/${id('assignment/id')}`);
  const own = call.caller.kind === 'delegated' ? call.caller.userId : '';
  const target = id('assignment/target/id') || id('assignment/target/objectId');
  return {
    assignment,
    accessPackageId: (assignment && ground.target(assignment, 'accessPackage')) ?? id('assignment/accessPackage/id'),
    policyId: (assignment && ground.target(assignment, 'assignmentPolicy')) ?? id('assignment/assignmentPolicy/id'),
    targetId: assignment === undefined ? target || own : personOf(ground, assignment, 'target'),
  };
}

function requestFault(write: Write): GraphResponse | undefined {
  const { kind, given, ground, entity, call } = write;
  if (kind === 'delete') {
    const isOpen = ['submitted', 'pendingApproval', 'delivering'].includes(String(entity.values['state']));
    return isOpen ? badRequest('The request is not completed: cancel it, or wait.') : undefined;
  }
  if (kind === 'update') return badRequest('A request cannot be changed.');
  const type = String(given('requestType'));
  if (![...adds, ...removals].includes(type))
    return badRequest(`The sandbox does not take requests of type '${type}'.`);
  const { assignment, accessPackageId, policyId, targetId } = wanted(write);
  if (type.startsWith('admin') && !holdsRole(call, administrators))
    return unauthorized('User is not authorized to perform the operation.');
  if (removals.includes(type)) {
    if (assignment === undefined) return notFound(String(given('assignment/id')));
    const isOwn = call.caller.kind === 'delegated' && targetId === call.caller.userId;
    if (type === 'userRemove' && !isOwn) return unauthorized('User is not authorized to perform the operation.');
    return assignment.values['state'] === 'expired' ? badRequest('The assignment has ended.') : undefined;
  }
  const policy = ground.store.get(`${places.policies}/${policyId}`);
  if (policy === undefined || ground.target(policy, 'accessPackage') !== accessPackageId) return notFound(policyId);
  const user = ground.world.directory.user(targetId);
  if (user === undefined) return notFound(targetId);
  const isOwn = call.caller.kind === 'delegated' && user.id === call.caller.userId;
  if (type === 'userAdd' && !(isOwn && mayRequest(ground, policy, user.id)))
    return unauthorized('User is not authorized to perform the operation.');
  const hasIt = inForce(ground, 'accessPackage', accessPackageId).some(
    (one) => personOf(ground, one, 'target') === user.id,
  );
  return hasIt ? graphError(400, 'ExistingGrant', 'The target has an assignment to the access package.') : undefined;
}

/** The assignment that the request is about to make; it has the id of the request, as the tutorial of 2021 shows it. */
function prepare(write: Write, { accessPackageId, policyId }: Pick<Wanted, 'accessPackageId' | 'policyId'>): void {
  const { entity, ground } = write;
  const policy = ground.store.get(`${places.policies}/${policyId}`);
  const schedule = scheduleOf(ground, write.given('schedule'), policy);
  const assignment = ground.put({
    type: 'accessPackageAssignment',
    in: places.assignments,
    id: entity.id,
    values: { state: 'delivering', status: 'Delivering', expiredDateTime: null, schedule },
    refers: {
      accessPackage: accessPackageId,
      assignmentPolicy: policyId,
      target: subjectOf(ground, wanted(write).targetId).id,
    },
  });
  ground.refer(entity, 'assignment', assignment.id);
}

/** From now until the end by the policy, unless the request sets it. */
function scheduleOf(ground: Ground, given: Json | undefined, policy: Entity | undefined): JsonObject {
  const own = given !== undefined && isJsonObject(given) ? given : {};
  const expiration = property(own, 'expiration') ?? (policy && property(policy.values, 'expiration')) ?? null;
  return { startDateTime: ground.now, recurrence: null, ...own, expiration };
}

export const cancelRequest: Operate = ({ on, ground, call }) => {
  if (on === undefined) return badRequest('A request is needed.');
  const isOwn = call.caller.kind === 'delegated' && personOf(ground, on, 'requestor') === call.caller.userId;
  if (!isOwn) return unauthorized('User is not authorized to perform the operation.');
  if (!['submitted', 'pendingApproval', 'scheduled'].includes(String(on.values['state'])))
    return badRequest('The request can no longer be canceled.');
  ground.change(on, { state: 'canceled', status: 'Canceled', completedDateTime: ground.now });
  return { status: 200 };
};
