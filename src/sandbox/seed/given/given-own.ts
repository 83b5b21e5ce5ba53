import { isJsonObject, type Json, type JsonObject, property } from '../../../json/json.ts';
import { packedId } from '../../packs/directory/packed-id.ts';
import { drivePathById } from './given-drive.ts';
import type { GivenObjects, ShownAt } from './given-objects.ts';
import type { Reached } from './given-path.ts';
import type { ShownExchange } from './shown/shown-exchange.ts';
import { stableId } from './stable-id.ts';

/**
 * Facts about the caller that exchanges imply: `filterByCurrentUser` lists the caller's reviews, a user who activates a
 * role is eligible for it, and one who decides a stage of an approval is its approver.
 */

/** The id of the caller, where a request is about what is the caller's own. */
export function ownId({ request, response }: ShownExchange): string | undefined {
  const action = property(request.body, 'action');
  const isOwn = request.method === 'POST' && /^self/i.test(String(action ?? ''));
  const isMine = /\/filterByCurrentUser\(on='principal'\)/i.test(decodeURI(request.url));
  const [first] = isMine ? itemsOf(response.body) : [isOwn ? request.body : undefined];
  const id = property(first, 'principalId');
  return typeof id === 'string' && id !== '' ? id : undefined;
}

const itemsOf = (body: Json | undefined): readonly JsonObject[] => {
  const value = property(body, 'value');
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
};

type Own = { readonly me: string; readonly on: ShownAt; readonly address: string; readonly body: Json | undefined };

/** `address`: the last segment, with its arguments. */
export function noteOwn(given: GivenObjects, { me, on, address, body }: Own): void {
  const [, expression = ''] = /\(on='(\w+)'\)$/i.exec(address) ?? [];
  const governed = '/identityGovernance/entitlementManagement';
  const subject = { objectId: me, subjectType: 'user' };
  for (const item of itemsOf(body)) {
    const id = property(item, 'id');
    const path = `${on.path}/${String(id)}`;
    if (typeof id !== 'string' || given.isMade(id)) continue;
    if (on.type === 'accessPackage') {
      const policy = `${governed}/assignmentPolicies/${stableId(`policy of ${id}`)}`;
      const requestorSettings = { enableTargetsToSelfAddAccess: true };
      const values = { displayName: 'All users', allowedTargetScope: 'allDirectoryUsers', requestorSettings };
      given.note(policy, 'accessPackageAssignmentPolicy', values);
      given.refer(policy, 'accessPackage', id);
    } else if (on.type === 'accessPackageAssignment') {
      given.note(`${path}/target`, 'accessPackageSubject', subject);
    } else if (on.type === 'accessPackageAssignmentRequest' && expression === 'createdBy') {
      given.note(`${path}/requestor`, 'accessPackageSubject', subject);
    } else if (on.type === 'accessPackageAssignmentRequest') {
      const assignment = stableId(`assignment of ${id}`);
      given.note(`${governed}/assignments/${assignment}`, 'accessPackageAssignment');
      given.note(`${governed}/assignments/${assignment}/target`, 'accessPackageSubject', subject);
      given.refer(path, 'assignment', assignment);
    }
  }
}

/** A request is withdrawn by the user who made it. */
export function noteRequestor(given: GivenObjects, me: string, { path, type }: ShownAt): void {
  const subject = { objectId: me, subjectType: 'user' };
  if (type === 'accessPackageAssignmentRequest') given.note(`${path}/requestor`, 'accessPackageSubject', subject);
}

type Changed = { readonly request: ShownExchange['request']; readonly reached: Reached };

/** The state that a change requires of its object. */
export function noteChanged(given: GivenObjects, { request: { method, headers, body }, reached }: Changed): void {
  if (reached.kind !== 'objects') return;
  // A change with `If-Match` states the version of the object.
  const etag = headers?.['if-match'] ?? '';
  if (!reached.collection && /^W\/"[^"]+"$/.test(etag)) given.note(reached.path, reached.type, { '@odata.etag': etag });
  if (!reached.collection && ['PATCH', 'PUT', 'DELETE'].includes(method)) {
    // An object is of the type that a change of it names.
    const written = property(body, '@odata.type');
    const named = typeof written === 'string' ? given.model.typeNamed(written) : undefined;
    if (named !== undefined && !named.abstract && given.model.isA(named.name, reached.type))
      given.note(reached.path, named.name);
  }
  if (!reached.collection && reached.type === 'driveItem') noteFolder(given, reached, body);
  noteGroup(given, method, { reached, body });
  if (method === 'PATCH' && reached.type === 'approvalStage')
    given.note(reached.path, reached.type, { assignedToMe: true, status: 'InProgress' });
  if (method === 'POST' && reached.type === 'unifiedRoleAssignmentScheduleRequest' && isJsonObject(body))
    noteEligible(given, body);
}

/** The kind of a group never changes: a change shows it, and only a Microsoft 365 group gets a team. */
function noteGroup(
  given: GivenObjects,
  method: string,
  { reached, body }: { readonly reached: ShownAt; readonly body: Json | undefined },
): void {
  const [owner] = /^\/groups\/[^/]+(?=\/team$)/.exec(reached.path) ?? [];
  if (method === 'PUT' && owner !== undefined)
    given.note(owner, 'group', { groupTypes: ['Unified'], mailEnabled: true });
  if (method !== 'PATCH' || reached.collection || reached.type !== 'group' || !isJsonObject(body)) return;
  const kind = ['groupTypes', 'mailEnabled'].flatMap((name): [string, Json][] => {
    const value = property(body, name);
    return value === undefined ? [] : [[name, value]];
  });
  given.note(reached.path, 'group', Object.fromEntries(kind));
}

/** An object inside of an application contains the application's name: `appDisplayName`. */
export function noteOwnerName(given: GivenObjects, { owner }: ShownAt, body: Json | undefined): void {
  const displayName = property(body, 'appDisplayName');
  if (owner?.type === 'application' && typeof displayName === 'string')
    given.note(owner.path, owner.type, { displayName });
}

/** The folder that an item is moved or copied to. */
export function noteFolder(given: GivenObjects, item: ShownAt, body: Json | undefined): void {
  const to = property(body, 'parentReference');
  const [id, drive, path] = ['id', 'driveId', 'path'].map((name) => property(to, name));
  const names = /\/root:\/(.+)$/.exec(typeof path === 'string' ? path : '')?.[1];
  if (names !== undefined && typeof id !== 'string') {
    const within = item.path.split('/').slice(1, -2);
    drivePathById(given, [...within, 'root:', ...`${names}:`.split('/'), 'children'], {
      me: undefined,
      creates: false,
    });
  }
  if (typeof id !== 'string' || id === 'root') return;
  const items = typeof drive === 'string' ? `/drives/${drive}/items` : item.path.slice(0, item.path.lastIndexOf('/'));
  if (typeof drive === 'string') given.note(`/drives/${drive}`, 'drive');
  given.note(`${items}/${id}`, 'driveItem', { folder: {} });
}

/** A user who activates a role is eligible for it. */
function noteEligible(given: GivenObjects, body: JsonObject): void {
  const [action, role, principal] = ['action', 'roleDefinitionId', 'principalId'].map((name) => property(body, name));
  if (!/^selfActivate$/i.test(String(action)) || typeof role !== 'string' || typeof principal !== 'string') return;
  const values = { roleDefinitionId: role, principalId: principal, directoryScopeId: '/', memberType: 'Direct' };
  const path = `/roleManagement/directory/roleEligibilityScheduleInstances/${packedId(role, principal)}-e`;
  given.note(path, 'unifiedRoleEligibilityScheduleInstance', values);
}
