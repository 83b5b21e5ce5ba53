import { addDuration, parseDuration } from '../../../format/template/duration.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../../json/json.ts';
import { badRequest, graphError, notFound } from '../../service/graph-error.ts';
import type { GraphResponse } from '../../service/route.ts';
import { timestampOf } from '../../service/sandbox-clock.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { TypeRules, Write } from '../../typed/pack/pack.ts';
import { holdsOrOwns, holdsRole } from '../directory/privileges.ts';
import {
  endHolding,
  type Granted,
  type HoldingKind,
  hold,
  holdingKinds,
  holdingOf,
  instanceOf,
  putInstance,
  putSchedule,
  scheduleOf,
  unknownScope,
} from './holding-kind.ts';
import { beginGroupPolicies, ruleOf } from './role-policies.ts';

const assigners = ['Global Administrator', 'Privileged Role Administrator'];

/** A rule in the policy of a role or a group: for activation, or for assignment by others. */
function policyRule(
  kind: HoldingKind,
  { ground, entity, given }: Write,
  name: 'Expiration' | 'Enablement' | 'Approval',
) {
  const { of, access } = holdingOf(kind, entity.values);
  const byOthers = kind.held === 'active' ? 'Admin_Assignment' : 'Admin_Eligibility';
  const ruleId = `${name}_${isOwn(given('action')) ? 'EndUser_Assignment' : byOthers}`;
  return kind.of === 'role' ? ruleOf(ground, '/', of, ruleId) : ruleOf(ground, of, access, ruleId);
}

/** A request to grant or remove an assignment. */
export function requestRules(kind: HoldingKind): TypeRules {
  return {
    required: ['action', 'principalId', ...(kind.of === 'role' ? ['roleDefinitionId'] : ['groupId', 'accessId'])],
    initial: {
      completedDateTime: 'now()',
      approvalId: null,
      customData: null,
      isValidationOnly: false,
      targetScheduleId: null,
      createdBy: 'bare-caller()',
      ticketInfo: { ticketNumber: null, ticketSystem: null },
    },
    check: (write) => requestFault(kind, write),
    created: (write) => fulfil(kind, write),
  };
}

type Action = {
  /** By the principal of the assignment. */
  readonly own: boolean;
  readonly does: 'begin' | 'change' | 'end' | 'ask';
};

/** The possible actions of a request; `ask`: an administrator decides later. */
const actions: { readonly [name: string]: Action } = {
  adminAssign: { own: false, does: 'begin' },
  adminUpdate: { own: false, does: 'change' },
  adminRemove: { own: false, does: 'end' },
  adminExtend: { own: false, does: 'change' },
  adminRenew: { own: false, does: 'begin' },
  selfActivate: { own: true, does: 'begin' },
  selfDeactivate: { own: true, does: 'end' },
  selfExtend: { own: true, does: 'ask' },
  selfRenew: { own: true, does: 'ask' },
};
const actionNamed = (name: Json | undefined): Action | undefined => actions[String(name)];
const isOwn = (name: Json | undefined): boolean => actionNamed(name)?.own === true;

function requestFault(kind: HoldingKind, write: Write): GraphResponse | undefined {
  const { given, call, ground, entity } = write;
  if (write.kind !== 'create') return graphError(405, 'MethodNotAllowed', 'A request is neither changed nor deleted.');
  const name = String(given('action'));
  const action = actionNamed(name);
  if (action === undefined)
    return badRequest(`'${name}' is not an action of a request: ${Object.keys(actions).join(', ')}.`);
  const holding = holdingOf(kind, entity.values);
  const placed = placeFault(kind, write);
  if (placed !== undefined) return placed;
  const { caller } = call;
  const isSelf = caller.kind === 'delegated' && caller.userId === holding.principalId;
  if (action.own ? !isSelf : !mayAssign(kind, write))
    return insufficient(caller.kind === 'delegated' ? caller.userId : caller.appId);
  if (/^self(?:Dea|A)ctivate$/.test(name) && kind.held !== 'active')
    return badRequest('What is eligible is activated, nothing else.');
  const [instance, schedule] = [instanceOf(ground, kind, holding), scheduleOf(ground, kind, holding)];
  if (action.does === 'end' || action.does === 'change' || name === 'selfExtend') {
    const word = kind.held === 'active' ? 'Role assignment' : 'Role eligibility';
    const isActivated = /^activated$/i.test(String(schedule?.values['assignmentType']));
    return schedule === undefined || (name === 'selfDeactivate' && !isActivated)
      ? graphError(400, 'RoleAssignmentDoesNotExist', `The ${word} does not exist.`)
      : policyFault(kind, write);
  }
  if (instance !== undefined || schedule !== undefined)
    return graphError(400, 'RoleAssignmentExists', 'The Role assignment already exists.');
  return (name === 'selfActivate' ? eligibilityFault(kind, write) : undefined) ?? policyFault(kind, write);
}

/** The target of the assignment: a role in one scope, or a group without dynamic membership. */
function placeFault(kind: HoldingKind, { given, ground, entity }: Write): GraphResponse | undefined {
  const holding = holdingOf(kind, entity.values);
  if (kind.of === 'group') {
    const group = ground.world.directory.group(holding.of);
    return group?.groupTypes.includes('DynamicMembership')
      ? badRequest('A group with dynamic membership cannot be managed here.')
      : undefined;
  }
  if (typeof given('directoryScopeId') !== 'string' && typeof given('appScopeId') !== 'string')
    return badRequest("A value is required for one of 'directoryScopeId' and 'appScopeId'.");
  const unknown = unknownScope(ground, holding);
  return unknown === undefined ? undefined : notFound(unknown);
}

const insufficient = (id: string): GraphResponse =>
  graphError(403, 'InsufficientPermissions', `The requestor ${id} does not have permissions for this request.`);

/** For groups, their owners as well. */
function mayAssign(kind: HoldingKind, { call, entity }: Write): boolean {
  return kind.of === 'group'
    ? holdsOrOwns(call, assigners, holdingOf(kind, entity.values).of)
    : holdsRole(call, assigners);
}

function eligibilityFault(kind: HoldingKind, { ground, entity }: Write): GraphResponse | undefined {
  const eligible = holdingKinds.find((one) => one.of === kind.of && one.held === 'eligible');
  return eligible === undefined || instanceOf(ground, eligible, holdingOf(eligible, entity.values)) === undefined
    ? graphError(404, 'RoleEligibilityNotFound', 'The principal is not eligible.')
    : undefined;
}

/** The rules of the policy that a request violates. Ending an assignment has no rules. */
function policyFault(kind: HoldingKind, write: Write): GraphResponse | undefined {
  const { given, ground } = write;
  const does = actionNamed(given('action'))?.does;
  if (does === 'end' || does === 'ask') return undefined;
  const start = startOf(ground, given('scheduleInfo'));
  const end = endOf(start, given('scheduleInfo'));
  const { isExpirationRequired, maximumDuration } = policyRule(kind, write, 'Expiration');
  const longest = parseDuration(String(maximumDuration));
  const enabled = JSON.stringify(policyRule(kind, write, 'Enablement')['enabledRules']);
  const latest = longest && addDuration(start, longest);
  const isTooLong = end === undefined || (latest !== undefined && end > latest);
  const rules = [
    ...(isExpirationRequired === true && isTooLong ? ['ExpirationRule'] : []),
    ...(enabled.includes('Justification') && !given('justification') ? ['JustificationRule'] : []),
    ...(enabled.includes('Ticketing') && !given('ticketInfo') ? ['TicketingRule'] : []),
  ];
  return rules.length === 0
    ? undefined
    : graphError(
        400,
        'RoleAssignmentRequestPolicyValidationFailed',
        `The following policy rules failed: ${JSON.stringify(rules)}`,
      );
}

/** A start that is past or missing is now. */
function startOf({ nowMs }: Ground, info: Json | undefined): number {
  const start = property(info, 'startDateTime');
  return typeof start === 'string' ? Math.max(Date.parse(start), nowMs) : nowMs;
}

function endOf(startMs: number, info: Json | undefined): number | undefined {
  const expiration = property(info, 'expiration');
  if (expiration === undefined || !isJsonObject(expiration)) return undefined;
  const [end, text] = [property(expiration, 'endDateTime'), property(expiration, 'duration')];
  if (typeof end === 'string') return Date.parse(end);
  const duration = typeof text === 'string' ? parseDuration(text) : undefined;
  return duration && addDuration(startMs, duration);
}

function fulfil(kind: HoldingKind, write: Write): void {
  const { entity, given, ground } = write;
  const action = given('action');
  const does = actionNamed(action)?.does;
  const holding = holdingOf(kind, entity.values);
  if (kind.of === 'group') beginGroupPolicies(ground, holding.of);
  if (does === 'end') {
    ground.change(entity, { status: 'Revoked', completedDateTime: null, targetScheduleId: null });
    endHolding(ground, kind, holding);
    return;
  }
  if (does === 'ask') {
    ground.change(entity, { status: 'PendingAdminDecision', completedDateTime: null });
    return;
  }
  const startMs = startOf(ground, given('scheduleInfo'));
  const endMs = endOf(startMs, given('scheduleInfo'));
  const isLater = startMs > ground.nowMs;
  const term = {
    startDateTime: timestampOf(startMs),
    endDateTime: endMs === undefined ? null : timestampOf(endMs),
    assignmentType: action === 'selfActivate' ? 'Activated' : 'Assigned',
    scheduleInfo: infoOf(given('scheduleInfo'), startMs, endMs),
  } as const;
  if (given('isValidationOnly') === true) {
    ground.change(entity, { status: 'Granted' });
    return;
  }
  const { isApprovalRequired } = Object(policyRule(kind, write, 'Approval')['setting']);
  if (isApprovalRequired === true) {
    ground.change(entity, { status: 'PendingApproval', approvalId: entity.id, completedDateTime: null });
    return;
  }
  if (does === 'change') endHolding(ground, kind, holding);
  const made = putSchedule(ground, kind, { holding, term }, entity.id);
  ground.change(entity, { status: isLater ? 'Granted' : 'Provisioned', targetScheduleId: made.id });
  ground.refer(entity, 'targetSchedule', made.id);
  begin(ground, kind, { holding, term }, { startMs, endMs, request: entity });
}

type Span = { readonly startMs: number; readonly endMs: number | undefined; readonly request: Entity };

function begin(ground: Ground, kind: HoldingKind, granted: Granted, { startMs, endMs, request }: Span): void {
  const isStill = (at: Ground): boolean =>
    property(scheduleOf(at, kind, granted.holding)?.values ?? {}, 'scheduleInfo') === granted.term.scheduleInfo;
  const start = (at: Ground): void => {
    if (!isStill(at)) return;
    hold(at, kind, granted.holding);
    putInstance(at, kind, granted);
    at.change(request, { status: 'Provisioned' });
  };
  if (startMs <= ground.nowMs) start(ground);
  else ground.later(startMs - ground.nowMs, start);
  if (endMs === undefined) return;
  ground.later(endMs - ground.nowMs, (at) => {
    if (isStill(at)) endHolding(at, kind, granted.holding);
  });
}

function infoOf(given: Json | undefined, startMs: number, endMs: number | undefined): JsonObject {
  const info = given !== undefined && isJsonObject(given) ? given : {};
  const before = property(info, 'expiration');
  const expiration = {
    type: endMs === undefined ? 'noExpiration' : 'afterDateTime',
    duration: null,
    ...(before !== undefined && isJsonObject(before) ? before : {}),
    endDateTime: endMs === undefined ? null : timestampOf(endMs),
  };
  return { recurrence: null, ...info, startDateTime: timestampOf(startMs), expiration };
}
