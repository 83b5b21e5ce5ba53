import type { Json, JsonObject } from '../../../json/json.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import { eligible } from '../directory/directory-state.ts';
import { packedId } from '../directory/packed-id.ts';

/** A holding: a directory role, or membership or ownership of a group. */
export type Holding = {
  readonly of: string;
  readonly principalId: string;
  readonly access: 'member' | 'owner';
  /** Where a role is held: `/`, `/administrativeUnits/{id}`, `/{id of an application}`; as it was written. */
  readonly scope: string;
  /** The scope is one that an application has, and no object of the directory. */
  readonly ofApp: boolean;
};

/** A role in the whole tenant; the directory has no other. */
export const isWide = ({ scope, ofApp }: Holding): boolean => scope === '/' && !ofApp;

/**
 * One of the four kinds of holding: roles and groups, active and eligible. Requests make schedules, and a schedule that is in
 * force has an instance.
 */
export type HoldingKind = {
  readonly of: 'role' | 'group';
  readonly held: 'active' | 'eligible';
  /** Types and collections of requests, schedules and instances. */
  readonly request: string;
  readonly schedule: string;
  readonly instance: string;
  readonly schedules: string;
  readonly instances: string;
  /** The property of an instance that names its schedule. */
  readonly scheduleId: string;
};

const roles = 'rolemanagement/directory';
const groups = 'identitygovernance/privilegedaccess/group';

export const activeRole: HoldingKind = {
  of: 'role',
  held: 'active',
  request: 'unifiedRoleAssignmentScheduleRequest',
  schedule: 'unifiedRoleAssignmentSchedule',
  instance: 'unifiedRoleAssignmentScheduleInstance',
  schedules: `${roles}/roleassignmentschedules`,
  instances: `${roles}/roleassignmentscheduleinstances`,
  scheduleId: 'roleAssignmentScheduleId',
};

export const holdingKinds: readonly HoldingKind[] = [
  activeRole,
  {
    of: 'role',
    held: 'eligible',
    request: 'unifiedRoleEligibilityScheduleRequest',
    schedule: 'unifiedRoleEligibilitySchedule',
    instance: 'unifiedRoleEligibilityScheduleInstance',
    schedules: `${roles}/roleeligibilityschedules`,
    instances: `${roles}/roleeligibilityscheduleinstances`,
    scheduleId: 'roleEligibilityScheduleId',
  },
  {
    of: 'group',
    held: 'active',
    request: 'privilegedAccessGroupAssignmentScheduleRequest',
    schedule: 'privilegedAccessGroupAssignmentSchedule',
    instance: 'privilegedAccessGroupAssignmentScheduleInstance',
    schedules: `${groups}/assignmentschedules`,
    instances: `${groups}/assignmentscheduleinstances`,
    scheduleId: 'assignmentScheduleId',
  },
  {
    of: 'group',
    held: 'eligible',
    request: 'privilegedAccessGroupEligibilityScheduleRequest',
    schedule: 'privilegedAccessGroupEligibilitySchedule',
    instance: 'privilegedAccessGroupEligibilityScheduleInstance',
    schedules: `${groups}/eligibilityschedules`,
    instances: `${groups}/eligibilityscheduleinstances`,
    scheduleId: 'eligibilityScheduleId',
  },
];

export function holdingOf(kind: HoldingKind, values: JsonObject): Holding {
  const text = (name: string): string => String(values[name] ?? '').toLowerCase();
  const [place, own] = kind.of === 'role' ? [values['directoryScopeId'], values['appScopeId']] : [];
  const ofApp = typeof own === 'string' && typeof place !== 'string';
  return {
    scope: String((ofApp ? own : place) ?? '/'),
    ofApp,
    of: text(kind.of === 'role' ? 'roleDefinitionId' : 'groupId'),
    principalId: text('principalId'),
    access: values['accessId'] === 'owner' ? 'owner' : 'member',
  };
}

/** The last part of a scope: the id of an object, but for `/`. */
const scopeId = ({ scope }: Holding): string => scope.slice(scope.lastIndexOf('/') + 1);

/** The id in a scope that does not exist; `undefined` if the scope exists. */
export function unknownScope({ store }: Ground, holding: Holding): string | undefined {
  const { scope, ofApp } = holding;
  if (ofApp || scope === '/') return undefined;
  const isUnit = /^\/administrativeUnits\/[^/]+$/i.test(scope);
  const found = store.byId(scopeId(holding), ({ type }) => (type === 'administrativeUnit') === isUnit);
  return found !== undefined && (isUnit || /^\/[^/]+$/.test(scope)) ? undefined : scope;
}

/** Whether the directory has the assignment. Eligibility for groups and scoped assignments are only here. */
export function isHeld(ground: Ground, kind: HoldingKind, holding: Holding): boolean {
  const { world } = ground;
  const { of, principalId, access } = holding;
  if (kind.of === 'role' && isWide(holding)) return world.directory.roleHolders(of, kind.held).includes(principalId);
  if (world.directory.find(principalId) === undefined) return false;
  if (kind.of === 'role') return unknownScope(ground, holding) === undefined;
  if (world.directory.group(of) === undefined) return false;
  if (kind.held === 'eligible') return true;
  const has = access === 'owner' ? world.directory.owners(of) : world.directory.members(of);
  return has.includes(principalId);
}

export function hold({ world: { directory } }: Ground, kind: HoldingKind, holding: Holding): void {
  const { of, principalId, access } = holding;
  if (kind.of === 'role' && !isWide(holding)) return;
  if (kind.of === 'role') directory.assignRole(of, principalId, kind.held);
  else if (kind.held === 'active' && access === 'owner') directory.addOwner(of, principalId);
  else if (kind.held === 'active') directory.addMember(of, principalId);
}

function release({ world: { directory } }: Ground, kind: HoldingKind, holding: Holding): void {
  const { of, principalId, access } = holding;
  if (kind.of === 'role' && !isWide(holding)) return;
  if (kind.of === 'role') directory.unassignRole(of, principalId, kind.held);
  else if (kind.held === 'active' && access === 'owner') directory.removeOwner(of, principalId);
  else if (kind.held === 'active') directory.removeMember(of, principalId);
}

type Term = {
  readonly startDateTime: string | null;
  readonly endDateTime: string | null;
  /** `Assigned`, or `Activated` by the one who was eligible. */
  readonly assignmentType: 'Assigned' | 'Activated';
  readonly scheduleInfo: Json;
};

/** The properties that name what is held. */
function named(kind: HoldingKind, { of, principalId, access, scope, ofApp }: Holding): JsonObject {
  const [directoryScopeId, appScopeId] = ofApp ? [null, scope] : [scope, null];
  return kind.of === 'role'
    ? { roleDefinitionId: of, principalId, directoryScopeId, appScopeId }
    : { groupId: of, accessId: access, principalId };
}

const refersTo = (kind: HoldingKind, holding: Holding) => ({
  principal: holding.principalId,
  ...(kind.of === 'role' ? { roleDefinition: holding.of } : { group: holding.of }),
  ...(isWide(holding) || holding.ofApp ? {} : { directoryScope: scopeId(holding) }),
});

/** The kind of assignment of a schedule and its instance; groups have other words than roles. */
function manner(kind: HoldingKind, { assignmentType }: Term): JsonObject {
  const cased = (word: string): string => (kind.of === 'role' ? word : word.toLowerCase());
  const memberType = cased('Direct');
  return kind.held === 'active' ? { memberType, assignmentType: cased(assignmentType) } : { memberType };
}

/** The id of an instance of a role, made of both ends as that of a role assignment; of a group, that of its schedule. */
const instanceId = (kind: HoldingKind, { of, principalId, scope }: Holding, scheduleId: string): string =>
  kind.of === 'group' ? scheduleId : `${packedId(of, principalId, scope)}${kind.held === 'eligible' ? '-e' : ''}`;

/** A schedule has the id of the request that made it, a group's with the group before it; without one, that of the instance. */
function scheduleIdOf(kind: HoldingKind, holding: Holding, request: string | undefined): string {
  if (kind.of === 'group') return `${holding.of}_${holding.access}_${request ?? holding.principalId}`;
  return request ?? instanceId(kind, holding, '');
}

/** `request`: the id of the one that makes it. */
export function putSchedule(
  ground: Ground,
  kind: HoldingKind,
  { holding, term }: Granted,
  request: string | undefined,
): Entity {
  const { scheduleInfo } = term;
  const stamps = { createdDateTime: ground.now, modifiedDateTime: ground.now, createdUsing: null };
  const values = { ...named(kind, holding), ...manner(kind, term), ...stamps, status: 'Provisioned', scheduleInfo };
  const refers = refersTo(kind, holding);
  const id = scheduleIdOf(kind, holding, request);
  return ground.put({ type: kind.schedule, in: kind.schedules, id, values, refers });
}

export type Granted = { readonly holding: Holding; readonly term: Term };

export function putInstance(ground: Ground, kind: HoldingKind, { holding, term }: Granted): Entity {
  const { startDateTime, endDateTime } = term;
  const scheduleId = scheduleOf(ground, kind, holding)?.id ?? scheduleIdOf(kind, holding, undefined);
  const id = instanceId(kind, holding, scheduleId);
  const origin = kind.of === 'role' && kind.held === 'active' ? { roleAssignmentOriginId: id } : {};
  const values = {
    ...named(kind, holding),
    ...manner(kind, term),
    startDateTime,
    endDateTime,
    ...origin,
    [kind.scheduleId]: scheduleId,
  };
  return ground.put({ type: kind.instance, in: kind.instances, id, values, refers: refersTo(kind, holding) });
}

const forever: Term = {
  startDateTime: null,
  endDateTime: null,
  assignmentType: 'Assigned',
  scheduleInfo: {
    startDateTime: null,
    recurrence: null,
    expiration: { type: 'noExpiration', endDateTime: null, duration: null },
  },
};

/** Held without end, and without a request. */
export function holdForever(ground: Ground, kind: HoldingKind, holding: Holding): void {
  hold(ground, kind, holding);
  if (scheduleOf(ground, kind, holding) === undefined) putSchedule(ground, kind, { holding, term: forever }, undefined);
  putInstance(ground, kind, { holding, term: forever });
}

/** A holding as a text key. */
export const holdingKey = ({ of, principalId, access, scope, ofApp }: Holding): string =>
  `${of} ${principalId} ${access} ${ofApp} ${scope.toLowerCase()}`;

const among = (kind: HoldingKind, entities: readonly Entity[], holding: Holding): Entity | undefined =>
  entities.find(({ values }) => holdingKey(holdingOf(kind, values)) === holdingKey(holding));

export const instanceOf = (ground: Ground, kind: HoldingKind, holding: Holding): Entity | undefined =>
  among(kind, ground.all(kind.instances), holding);

export const scheduleOf = (ground: Ground, kind: HoldingKind, holding: Holding): Entity | undefined =>
  among(kind, ground.all(kind.schedules), holding);

/** Takes it away, with its schedule and instance. */
export function endHolding(ground: Ground, kind: HoldingKind, holding: Holding): void {
  release(ground, kind, holding);
  for (const one of [instanceOf(ground, kind, holding), scheduleOf(ground, kind, holding)]) {
    if (one !== undefined) ground.remove(one);
  }
}

/** The relations of holdings. */
export const holders = ['members', 'owners', eligible, 'principal', 'directoryscope'];
