import { expect } from 'vitest';
import type { JsonObject } from '../../../../src/json/json.ts';
import { ids } from '../sample-tenant.ts';
import type { Heard, ObservedRow, ObservedTenant } from './observed-row.ts';

const always = {
  'cache-control': 'no-cache',
  vary: 'Accept-Encoding',
  'strict-transport-security': 'max-age=31536000',
  'x-ms-resource-unit': '1',
  'request-id': expect.any(String),
  'client-request-id': expect.any(String),
  'x-ms-ags-diagnostic': expect.stringMatching(
    /^\{"ServerInfo":\{"DataCenter":"[^"]*","Slice":"[^"]*","Ring":"[^"]*","ScaleUnit":"[^"]*","RoleInstance":"[^"]*"\}\}$/,
  ),
};
const json = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';
const stranger = '00000000-1111-4222-8333-444444444444';

const newUser = {
  accountEnabled: true,
  displayName: 'x',
  mailNickname: 'x',
  userPrincipalName: 'x@contoso.com',
  passwordProfile: { password: 'Correct-horse-1' },
};
const newGroup = { displayName: 'x', mailNickname: 'x', mailEnabled: false, securityEnabled: true };

const batched = (tenant: ObservedTenant, ...requests: readonly JsonObject[]): Heard =>
  tenant.send('POST', '/$batch', {
    body: { requests: requests.map((one, at) => ({ id: `${at + 1}`, method: 'GET', ...one })) },
  });

const faulty = (fault: string, path = '/users'): ObservedRow['send'] => {
  return (tenant) => tenant.send('GET', path, { headers: { 'x-sandbox-fault': fault } });
};

const isIn = (lower: string, names: readonly string[]) => names.filter((name) => name === lower);

export const serviceObserved: readonly ObservedRow[] = [
  {
    no: '2.1',
    what: 'headers of a read',
    send: (tenant) => tenant.send('GET', '/users'),
    seen: { status: 200, headers: { ...always, 'odata-version': '4.0', 'content-type': json } },
  },
  {
    no: '2.2',
    what: 'headers of an error',
    send: (tenant) => tenant.send('GET', `/users/${stranger}`),
    seen: {
      status: 404,
      headers: {
        ...Object.fromEntries(Object.entries(always)),
        'content-type': 'application/json',
      },
    },
  },
  {
    no: '2.3',
    what: 'headers of a 204',
    send: (tenant) => tenant.send('PATCH', `/users/${ids.alex}`, { body: { jobTitle: 'x' } }),
    seen: { status: 204, text: '', headers: always },
  },
  {
    no: '2.4',
    what: 'the body of an error',
    send: (tenant) => tenant.send('GET', `/users/${stranger}`),
    seen: {
      names: ['error'],
      error: {
        code: 'Request_ResourceNotFound',
        innerError: {
          date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
          'request-id': expect.any(String),
          'client-request-id': expect.any(String),
        },
      },
    },
  },
  ...(
    [
      ['users', newUser, 'User'],
      ['groups', newGroup, 'Group'],
    ] as const
  ).map(
    ([set, body, type]): ObservedRow => ({
      no: '2.6',
      what: `where a new object of ${set} is`,
      send: (tenant) => tenant.create(`/${set}`, body),
      seen: {
        status: 201,
        headers: {
          location: expect.stringMatching(
            `^https://graph\\.microsoft\\.com/v2/[0-9a-f-]{36}/directoryObjects/[0-9a-f-]{36}/Microsoft\\.DirectoryServices\\.${type}$`,
          ),
        },
      },
    }),
  ),
  ...(
    [
      [`/users/${ids.alex}/getMemberGroups`, { securityEnabledOnly: false }, '2'],
      ['/directoryObjects/getByIds', { ids: [ids.alex] }, '3'],
      [`/directoryObjects/${ids.alex}/checkMemberGroups`, { groupIds: [ids.nightShift] }, '4'],
    ] as const
  ).map(
    ([path, body, units]): ObservedRow => ({
      no: '2.7',
      what: `what ${path.replace(/^.*\//, '')} costs`,
      send: (tenant) => tenant.send('POST', path, { body }),
      seen: { status: 200, headers: { location: 'https://graph.microsoft.com', 'x-ms-resource-unit': units } },
    }),
  ),
  {
    no: '2.8',
    what: 'the details of a conflict',
    send: (tenant) => tenant.send('POST', '/users', { body: { ...newUser, userPrincipalName: 'admin@contoso.com' } }),
    seen: { status: 400, error: { details: [{ code: 'ObjectConflict', target: 'userPrincipalName' }] } },
  },
  {
    no: '2.10',
    what: 'an unknown segment',
    send: (tenant) => tenant.send('GET', '/elsewhere', { as: tenant.powerless() }),
    seen: {
      status: 400,
      code: 'BadRequest',
      message: expect.stringMatching(/^Resource not found for the segment 'elsewhere'/),
    },
  },
  {
    no: '2.11',
    what: 'beta says what is in preview',
    send: (tenant) => tenant.send('GET', '/beta/identityGovernance/accessReviews/definitions'),
    seen: {
      headers: {
        link: expect.stringMatching(/^<https:\/\/.*\/changes\?.*customData.*>;rel="deprecation"/),
        deprecation: expect.any(String),
        sunset: expect.any(String),
      },
    },
  },
  {
    no: '5.1',
    what: 'a batch of which a part fails',
    send: (tenant) => batched(tenant, { url: '/users' }, { url: `/users/${stranger}` }),
    seen: { status: 200, body: { responses: [{ status: 200 }, { status: 404 }] } },
  },
  {
    no: '5.2',
    what: 'headers of a part',
    send: (tenant) => batched(tenant, { url: '/users' }),
    seen: {
      body: {
        responses: [
          {
            headers: {
              'Cache-Control': 'no-cache',
              'x-ms-resource-unit': '1',
              'OData-Version': '4.0',
              'Content-Type': json,
            },
          },
        ],
      },
    },
  },
  {
    no: '5.4',
    what: 'a part that is throttled, with decimals',
    send: (tenant) => batched(tenant, { url: '/users', headers: { 'x-sandbox-fault': '429;retry-after=0.249' } }),
    seen: { status: 200, body: { responses: [{ status: 429, headers: { 'Retry-After': '0.249' } }] } },
  },
  {
    no: '5.5',
    what: 'a malformed batch',
    send: (tenant) => tenant.send('POST', '/$batch', { body: { requests: 'none' } }),
    seen: { status: 400, message: expect.stringMatching(/^Invalid batch payload format\./) },
  },
  {
    no: '5.6',
    what: 'changes of a group and its members',
    send: (tenant) =>
      tenant.send('GET', `/groups/delta()?$select=displayName,members&$filter=id eq '${ids.nightShift}'`),
    seen: {
      status: 200,
      body: {
        value: [
          {
            'members@delta': expect.arrayContaining([{ '@odata.type': '#microsoft.graph.user', id: ids.jamie }]),
          },
        ],
      },
    },
  },
  {
    no: '5.9',
    what: 'changes of a calendar, too late',
    send: (tenant) => tenant.send('GET', '/me/events/delta?$deltatoken=gone'),
    seen: {
      status: 410,
      code: 'SyncStateNotFound',
      message: expect.stringMatching(/^The sync state generation is not found;/),
    },
  },
  ...["/reports/getOffice365ActiveUserDetail(period='D7')", '/auditLogs/signIns'].map(
    (path): ObservedRow => ({
      no: '5.10',
      what: `too many requests: ${path.split('/')[1]}`,
      send: faulty('429;retry-after=3', path),
      seen: {
        status: 429,
        code: 'UnknownError',
        message: expect.stringMatching(
          /^This request is throttled\. Please try again after the value specified in the Retry-After header\./,
        ),
        headers: { 'retry-after': '3' },
      },
    }),
  ),
  {
    no: '5.11',
    what: 'too many requests',
    send: faulty('429'),
    seen: {
      status: 429,
      code: 'TooManyRequests',
      message: expect.stringMatching(/^Too many requests from Identifier:[0-9a-f-]{36} under category:throttle\./),
    },
  },
  {
    no: '5.12',
    what: 'nor when to come again',
    send: (tenant) => {
      const said = faulty('429')(tenant);
      return { ...said, names: isIn('retry-after', Object.keys(said.headers)) };
    },
    seen: { status: 429, names: [] },
  },
  {
    no: '5.13',
    what: 'not available',
    send: faulty('503'),
    seen: { status: 503, code: 'serviceNotAvailable', message: 'Service unavailable' },
  },
  {
    no: '5.14',
    what: 'a gateway that gave up',
    send: (tenant) => {
      const said = tenant.send('POST', '/groups', { body: newGroup, headers: { 'x-sandbox-fault': '504' } });
      if (tenant.send('GET', "/groups?$filter=displayName eq 'x'").items.length !== 1) throw new Error('not done');
      return said;
    },
    seen: { status: 504, code: 'UnknownError', message: '', headers: { 'cache-control': 'private' } },
  },
  {
    no: '5.15',
    what: 'two writes at once',
    send: (tenant) =>
      tenant.send('PATCH', `/users/${ids.alex}`, { body: { jobTitle: 'x' }, headers: { 'x-sandbox-fault': '409' } }),
    seen: {
      status: 409,
      code: 'Directory_ConcurrencyViolation',
      message: expect.stringMatching(/concurrent requests being made to the tenant\./),
    },
  },
];
