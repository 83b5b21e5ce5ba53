import { expect } from 'vitest';
import type { JsonObject } from '../../../../src/json/json.ts';
import { ids } from '../sample-tenant.ts';
import { type ObservedRow, type ObservedTenant, unlicensed } from './observed-row.ts';

const stranger = '00000000-1111-4222-8333-444444444444';
const group = { displayName: 'x', mailNickname: 'x', mailEnabled: false, securityEnabled: true };
const unified = { ...group, mailEnabled: true, securityEnabled: false, groupTypes: ['Unified'] };
const user = {
  accountEnabled: true,
  displayName: 'x',
  mailNickname: 'x',
  userPrincipalName: 'x@contoso.com',
  passwordProfile: { password: 'Correct-horse-1' },
};
const bound = (...of: readonly string[]) => of.map((id) => `https://graph.microsoft.com/v1.0/users/${id}`);
const reference = (id: string) => ({ '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` });
const eventual = { ConsistencyLevel: 'eventual' };
const lowerCase = (headers: { readonly [name: string]: string }) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
const invitation = {
  invitedUserEmailAddress: 'new@elsewhere.example',
  inviteRedirectUrl: 'https://myapps.microsoft.com',
};

const read =
  (path: string, headers: { readonly [name: string]: string } = {}): ObservedRow['send'] =>
  (tenant) =>
    tenant.send('GET', path, { headers: lowerCase(headers) });
const post =
  (path: string, body: JsonObject): ObservedRow['send'] =>
  (tenant) =>
    tenant.send('POST', path, { body });
const gone = (tenant: ObservedTenant): string => {
  const { id } = tenant.create('/groups', group);
  tenant.send('DELETE', `/groups/${id}`);
  return id;
};

const badRequest = (message: unknown) => ({ status: 400, code: 'Request_BadRequest', message });
const unsupported = (message: unknown) => ({ status: 400, code: 'Request_UnsupportedQuery', message });

export const directoryObserved: readonly ObservedRow[] = [
  {
    no: '3.1',
    what: 'a new group',
    send: post('/groups', group),
    seen: {
      status: 201,
      body: {
        classification: null,
        theme: null,
        visibility: null,
        onPremisesSyncEnabled: null,
        createdDateTime: '2026-11-22T08:30:00Z',
        renewedDateTime: '2026-11-22T08:30:00Z',
        securityIdentifier: expect.stringMatching(/^S-1-12-1-/),
      },
    },
  },
  {
    no: '3.2',
    what: 'security groups may share a nickname',
    send: (tenant) => {
      tenant.create('/groups', group);
      return tenant.send('POST', '/groups', { body: group });
    },
    seen: { status: 201 },
  },
  {
    no: '3.3',
    what: 'a nickname that is taken',
    send: (tenant) => {
      tenant.create('/groups', unified);
      return tenant.send('POST', '/beta/groups', { body: unified });
    },
    seen: badRequest('Another object with the same value for property mailNickname already exists.'),
  },
  {
    no: '3.4',
    what: 'a nickname with a space',
    send: post('/groups', { ...group, mailNickname: 'a b' }),
    seen: {
      ...badRequest("Invalid value specified for property 'mailNickname' of resource 'Group'."),
      error: { details: [{ target: 'mailNickname', code: 'InvalidValue' }] },
    },
  },
  {
    no: '3.5',
    what: 'a mail-enabled group that is no Microsoft 365 group',
    send: post('/groups', { ...group, mailEnabled: true }),
    seen: badRequest(expect.stringMatching(/^The service does not currently support writes of mail-enabled groups\. /)),
  },
  {
    no: '3.6',
    what: 'the caller as the only owner',
    send: post('/groups', { ...group, 'owners@odata.bind': bound(ids.admin) }),
    seen: badRequest('Request contains a property with duplicate values.'),
  },
  {
    no: '3.7',
    what: 'a person twice',
    send: post('/groups', { ...group, 'members@odata.bind': bound(ids.alex, ids.alex) }),
    seen: badRequest(
      expect.stringMatching(
        /^Object '\[ResourceType=User,Id=[0-9a-f-]{36}\]' referenced from '\[ResourceType=Group,.*\]' can only be present once as an add\/remove change\.$/,
      ),
    ),
  },
  {
    no: '3.8',
    what: 'a new member and a new owner',
    send: (tenant) => {
      tenant.send('POST', `/groups/${ids.archive}/owners/$ref`, { body: reference(ids.sam) });
      return tenant.send('POST', `/groups/${ids.archive}/members/$ref`, { body: reference(ids.sam) });
    },
    seen: { status: 204, text: '' },
  },
  ...(['members', 'owners'] as const).map(
    (name): ObservedRow => ({
      no: '3.9',
      what: `the same ${name} again`,
      send: (tenant) => {
        tenant.send('POST', `/groups/${ids.archive}/${name}/$ref`, { body: reference(ids.sam) });
        return tenant.send('POST', `/groups/${ids.archive}/${name}/$ref`, { body: reference(ids.sam) });
      },
      seen: badRequest(
        `One or more added object references already exist for the following modified properties: '${name}'.`,
      ),
    }),
  ),
  {
    no: '3.10',
    what: 'a member that is not there',
    send: post(`/groups/${ids.nightShift}/members/$ref`, reference(stranger)),
    seen: {
      status: 404,
      code: 'Request_ResourceNotFound',
      message: `Resource '${stranger}' does not exist or one of its queried reference-property objects are not present.`,
    },
  },
  {
    no: '3.11',
    what: 'removing who is no member',
    send: (tenant) => tenant.send('DELETE', `/groups/${ids.nightShift}/members/${ids.drew}/$ref`),
    seen: { status: 404, code: 'Request_ResourceNotFound', message: expect.stringMatching(ids.nightShift) },
  },
  {
    no: '3.12',
    what: 'PATCH of references',
    send: (tenant) =>
      tenant.send('PATCH', `/groups/${ids.nightShift}/members/$ref`, {
        body: { 'members@odata.bind': bound(ids.drew) },
      }),
    seen: {
      code: 'BadRequest',
      message: expect.stringMatching(/^The request is currently not supported on the targeted entity set/),
    },
  },
  {
    no: '3.13',
    what: 'POST of members that are no references',
    send: post(`/groups/${ids.nightShift}/members`, reference(ids.drew)),
    seen: {
      code: 'BadRequest',
      message: expect.stringMatching(/^Write requests are only supported on contained entities/),
    },
  },
  {
    no: '3.14',
    what: 'a deleted group',
    send: (tenant) => tenant.send('GET', `/groups/${gone(tenant)}`),
    seen: { status: 404, code: 'Request_ResourceNotFound' },
  },
  {
    no: '3.15',
    what: 'a new group is found at once',
    send: (tenant) => {
      tenant.create('/groups', { ...group, displayName: 'Brand new' });
      return tenant.send('GET', "/groups?$filter=displayName eq 'Brand new'");
    },
    seen: { status: 200, body: { value: [{ displayName: 'Brand new' }] } },
  },
  {
    no: '3.16',
    what: 'or a replica has not heard of it',
    send: (tenant) => {
      const made = tenant.send('POST', '/beta/groups', { body: group, headers: { 'x-sandbox-fault': 'lag;reads=1' } });
      return tenant.send('GET', `/beta/groups/${made.id}`);
    },
    seen: { status: 404, code: 'Request_ResourceNotFound' },
  },
  {
    no: '3.17',
    what: 'members',
    send: read(`/groups/${ids.nightShift}/members`),
    seen: {
      status: 200,
      body: { '@odata.context': expect.stringMatching(/#directoryObjects$/) },
      names: [
        ...['@odata.type', 'businessPhones', 'displayName', 'givenName', 'id', 'jobTitle', 'mail', 'mobilePhone'],
        ...['officeLocation', 'preferredLanguage', 'surname', 'userPrincipalName'],
      ],
    },
  },
  {
    no: '3.18',
    what: 'groups of a person, and those of groups',
    send: post(`/users/${ids.alex}/getMemberGroups`, { securityEnabledOnly: false }),
    seen: {
      status: 200,
      body: {
        '@odata.context': expect.stringMatching(/#Collection\(Edm\.String\)$/),
        value: expect.arrayContaining([ids.facilities]),
      },
    },
  },
  {
    no: '3.18',
    what: 'groups of a group',
    send: post(`/groups/${ids.facilities}/getMemberGroups`, { securityEnabledOnly: false }),
    seen: { status: 200, body: { '@odata.context': expect.stringMatching(/#Collection\(Edm\.String\)$/) } },
  },
  {
    no: '3.19',
    what: 'no group of those asked for',
    send: post(`/directoryObjects/${ids.drew}/checkMemberGroups`, { groupIds: [ids.nightShift] }),
    seen: { status: 200, body: { '@odata.context': expect.stringMatching(/#Collection\(Edm\.String\)$/), value: [] } },
  },
  {
    no: '3.20',
    what: 'objects by their ids',
    send: post('/directoryObjects/getByIds', { ids: [ids.nightShift] }),
    seen: {
      status: 200,
      body: {
        '@odata.context': expect.stringMatching(/#directoryObjects$/),
        value: [{ '@odata.type': '#microsoft.graph.group', id: ids.nightShift, proxyAddresses: [] }],
      },
    },
  },
  {
    no: '3.21',
    what: 'deleted items of all kinds',
    send: read('/directory/deletedItems'),
    seen: unsupported('Searches against this resource are not supported. Only specific instances can be queried.'),
  },
  {
    no: '3.22',
    what: 'deleted people, without when',
    send: (tenant) => {
      tenant.send('DELETE', `/users/${ids.sam}`);
      const said = tenant.send('GET', '/directory/deletedItems/microsoft.graph.user');
      return { ...said, names: said.names.filter((name) => name === 'deletedDateTime') };
    },
    seen: { status: 200, names: [], body: { value: [{ id: ids.sam }] } },
  },
  {
    no: '3.23',
    what: 'groups without the permission',
    send: (tenant) => tenant.send('GET', '/groups', { as: tenant.powerless() }),
    seen: {
      status: 403,
      code: 'Authorization_RequestDenied',
      message: 'Insufficient privileges to complete the operation.',
      headers: { 'x-ms-resource-unit': '1', 'cache-control': 'no-cache' },
    },
  },
  {
    no: '3.24',
    what: 'a count without the header',
    send: read('/users/$count'),
    seen: unsupported(
      expect.stringMatching(
        /^Raw count \(\/\$count\) is not supported because the 'ConsistencyLevel:eventual' header is missing\. /,
      ),
    ),
  },
  {
    no: '3.25',
    what: 'a count as JSON',
    send: read(`/groups/${ids.nightShift}/members/$count`, { ...eventual, accept: 'application/json' }),
    seen: { status: 415 },
  },
  {
    no: '3.26',
    what: 'endsWith without the header',
    send: read("/users?$count=true&$filter=endsWith(displayName,'a')"),
    seen: unsupported('Unsupported Query.'),
  },
  {
    no: '3.27',
    what: 'a filter that eventual consistency does not take',
    send: read('/groups?$count=true&$filter=hasMembersWithLicenseErrors eq true', eventual),
    seen: unsupported(
      "Unsupported or invalid query filter clause specified for property 'hasMembersWithLicenseErrors' of resource 'Group'.",
    ),
  },
  {
    no: '3.27',
    what: 'and works without it',
    send: read('/groups?$filter=hasMembersWithLicenseErrors eq true'),
    seen: { status: 200, body: { value: [] } },
  },
  {
    no: '3.28',
    what: 'what is no security identifier',
    send: read("/groups?$filter=onPremisesSecurityIdentifier eq '.SID'"),
    seen: unsupported(
      "Unsupported or invalid query filter clause specified for property 'onPremisesSecurityIdentifier' of resource 'Group'.",
    ),
  },
  {
    no: '3.29',
    what: 'a filter that is not balanced',
    send: read("/users?$filter=(displayName eq 'a'"),
    seen: { status: 400, code: 'BadRequest', message: expect.stringMatching(/^Invalid filter clause/) },
  },
  {
    no: '4.1',
    what: 'a new user',
    send: post('/users', user),
    seen: {
      status: 201,
      headers: { location: expect.any(String) },
      names: [
        ...['@odata.context', 'businessPhones', 'displayName', 'givenName', 'id', 'jobTitle', 'mail', 'mobilePhone'],
        ...['officeLocation', 'preferredLanguage', 'surname', 'userPrincipalName'],
      ],
    },
  },
  {
    no: '4.2',
    what: 'a name that is taken',
    send: post('/users', { ...user, userPrincipalName: 'admin@contoso.com' }),
    seen: {
      ...badRequest('Another object with the same value for property userPrincipalName already exists.'),
      error: { details: [{ target: 'userPrincipalName', code: 'ObjectConflict' }] },
    },
  },
  {
    no: '4.3',
    what: 'a user that is not there',
    send: read('/users/absent@contoso.com'),
    seen: {
      status: 404,
      code: 'Request_ResourceNotFound',
      message: expect.stringMatching(/^Resource 'absent@contoso\.com' does not exist/),
    },
  },
  {
    no: '4.4',
    what: 'sign-ins of a tenant without license',
    tenant: unlicensed,
    send: read('/users?$select=signInActivity'),
    seen: {
      status: 403,
      code: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
      message: "Neither tenant is B2C or tenant doesn't have premium license",
    },
  },
  {
    no: '4.5',
    what: 'an invitation, also of who has accepted',
    send: post('/invitations', { ...invitation, invitedUserEmailAddress: 'kim@fabrikam.com' }),
    seen: {
      status: 201,
      body: { status: 'PendingAcceptance', inviteRedeemUrl: expect.any(String), invitedUser: { id: ids.kim } },
      names: expect.arrayContaining([
        ...['id', 'inviteRedeemUrl', 'inviteRedirectUrl', 'invitedUserDisplayName', 'invitedUserEmailAddress'],
        ...['invitedUserType', 'resetRedemption', 'sendInvitationMessage', 'status'],
      ]),
    },
  },
  {
    no: '4.7',
    what: 'an invitation of a guest who is blocked',
    send: (tenant) => {
      tenant.send('PATCH', `/users/${ids.kim}`, { body: { accountEnabled: false } });
      return post('/invitations', { ...invitation, invitedUserEmailAddress: 'kim@fabrikam.com' })(tenant);
    },
    seen: { status: 412 },
  },
];
