import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { samplePlan, sampleRun } from '../../../test/support/run/sample-plan.ts';
import { loadScenario } from '../../format/scenario/load-scenario.ts';
import { makePlan } from '../plan/make-plan.ts';
import { existingWrites, mayDelete } from './existing-writes.ts';

const create = `
  - id: create
    request: { method: POST, url: /v1.0/groups, body: { displayName: "D \${run.id}", uniqueName: "g-\${run.id}" } }
    response: { status: 201 }
    capture: { own: $.id, ownersOfOwn: "$.owners[0].id", named: $.uniqueName, title: $.displayName }
    creates: { delete: "/v1.0/groups/\${own}" }`;
const lookUp = `
  - id: look-up
    request: { method: GET, url: /v1.0/groups }
    response: { status: 200 }
    capture: { theirs: "$.value[0].id", fromHeader: { header: location } }`;

function labels(step: string, cleanup = ''): readonly string[] {
  const yaml = `version: 2\ntitle: T\nactors: { admin: {} }\ninputs: { user: { example: ada@contoso.com } }\nsteps:${create}${lookUp}\n  - id: write\n    ${step.replaceAll('\n', '\n    ')}\n${cleanup}`;
  return existingWrites(samplePlan(yaml)).map(({ step: { id }, label }) => `${id} ${label}`);
}

const call = (method: string, url: string, status = 204) =>
  `request: { method: ${method}, url: "${url}"${method === 'DELETE' ? '' : ', body: {}'} }\nresponse: { status: ${status} }`;

test.each([
  ['DELETE', '/v1.0/groups/${own}'],
  ['DELETE', '/beta/groups/${own}/members/${theirs}/$ref'],
  ['DELETE', '/v1.0/directory/deletedItems/${own}'],
  ['PATCH', '/v1.0/groups/${own}'],
  ['PATCH', '/v1.0/groups/${own}/settings/${theirs}'],
  ['POST', '/v1.0/groups/${own}/members/$ref'],
  ['POST', '/v1.0/groups/${own}/renew'],
  ['POST', '/v1.0/directory/deletedItems/${own}/restore'],
  ['POST', '/v1.0/users/${user}/getMemberGroups'],
  ['POST', '/v1.0/users/${user}/checkMemberObjects'],
  ['POST', '/v1.0/search/query'],
  ['POST', '/v1.0/me/drive/root:/a-${run.id}.bin:/createUploadSession'],
  ['DELETE', '/v1.0/groups/${own}/members/${own}'],
  ['PATCH', '/v1.0/groups/${theirs}/members/${own}'],
  ['PUT', '/v1.0/groups/${own}/createdOnBehalfOf/$ref'],
  ['DELETE', '/v1.0/groups/${own}/createdOnBehalfOf/$ref'],
  ['PATCH', '/v1.0/groups/${own}/team/members/${theirs}'],
  ['DELETE', '/v1.0/groups/${own}/team/channels/${theirs}/members/${theirs}'],
  ['POST', '/v1.0/directoryObjects/getByIds'],
  ['POST', '/v1.0/security/runHuntingQuery'],
  ['POST', '/v1.0/me/drive/items/${theirs}/preview'],
  ['POST', '/v1.0/me/drive/items/${theirs}/workbook/functions/pmt'],
  ['POST', '/v1.0/users/${user}/GETMEMBERGROUPS'],
  ['PATCH', "/v1.0/groups(uniqueName='${named}')"],
  ['PATCH', "/v1.0/groups(uniqueName='g-${run.id}')"],
  ['POST', "/v1.0/groups(uniqueName='g-${run.id}')/renew"],
])('%s %s concerns the run\u2019s own, or only reads', (method, url) => {
  expect(labels(call(method, url))).toEqual([]);
});

test.each([
  ['DELETE', '/v1.0/groups/${theirs}', 'deletes-existing'],
  ['DELETE', '/v1.0/groups/${theirs}/members/${own}/$ref', 'deletes-existing'],
  ['PATCH', '/v1.0/groups/${theirs}', 'changes-existing'],
  ['PATCH', '/v1.0/users/${user}', 'changes-existing'],
  ['PUT', '/v1.0/users/${user}/manager/$ref', 'changes-existing'],
  ['POST', '/v1.0/groups/${theirs}/members/$ref', 'changes-existing'],
  ['POST', '/v1.0/users/${user}/assignLicense', 'changes-existing'],
  ['POST', '/v1.0/users/${user}/getaway', 'changes-existing'],
  // What no metadata names changes something, whatever its name says.
  ['POST', '/v1.0/users/${user}/findAndDelete', 'changes-existing'],
  ['POST', '/v1.0/groups/${theirs}/getAndRemoveMembers', 'changes-existing'],
  ['POST', '/beta/groups/${theirs}/check', 'changes-existing'],
  ['POST', '/beta/search/queryAndPurge', 'changes-existing'],
  ['POST', '/v1.0/me/sendMail', 'changes-existing'],
  ['POST', '/v1.0/me/drive/root:/a.bin:/createUploadSession', 'changes-existing'],
  ['PUT', '/v1.0/me/drive/root:/a.bin:/content', 'changes-existing'],
  // What a container refers to is not its own: without `$ref`, the service deletes and changes the object itself.
  ['DELETE', '/v1.0/groups/${own}/members/${theirs}', 'deletes-existing'],
  ['DELETE', '/v1.0/groups/${own}/owners/${user}', 'deletes-existing'],
  ['DELETE', '/v1.0/groups/${own}/members/${theirs}/owners/${own}/$ref', 'deletes-existing'],
  ['PATCH', '/v1.0/groups/${own}/members/${theirs}/microsoft.graph.user', 'changes-existing'],
  ['PATCH', '/v1.0/groups/${own}/createdOnBehalfOf', 'changes-existing'],
  ['PATCH', '/v1.0/directory/administrativeUnits/${own}/members/${theirs}', 'changes-existing'],
  ['POST', '/v1.0/groups/${own}/members/${theirs}/microsoft.graph.user/revokeSignInSessions', 'changes-existing'],
  ['POST', '/v1.0/groups/${own}/members/${theirs}/memberOf/$ref', 'changes-existing'],
  // However an object is named.
  ['PATCH', "/v1.0/groups(uniqueName='${theirs}')", 'changes-existing'],
  ['PATCH', "/v1.0/users(userPrincipalName='${user}')", 'changes-existing'],
  ['DELETE', "/v1.0/groups(uniqueName='${theirs}')", 'deletes-existing'],
  ['PATCH', '/v1.0/groups/${theirs}?a=${own}', 'changes-existing'],
  ['PATCH', '/v1.0/groups/${own}${theirs}', 'changes-existing'],
  ['PATCH', '/v1.0/directoryObjects/${theirs}', 'changes-existing'],
  ['PATCH', '/v1.0/${theirs}', 'changes-existing'],
  ['PATCH', '/v1.0/groups/${fromHeader}', 'changes-existing'],
  ['PATCH', '/v1.0/groups/${ownersOfOwn}', 'changes-existing'],
  // Actions on what a literal, an opaque id or no id at all names.
  ['POST', '/v1.0/deviceManagement/managedDevices/abc/wipe', 'changes-existing'],
  ['POST', '/v1.0/drives/b!-RIj2DuyvE/items/01NKD/checkin', 'changes-existing'],
  ['POST', '/v1.0/deviceManagement/sendCustomNotificationToCompanyPortal', 'changes-existing'],
  ['POST', '/v1.0/teams', 'changes-existing'],
  ['POST', '/v1.0/me/drive/items/${theirs}/checkOut', 'changes-existing'],
  ['POST', '/v1.0/me/drive/items/${theirs}/CheckIn', 'changes-existing'],
  ['POST', '/v1.0/groups/${theirs}/members/%24REF', 'changes-existing'],
  // Known by another key than its id.
  ['DELETE', "/v1.0/groups(uniqueName='${named}')", 'deletes-existing'],
  ['PATCH', "/v1.0/groups(uniqueName='${title}')", 'changes-existing'],
  ['PATCH', "/v1.0/groups(uniqueName='${theirs}')", 'changes-existing'],
  ['PATCH', "/v1.0/applications(uniqueName='${named}')", 'changes-existing'],
  ['PATCH', '/v1.0/groups/${named}', 'changes-existing'],
])('%s %s needs %s', (method, url, label) => {
  expect(labels(call(method, url))).toEqual([`write ${label}`]);
});

test('a batch is what it holds', () => {
  const batch = (method: string, url: string) =>
    `request: { method: POST, url: "/v1.0/$batch", body: { requests: [{ id: "1", method: ${method}, url: "${url}" }] } }\nresponse: { status: 200 }`;
  expect(labels(batch('POST', '/groups/${own}/renew'))).toEqual([]);
  expect(labels(batch('POST', '/groups/${theirs}/renew'))).toEqual(['write changes-existing']);
  expect(labels(batch('DELETE', '/groups/${own}/members/${theirs}'))).toEqual(['write deletes-existing']);
  expect(labels(batch('GET', '/groups/${theirs}'))).toEqual([]);
  expect(labels(batch('PATCH', '/groups/${own}'))).toEqual([]);
  expect(labels(batch('PATCH', '/groups/${theirs}'))).toEqual(['write changes-existing']);
  expect(labels(batch('delete', '/groups/${theirs}'))).toEqual(['write deletes-existing']);
});

test.each([
  ['/v1.0/$batch', 'body: { requests: "${theirs}" }'],
  ['/v1.0/$batch', 'body: { requests: [ "${theirs}" ] }'],
  ['/v1.0/$batch', 'body: { requests: [ { id: "1", method: "${theirs}", url: /groups } ] }'],
  ['/v1.0/$batch', 'body: { requests: [ { id: "1", method: PATCH, Url: "/groups/${theirs}" } ] }'],
  ['/v1.0/$batch', 'body: { Requests: [ { id: "1", Method: DELETE, Url: "/groups/${theirs}" } ] }'],
  ['/v1.0/$batch', 'body: { json: { requests: [ { id: "1", method: DELETE, url: "/groups/${theirs}" } ] } }'],
  ['/v1.0/%24batch', 'body: { requests: [ { id: "1", method: DELETE, url: "/groups/${theirs}" } ] }'],
])('a batch at %s with %s is not known to concern the run’s own alone', (url, body) => {
  expect(labels(`request: { method: POST, url: "${url}", ${body} }\nresponse: { status: 200 }`)).toHaveLength(1);
});

test('a POST that is to be refused creates nothing, but an action may change something', () => {
  expect(labels(call('POST', '/v1.0/groups', 400))).toEqual([]);
  expect(labels(call('POST', '/v1.0/deviceManagement/wipeAll', 400))).toEqual(['write changes-existing']);
});

test('an action that names its objects in the body concerns those', () => {
  const confirm = (ids: string) =>
    `request: { method: POST, url: /v1.0/identityProtection/riskyUsers/confirmCompromised, body: { userIds: [ ${ids} ] } }\nresponse: { status: 204 }`;
  expect(labels(confirm('"${own}"'))).toEqual([]);
  for (const ids of ['"${theirs}"', '"${own}", "${theirs}"', '"${own}", "${user}"', '', '"${own} ${theirs}"']) {
    expect([ids, labels(confirm(ids))]).toEqual([ids, ['write changes-existing']]);
  }
});

test.each([
  ['GET', '{ method: GET, url: "/v1.0/groups/${theirs}" }'],
  ['DELETE', '{ method: DELETE, url: "/v1.0/groups/${own}" }'],
])('a %s creates nothing, whatever it says', (_, request) => {
  const step = `request: ${request}\nresponse: { status: 200 }\ncapture: { got: $.id }\ncreates: { delete: "/v1.0/groups/\${got}" }`;
  expect(() => labels(step)).toThrow('creates nothing');
});

test('a deletion is the run’s own by what its path names, not by its query', () => {
  const step = `request: { method: POST, url: /v1.0/notes, body: {} }\nresponse: { status: 201 }\ncapture: { made: $.id }\ncreates: { delete: "/v1.0/groups/\${theirs}?a=\${made}" }`;
  expect(labels(step)).toEqual(['write deletes-existing']);
});

test('an action that says it creates something changes what it names', () => {
  const step = `request: { method: POST, url: "/v1.0/users/\${user}/assignLicense", body: {} }\nresponse: { status: 200 }\ncreates: { stays: a license }`;
  expect(labels(step)).toEqual(['write changes-existing']);
});

test('a `creates` that would delete what was only looked up is a deletion of what exists', () => {
  const step = `request: { method: POST, url: /v1.0/notes, body: {} }\nresponse: { status: 201 }\ncreates: { delete: "/v1.0/groups/\${theirs}" }`;
  expect(labels(step)).toEqual(['write deletes-existing']);
});

test.each([
  ['the link that it adds', '/v1.0/groups/${theirs}/members/$ref', '${user}', '/members/${user}/$ref', []],
  ['a link of another container', '/v1.0/groups/${own}/members/$ref', '${user}', '/members/${user}/$ref', ['deletes']],
  ['a link to another', '/v1.0/groups/${theirs}/members/$ref', '${own}', '/members/${user}/$ref', ['deletes']],
  ['a link of another kind', '/v1.0/groups/${theirs}/owners/$ref', '${user}', '/members/${user}/$ref', ['deletes']],
  ['no link', '/v1.0/groups/${own}/threads', '${user}', '/members/${user}/$ref', ['deletes']],
])('a `creates` whose request adds %s', (_, url, to, link, found) => {
  const body = `{ "@odata.id": "https://graph.microsoft.com/v1.0/directoryObjects/${to}" }`;
  const step = `request: { method: POST, url: "${url}", body: ${body} }\nresponse: { status: 204 }\ncreates: { delete: "/v1.0/groups/\${theirs}${link}" }`;
  const changes = url.includes('theirs') ? ['write changes-existing'] : [];
  expect(labels(step)).toEqual(changes.length > 0 ? changes : found.map((label) => `write ${label}-existing`));
  const cleanup = `cleanup:\n  - id: delete\n    request: { method: DELETE, url: "/v1.0/groups/\${theirs}${link}" }\n    response: { status: 204 }\n`;
  const deletions = labels(step, cleanup).filter((label) => label.startsWith('delete '));
  expect(deletions).toEqual(found.map(() => 'delete deletes-existing'));
});

test('an upsert needs no leave where its key has the run\u2019s mark', () => {
  const upsert = (key: string) =>
    `request: { method: PATCH, url: "/v1.0/groups(uniqueName='${key}')", body: {} }\nresponse: { status: 201 }\ncapture: { made: $.id }\ncreates: { delete: "/v1.0/groups/\${made}" }`;
  expect(labels(upsert('x-${run.id}'))).toEqual([]);
  expect(labels(upsert('x'))).toEqual(['write changes-existing']);
  expect(labels(upsert("x')?a=('${run.id}"))).toEqual(['write changes-existing']);
  expect(labels(upsert("${run.id}')/members('${theirs}"))).toEqual(['write changes-existing']);
});

test('an application of the gallery and its service principal are made by the same call', () => {
  const steps = (path: string) => `
  - id: instantiate
    request: { method: POST, url: "/v1.0/applicationTemplates/\${theirs}/instantiate", body: {} }
    response: { status: 201 }
    capture: { made: ${path} }
    creates: { stays: here }
  - id: change
    request: { method: PATCH, url: "/v1.0/servicePrincipals/\${made}", body: {} }
    response: { status: 204 }`;
  const labelsOf = (path: string) =>
    existingWrites(samplePlan(`version: 2\ntitle: T\nactors: { admin: {} }\nsteps:${lookUp}${steps(path)}\n`)).map(
      ({ label }) => label,
    );
  expect(labelsOf('$.servicePrincipal.id')).toEqual([]);
  expect(labelsOf('$.servicePrincipal.owner')).toEqual(['changes-existing']);
});

test('no shipped scenario needs leave to delete or change what exists', async () => {
  const folder = fileURLToPath(new URL('../../../scenarios/', import.meta.url));
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.scenario.yaml'),
  );
  expect(names.length).toBeGreaterThan(20);
  for (const name of names) {
    const scenario = await loadScenario(`${folder}${name}`);
    if (!scenario.ok) throw new Error(`${name} is not a scenario`);
    const sources = { given: new Map(), environment: {} };
    const plan = makePlan(scenario.value, { against: 'sandbox', run: sampleRun, sources });
    if (!plan.ok) throw new Error(`${name} cannot be planned`);
    const writes = existingWrites(plan.value).map(({ label, request }) => `${label} ${request}`);
    expect([name, writes]).toEqual([name, []]);
  }
});

test('an address to which the service lets upload is not an object of a person’s', () => {
  const yaml = `version: 2
title: T
actors: { admin: {} }
steps:
  - id: open
    request: { method: GET, url: /v1.0/sessions }
    response: { status: 200 }
    capture: { link: $.uploadUrl }
  - id: put
    request: { method: PUT, url: "\${link}", credentials: none, body: { text: a } }
    response: { status: 200 }
`;
  expect(existingWrites(samplePlan(yaml))).toEqual([]);
  expect(existingWrites(samplePlan(yaml.replace(', credentials: none', '')))).toHaveLength(1);
});

test.each([
  ['/v1.0/users/${theirs}/revokeSignInSessions', ['write changes-existing']],
  ['/v1.0/users/${user}/microsoft.graph.assignLicense', ['write changes-existing']],
  ['/v1.0/users/${user}/%61ssignLicense', ['write changes-existing']],
  ['/v1.0/directory/deletedItems/${theirs}/restore', ['write changes-existing']],
  ['/v1.0/groups/${own}/renew', []],
  ['/v1.0/users/${user}/messages/${theirs}/createForward', []],
  ['/v1.0/applicationTemplates/${theirs}/instantiate', []],
  ['/v1.0/users/${user}/events', []],
  ['/v1.0/me/drive/items/${theirs}/children', []],
  ['/beta/me/profile/addresses', []],
  ['/beta/deviceManagement/assignmentFilters', []],
  ['/beta/users/${theirs}/purgeMailboxes', ['write changes-existing']],
  ['/beta/users/${theirs}/PurgeMailboxes', ['write changes-existing']],
  ['/beta/users/${theirs}/rotateKeys', ['write changes-existing']],
  ['/beta/users/${theirs}/mailbox', ['write changes-existing']],
  ['/v1.0/groups/${theirs}/${ownersOfOwn}', ['write changes-existing']],
  ['/v1.0/applications/${theirs}/addPassword', ['write changes-existing']],
])('a POST to %s that is said to create something: %j', (url, found) => {
  const step = (status: string) =>
    `request: { method: POST, url: "${url}", body: {} }\nresponse: { status: ${status} }\ncreates: { stays: it stays }`;
  expect(labels(step('[200, 201]'))).toEqual(found);
  expect(labels(step('201'))).toEqual(found);
});

test.each([
  ['202', '\ncreates: { stays: a mail }', []],
  ['202', '', ['write changes-existing']],
  ['200', '\ncreates: { stays: a mail }', ['write changes-existing']],
])('a POST to a collection of a person that is to be answered with %s%s: %j', (status, says, found) => {
  const sends = 'request: { method: POST, url: "/v1.0/users/${user}/messages", body: {} }';
  expect(labels(`${sends}\nresponse: { status: ${status} }${says}`)).toEqual(found);
});

test.each([
  ['another method by a second name', 'method: GET, Method: DELETE', 'changes-existing'],
  ['another url by a second name', 'method: GET, URL: /users/x', 'changes-existing'],
  ['another method by a header', 'method: GET, headers: { X-HTTP-Method-Override: DELETE }', 'changes-existing'],
  ['another method by a header of another name', 'method: GET, headers: { x-method: DELETE }', 'changes-existing'],
  ['what it is', 'method: GET, headers: { Prefer: none }', undefined],
])('a request of a batch that may be read as %s', (_, part, label) => {
  const step = (url: string) =>
    `request: { method: POST, url: "${url}", body: { requests: [ { id: "1", url: "/groups/\${theirs}", ${part} } ] } }\nresponse: { status: 200 }`;
  const found = label === undefined ? [] : [`write ${label}`];
  expect(labels(step('/v1.0/$batch'))).toEqual(found);
  expect(labels(step('/v1.0/%24b%61tch'))).toEqual(found);
});

test('a step may delete what exists where it says so, and that was allowed', () => {
  const yaml = `title: T
actors: { admin: {} }
steps:${lookUp.replace(', fromHeader: { header: location }', '')}
  - id: first
    request: { method: DELETE, url: "/v1.0/groups/\${theirs}" }
    response: { status: 204 }
`;
  const plan = samplePlan(yaml);
  const may = (...allowed: readonly string[]) => [...mayDelete(plan, new Set(allowed))];
  expect(may('deletes-existing')).toEqual(['first']);
  expect(may('changes-existing')).toEqual([]);
});
