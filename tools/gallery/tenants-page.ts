import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dispatch } from '../../src/cli/dispatch.ts';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { sampleFleet } from '../../test/support/sandbox/sample-fleet.ts';

/** The page of a run in four tenants: one lacks a consent, one demands more of who signs in, one has no credential. Answers with its path. */
export async function tenantsPage(folder: string): Promise<string> {
  const fleet = await sampleFleet(4);
  try {
    const names = ['contoso', 'fabrikam', 'northwind', 'tailspin'];
    const text = names.reduce(
      (file, name, at) => file.replace(`name: tenant-${at + 1},`, `name: ${name},`),
      await readFile(fleet.file, 'utf8'),
    );
    const tenants = join(folder, 'tenants.yaml');
    await mkdir(join(folder, 'scenarios'));
    await writeFile(tenants, text);
    for (const [name, scenario] of Object.entries(scenarios)) {
      await writeFile(join(folder, `scenarios/${name}.scenario.yaml`), scenario);
    }
    fleet.tenants[1]?.server
      .sandbox()
      .faults.add({ kind: 'missing-consent', path: '/groups', method: 'POST', times: 9 });
    fleet.tenants[2]?.server.sandbox().faults.add({ kind: 'claims-challenge', path: '/me', times: 9 });
    const environment = { ...fleet.environment, T4_CLIENT_ID: '' };
    const page = join(folder, 'tenants.html');
    const { streams } = capturedStreams();
    const args = ['--tenants', tenants, '--ledger', join(folder, 'runs'), '-j', '4', '-r', `html=${page}`];
    await dispatch(['run', '--against', 'live', '--unattended', ...args, join(folder, 'scenarios')], {
      ...streams,
      environment,
    });
    return page;
  } finally {
    await fleet.close();
  }
}

const scenario = (title: string, step: string) => `title: ${title}
actors:
  admin: { permissions: [Group.ReadWrite.All, User.Read.All] }
steps:
${step}`;

const scenarios = {
  'create-group': scenario(
    'Create a group and read it',
    `  - id: create-group
    actor: admin
    request:
      method: POST
      url: /v1.0/groups
      body: { displayName: Fire wardens, mailNickname: "wardens-\${run.id}", mailEnabled: false, securityEnabled: true }
    response: { status: 201, body: { id: <uuid>, displayName: Fire wardens } }
    capture: { groupId: $.id }
    creates:
      delete: /v1.0/groups/\${groupId}
      find: /v1.0/groups?$filter=mailNickname eq 'wardens-\${run.id}'
  - id: read-group
    actor: admin
    request: { method: GET, url: "/v1.0/groups/\${groupId}" }
    response: { status: 200, body: { displayName: Fire wardens } }
`,
  ),
  profile: scenario(
    'Read the profile of who signed in',
    `  - id: read-me
    actor: admin
    request: { method: GET, url: /v1.0/me }
    response: { status: 200, body: { id: <uuid>, displayName: <string> } }
`,
  ),
  organization: scenario(
    'Read the organization',
    `  - id: read-organization
    actor: admin
    request: { method: GET, url: /v1.0/organization }
    response: { status: 200, body: { value: [{ id: <uuid>, displayName: <string> }] } }
`,
  ),
};
