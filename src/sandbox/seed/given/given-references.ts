import { isGuid } from '../../../guid.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../../json/json.ts';
import { segmentsOf } from '../../service/route-index.ts';
import type { TypedType } from '../../typed/schema/typed-model.ts';
import type { GivenObjects } from './given-objects.ts';
import { follow } from './given-path.ts';
import { stableId } from './stable-id.ts';

const guidInPath =
  /(?:^|\/)(users|groups|applications|servicePrincipals|devices)\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/gi;

/** Types that properties without a relationship name only by their names. */
const kinds: { readonly [name: string]: string } = {
  userId: 'user',
  memberId: 'user',
  ownerId: 'user',
  principalId: 'directoryObject',
  subjectId: 'directoryObject',
  targetId: 'user',
  groupId: 'group',
};

/** Types to which properties of a type refer without a relationship. */
const kindsOf: { readonly [type: string]: { readonly [name: string]: string } } = {
  appRoleAssignment: { resourceId: 'servicePrincipal' },
  oAuth2PermissionGrant: { clientId: 'servicePrincipal', resourceId: 'servicePrincipal' },
  groupSetting: { templateId: 'groupSettingTemplate' },
  scopedRoleMembership: { roleId: 'directoryRole', roleMemberInfo: 'directoryObject' },
};

/** Lists of ids: the users and applications that a policy includes. */
const listKinds: { readonly [name: string]: string } = {
  includeUsers: 'user',
  excludeUsers: 'user',
  includeGroups: 'group',
  excludeGroups: 'group',
};

/** An id, or the word for one that an import chooses. */
const isId = (value: Json | undefined): value is string =>
  typeof value === 'string' && (isGuid(value) || /^sample-[\w-]+$/.test(value));

type Body = { readonly body: Json; readonly type: TypedType | undefined; readonly me: string | undefined };

/** Notes what the body of a request refers to. `me`: whose `/me` is. */
export function noteReferences(given: GivenObjects, { body, type, me }: Body): void {
  if (Array.isArray(body)) {
    for (const item of body) noteReferences(given, { body: item, type, me });
  } else if (typeof body === 'string') {
    for (const [, set = '', id = ''] of body.matchAll(guidInPath)) {
      const root = given.model.root(set)?.type.name;
      if (root !== undefined && !given.isMade(id)) given.note(`/${set}/${id}`, root);
    }
  } else if (isJsonObject(body)) {
    for (const [name, value] of Object.entries(body)) noteMember(given, { name, value, type, me });
    noteAssigned(given, body);
    if (type?.name === 'appRoleAssignment') noteRole(given, body);
  }
}

/** An assignment by a policy is by one of the package's own policies. */
function noteAssigned(given: GivenObjects, body: JsonObject): void {
  const [policy, assigned] = ['assignmentPolicyId', 'accessPackageId'].map((name) => property(body, name));
  if (typeof policy !== 'string' || typeof assigned !== 'string' || given.isMade(policy)) return;
  const path = `/identityGovernance/entitlementManagement/assignmentPolicies/${policy}`;
  given.note(path, 'accessPackageAssignmentPolicy');
  given.refer(path, 'accessPackage', assigned);
}

/** An application has the role that is assigned. */
function noteRole(given: GivenObjects, body: JsonObject): void {
  const [resource, id] = ['resourceId', 'appRoleId'].map((name) => property(body, name));
  if (typeof resource !== 'string' || !isGuid(resource) || typeof id !== 'string' || /^0{8}-/.test(id)) return;
  const role = { id, allowedMemberTypes: ['Application', 'User'], displayName: 'Role', isEnabled: true, value: 'Role' };
  given.note(`/servicePrincipals/${resource}`, 'servicePrincipal', { appRoles: [role] });
}

type Member = Omit<Body, 'body'> & { readonly name: string; readonly value: Json };

function noteMember(given: GivenObjects, { name, value, type, me }: Member): void {
  const { model } = given;
  if (name === '@odata.id' || name.endsWith('@odata.bind')) {
    for (const address of [value].flat()) if (typeof address === 'string') noteAddress(given, address, me);
    return;
  }
  // A service principal is that of an application, which has to be there.
  if (type?.name === 'servicePrincipal' && name === 'appId' && typeof value === 'string' && !given.isMade(value)) {
    given.note(`/applications/${stableId(value)}`, 'application', { appId: value });
    return;
  }
  if (isId(value)) {
    const one = /Id$/.test(name) ? type?.properties.get(name.slice(0, -2).toLowerCase()) : undefined;
    const isOne = one?.navigation === true && !one.type.collection;
    // An assigned user is a subject of the package.
    const kind =
      isOne && one.type.name !== 'accessPackageSubject'
        ? one.type.name
        : (kindsOf[type?.name ?? '']?.[name] ?? kinds[name]);
    if (kind !== undefined) given.name(value, kind);
    return;
  }
  const listed = listKinds[name];
  if (listed !== undefined && Array.isArray(value)) {
    for (const id of value) if (typeof id === 'string' && isGuid(id)) given.name(id, listed);
    return;
  }
  const info = property(value, 'id');
  const named = kindsOf[type?.name ?? '']?.[name];
  if (named !== undefined && isId(info)) given.name(info, named);
  const own = type?.properties.get(name.toLowerCase());
  const next = own === undefined ? undefined : model.type(own.type.name);
  for (const item of [value].flat()) {
    const id = isJsonObject(item) && own?.navigation === true && !own.contained ? property(item, 'id') : undefined;
    if (
      typeof id === 'string' &&
      own !== undefined &&
      Object.keys(item as JsonObject).every((key) => key === 'id' || key.startsWith('@'))
    )
      given.name(id, own.type.name);
    else noteReferences(given, { body: item, type: next, me });
  }
}

function noteAddress(given: GivenObjects, address: string, me: string | undefined): void {
  const [, path = ''] = /^(?:https?:\/\/[^/?#]+)?\/?(?:(?:v1\.0|beta)\/)?([^?#]*)$/i.exec(address) ?? [];
  const segments = segmentsOf(path);
  if (segments.length > 1) follow(given, segments, me);
  else if (isGuid(segments[0] ?? '')) given.name(segments[0] ?? '', 'directoryObject');
}
