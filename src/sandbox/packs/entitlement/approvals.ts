import { isJsonObject, type Json, type JsonObject, property } from '../../../json/json.ts';
import { badRequest, conflict } from '../../service/graph-error.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { TypeRules } from '../../typed/pack/pack.ts';
import { planStates } from '../../typed/pack/pack-writes.ts';
import { requestStates } from './delivery.ts';
import { personOf, places, unauthorized } from './entitlement-paths.ts';
import { isAmong } from './own-access.ts';

export function needsApproval({ values }: Entity): boolean {
  const settings = settingsOf(values);
  return settings['isApprovalRequiredForAdd'] === true;
}

function settingsOf(values: JsonObject): JsonObject {
  const settings = property(values, 'requestApprovalSettings');
  return settings !== undefined && isJsonObject(settings) ? settings : {};
}

/** The request waits for one approver of each stage, one stage after the other. */
export function requestApproval(ground: Ground, request: Entity, policy: Entity): void {
  const approval = ground.put({ type: 'approval', in: places.approvals, id: request.id, values: {} });
  const stages = property(settingsOf(policy.values), 'stages');
  const count = Array.isArray(stages) ? Math.max(stages.length, 1) : 1;
  for (let at = 0; at < count; at += 1) {
    ground.put({
      type: 'approvalStage',
      in: `${approval.path}/stages`,
      values: {
        assignedToMe: false,
        displayName: null,
        justification: '',
        reviewResult: 'NotReviewed',
        reviewedBy: null,
        reviewedDateTime: null,
        status: at === 0 ? 'InProgress' : 'Initializing',
      },
    });
  }
  ground.change(request, { state: 'pendingApproval', status: 'PendingApproval' });
}

export const approvalStageRules: TypeRules = {
  check: ({ kind, entity, given, call, ground }) => {
    if (kind !== 'update') return undefined;
    const result = given('reviewResult');
    if (result !== 'Approve' && result !== 'Deny') return badRequest("The review result is 'Approve' or 'Deny'.");
    const { caller } = call;
    const isWanted = caller.kind === 'delegated' && approves(ground, entity, caller.userId);
    if (!isWanted) return unauthorized('User is not authorized to perform the operation.');
    const { status } = ground.fresh(entity)?.values ?? {};
    if (status === 'Completed') return conflict('The request was decided at this stage already.');
    return status === 'InProgress' ? undefined : badRequest('The stage is not in progress.');
  },
  changed: ({ entity, given, call, ground }) => {
    const reviewer = call.caller.kind === 'delegated' ? ground.world.directory.user(call.caller.userId) : undefined;
    const reviewedBy = reviewer === undefined ? null : { id: reviewer.id, displayName: reviewer.displayName };
    ground.change(entity, { status: 'Completed', reviewedDateTime: ground.now, reviewedBy });
    const { request, stages, at } = placeOf(ground, entity);
    if (request === undefined) return;
    const next = stages[at + 1];
    if (given('reviewResult') === 'Deny') {
      ground.change(request, { state: 'denied', status: 'Denied', completedDateTime: ground.now });
    } else if (next !== undefined) {
      ground.change(next, { status: 'InProgress' });
    } else {
      ground.change(request, { state: 'submitted', status: 'Approved' });
      planStates(ground, ground.fresh(request) ?? request, requestStates);
    }
  },
};

function placeOf(ground: Ground, stage: Entity) {
  const [approvalPath = ''] = stage.path.split('/stages/');
  const stages = ground.all(`${approvalPath}/stages`);
  const requestId = approvalPath.slice(approvalPath.lastIndexOf('/') + 1);
  const request = ground.store.get(`${places.requests}/${requestId}`);
  return { request, stages, at: stages.findIndex(({ id }) => id === stage.id) };
}

/** The policy names the approvers of each stage; a manager is the requestor's. */
function approves(ground: Ground, stage: Entity, userId: string): boolean {
  const { request, at } = placeOf(ground, stage);
  const assignment = request && ground.store.get(`${places.assignments}/${ground.target(request, 'assignment') ?? ''}`);
  const policy = assignment && ground.store.byId(ground.target(assignment, 'assignmentPolicy') ?? '');
  // For a request that does not exist, only the stage names its approvers.
  if (request === undefined) return stage.values['assignedToMe'] === true;
  if (policy === undefined) return false;
  const stages = property(settingsOf(policy.values), 'stages');
  const settings = Array.isArray(stages) ? stages[at] : undefined;
  const approvers = property(settings, 'primaryApprovers');
  const manager = ground.world.directory.managerOf(personOf(ground, request, 'requestor'));
  return (Array.isArray(approvers) ? approvers : []).some(
    (one: Json) => isAmong(ground, one, userId) || (isManager(one) && manager?.id === userId),
  );
}

const isManager = (set: Json): boolean =>
  isJsonObject(set) && String(set['@odata.type']).toLowerCase().endsWith('requestormanager');
