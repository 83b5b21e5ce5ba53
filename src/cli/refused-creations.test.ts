import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { type SampleServer, sampleServer } from '../../test/support/sandbox/sample-server.ts';
import { dispatch } from './dispatch.ts';

let sample: SampleServer;
let folder: string;
beforeAll(async () => {
  sample = await sampleServer();
  folder = await mkdtemp(join(tmpdir(), 'refused-creations-'));
});
afterAll(async () => {
  await sample.close();
  await rm(folder, { recursive: true });
});

const sets = [
  'applications',
  'servicePrincipals',
  'groups',
  'directory/administrativeUnits',
  'identity/conditionalAccess/namedLocations',
  'me/messages',
];

/** What is in each set. */
async function there(): Promise<readonly string[]> {
  const token = await sample.token();
  const all = sets.map(async (set) => {
    const { json } = await sample.send('GET', `/v1.0/${set}?$select=id&$top=999`, { token });
    return json.value.map(({ id }: { id: string }) => `${set}/${id}`);
  });
  return (await Promise.all(all)).flat().sort();
}

const template = '8adf8e6e-67b2-4cf2-a259-e3dc5476c621';
const post = (url: string, body: string, status = 403) =>
  `    request: { method: POST, url: "${url}", body: ${body} }\n    response: { status: ${status} }\n`;
const named = '{ displayName: "refused-${run.id}" }';
const group = `'@odata.type': "#microsoft.graph.group", displayName: "refused-\${run.id}", mailEnabled: false, mailNickname: "r-\${run.id}", securityEnabled: true`;
const location = `displayName: "refused-\${run.id}", isTrusted: false, ipRanges: [ { '@odata.type': "#microsoft.graph.iPv4CidrRange", cidrAddress: 192.0.2.0/24 } ]`;
const own = (request: string, captured: string, url: string) =>
  `  - id: own\n    ${request}\n    response: { status: 201 }\n    capture: { ${captured}: $.id }\n    creates: { delete: "${url}/\${${captured}}" }\n`;
const unit = own(
  'request: { method: POST, url: /v1.0/directory/administrativeUnits, body: { displayName: "u-${run.id}" } }',
  'unit',
  '/v1.0/directory/administrativeUnits',
);
const message = own(
  'request: { method: POST, url: /v1.0/me/messages, body: { subject: "m-${run.id}" } }',
  'message',
  '/v1.0/me/messages',
);

test.each([
  ['an action', `  - id: try\n${post(`/v1.0/applicationTemplates/${template}/instantiate`, named)}`],
  [
    'a POST to a type',
    `  - id: try\n${post('/v1.0/identity/conditionalAccess/namedLocations/microsoft.graph.ipNamedLocation', `{ ${location} }`)}`,
  ],
  [
    'an action in a batch',
    `  - id: try\n${post('/v1.0/$batch', `{ requests: [ { id: "1", method: POST, url: /applicationTemplates/${template}/instantiate, headers: { Content-Type: application/json }, body: ${named} } ] }`, 400)}`,
  ],
  [
    'a POST to what refers to it',
    `${unit}  - id: try\n${post('/v1.0/directory/administrativeUnits/${unit}/members', `{ ${group} }`)}`,
  ],
  [
    'an action on an object of the run',
    `${message}  - id: try\n${post('/v1.0/me/messages/${message}/microsoft.graph.createReply', '{ comment: "r-${run.id}" }')}`,
  ],
])('P1 what %s creates that was to be refused is deleted', async (_, steps) => {
  const { code, text, left } = await run(steps);
  expect(text).toMatch(/expected +40[03]/);
  expect({ code, left }, text).toEqual({ code: 1, left: [] });
});

test.each([
  ['an action', `  - id: make\n${post(`/v1.0/applicationTemplates/${template}/instantiate`, named, 200)}`],
  [
    'a POST to a type',
    `  - id: make\n${post('/v1.0/identity/conditionalAccess/namedLocations/microsoft.graph.ipNamedLocation', `{ ${location} }`, 200)}`,
  ],
  [
    'an action on an object of the run',
    `${message}  - id: make\n${post('/v1.0/me/messages/${message}/createForward', '{ comment: "r-${run.id}" }', 200)}`,
  ],
])('P1 what %s creates that was to change something is deleted', async (_, steps) => {
  const { code, text, left } = await run(steps);
  expect(text).toMatch(/expected +200/);
  expect({ code, left }, text).toEqual({ code: 1, left: [] });
});

/** How a run ends, what it prints, and what it leaves. */
async function run(steps: string) {
  const before = await there();
  const path = join(folder, 'refused.scenario.yaml');
  await writeFile(path, `title: It is refused\nactors: { admin: {} }\nsteps:\n${steps}`);
  const { streams, out, err } = capturedStreams();
  const args = ['run', '--against', 'live', '--tenant', sample.tenant(), '--allow', 'changes-existing', path];
  const environment = { ...sample.settings(), TUTORIAL_REPLAY_LEDGER: join(folder, 'runs') };
  const code = await dispatch(args, { ...streams, environment });
  return { code, text: out() + err(), left: (await there()).filter((one) => !before.includes(one)) };
}
