import { addDuration, parseDuration } from '../../../format/template/duration.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../../json/json.ts';
import { badRequest, graphError } from '../../service/graph-error.ts';
import type { GraphResponse } from '../../service/route.ts';
import { timestampOf } from '../../service/sandbox-clock.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { TypeRules, Write } from '../../typed/pack/pack.ts';
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
} from './holding-kind.ts';
import { ruleOf } from './role-policies.ts';

const assigners = ['Global Administrator', 'Privileged Role Administrator'];
/** Of groups, as of roles whose policy is not changed: who activates gives a reason, and holds it for at most eight hours. */
const builtIn = { maximumDuration: 'PT8H', enabledRules: ['Justification'] };

/** What the policy of a role says about its activation. */
function activationRule(kind: HoldingKind, { ground, entity }: Write, name: 'Expiration' | 'Enablement'): JsonObject {
  const { of } = holdingOf(kind, entity.values);
  const rule = kind.of === 'role' ? ruleOf(ground, of, `${name}_EndUser_Assignment`) : undefined;
  return rule?.values ?? builtIn;
}

/** A request to hold something, or no longer. */
export function requestRules(kind: HoldingKind): TypeRules {
  return {
    required: [
      'action',
      'principalId',
      ...(kind.of === 'role' ? ['roleDefinitionId', 'directoryScopeId'] : ['groupId', 'accessId']),
    ],
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

const isRemoval = (action: Json | undefined): boolean => action === 'adminRemove' || action === 'selfDeactivate';
const isOwn = (action: Json | undefined): boolean => String(action).startsWith('self');

function requestFault(kind: HoldingKind, write: Write): GraphResponse | undefined {
  const { given, call, ground, entity } = write;
  if (write.kind !== 'create') return graphError(405, 'MethodNotAllowed', 'A request is neither changed nor deleted.');
  const action = given('action');
  if (!['adminAssign', 'adminRemove', 'adminUpdate', 'selfActivate', 'selfDeactivate'].includes(String(action)))
    return badRequest(`The sandbox does not take the action '${String(action)}'.`);
  const holding = holdingOf(kind, entity.values);
  if (kind.of === 'role' && given('directoryScopeId') !== '/')
    return badRequest("The sandbox knows the scope '/' only.");
  const { caller } = call;
  const isSelf = caller.kind === 'delegated' && caller.userId === holding.principalId;
  if (isOwn(action) ? !isSelf : !mayAssign(kind, write))
    return insufficient(caller.kind === 'delegated' ? caller.userId : caller.appId);
  const [instance, schedule] = [instanceOf(ground, kind, holding), scheduleOf(ground, kind, holding)];
  const word = kind.held === 'active' ? 'Role assignment' : 'Role eligibility';
  if (isRemoval(action) || action === 'adminUpdate')
    return schedule === undefined
      ? graphError(400, 'RoleAssignmentDoesNotExist', `The ${word} does not exist.`)
      : undefined;
  if (instance !== undefined || schedule !== undefined)
    return graphError(400, 'RoleAssignmentExists', 'The Role assignment already exists.');
  return action === 'selfActivate' ? activationFault(kind, write) : undefined;
}

const insufficient = (id: string): GraphResponse =>
  graphError(403, 'InsufficientPermissions', `The requestor ${id} does not have permissions for this request.`);

/** For groups, their owners as well. */
function mayAssign(kind: HoldingKind, { call: { caller, world }, entity }: Write): boolean {
  if (caller.kind === 'application') return true;
  if (world.directory.rolesOf(caller.userId).some((role) => assigners.includes(role))) return true;
  return kind.of === 'group' && world.directory.isOwner(holdingOf(kind, entity.values).of, caller.userId);
}

function activationFault(kind: HoldingKind, write: Write): GraphResponse | undefined {
  const { given, ground, entity } = write;
  const eligible = holdingKinds.find((one) => one.of === kind.of && one.held === 'eligible');
  if (kind.held !== 'active' || eligible === undefined)
    return badRequest('What is eligible is activated, nothing else.');
  if (instanceOf(ground, eligible, holdingOf(eligible, entity.values)) === undefined)
    return graphError(404, 'RoleEligibilityNotFound', 'The principal is not eligible.');
  const start = startOf(ground, given('scheduleInfo'));
  const end = endOf(start, given('scheduleInfo'));
  const longest = parseDuration(String(activationRule(kind, write, 'Expiration')['maximumDuration']));
  const enabled = JSON.stringify(activationRule(kind, write, 'Enablement')['enabledRules']);
  const latest = longest && addDuration(start, longest);
  const rules = [
    ...(end === undefined || (latest !== undefined && end > latest) ? ['ExpirationRule'] : []),
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

/** A start that is over, or that is not given, is now. */
function startOf({ nowMs }: Ground, info: Json | undefined): number {
  const start = info !== undefined && isJsonObject(info) ? property(info, 'startDateTime') : undefined;
  return typeof start === 'string' ? Math.max(Date.parse(start), nowMs) : nowMs;
}

function endOf(startMs: number, info: Json | undefined): number | undefined {
  const expiration = info !== undefined && isJsonObject(info) ? property(info, 'expiration') : undefined;
  if (expiration === undefined || !isJsonObject(expiration)) return undefined;
  const [end, text] = [property(expiration, 'endDateTime'), property(expiration, 'duration')];
  if (typeof end === 'string') return Date.parse(end);
  const duration = typeof text === 'string' ? parseDuration(text) : undefined;
  return duration && addDuration(startMs, duration);
}

function fulfil(kind: HoldingKind, { entity, given, ground }: Write): void {
  const action = given('action');
  const holding = holdingOf(kind, entity.values);
  if (isRemoval(action)) {
    ground.change(entity, { status: 'Revoked', completedDateTime: null, targetScheduleId: null });
    endHolding(ground, kind, holding);
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
  if (action === 'adminUpdate') endHolding(ground, kind, holding);
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
