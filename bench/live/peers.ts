import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Service } from './start-service.ts';

/** What a user could install instead. It sends the same seven requests a scenario, with a token that it requests once. */
export type Peer = {
  readonly name: string;
  /** What Node is started with, after the files are written. */
  readonly prepare: (folder: string, service: Service, count: number) => Promise<readonly string[]>;
};

const here = fileURLToPath(new URL('../node_modules', import.meta.url));

const bins = { newman: 'newman/bin/newman.js', respect: '@redocly/cli/bin/cli.js' } as const;

/** Those that are installed beside the bench. */
export function installedPeers(): readonly Peer[] {
  return [newman, respect].filter(({ name }) => existsSync(join(here, bins[name as keyof typeof bins])));
}

/** The names of those that are not. */
export function missingPeers(): readonly string[] {
  const installed = installedPeers().map(({ name }) => name);
  return Object.keys(bins).filter((name) => !installed.includes(name));
}

const newman: Peer = {
  name: 'newman',
  prepare: async (folder, service, count) => {
    const collection = join(folder, `newman-${count}.json`);
    await writeFile(collection, JSON.stringify(postmanCollection(service, count)));
    return [join(here, bins.newman), 'run', collection, '--ssl-extra-ca-certs', service.ca];
  },
};

const respect: Peer = {
  name: 'respect',
  prepare: async (folder, service, count) => {
    const file = join(folder, `respect-${count}.arazzo.json`);
    await writeFile(file, JSON.stringify(arazzo(service, count)));
    const most = String(count * 7 + 1);
    return [join(here, bins.respect), 'respect', file, '--max-steps', most, '--severity', 'SCHEMA_CHECK=off'];
  },
};

type PlainRequest = {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly status: number;
  /** Properties of the response, and what they are. */
  readonly expected?: { readonly [name: string]: string };
};

/** `group`: how a tool writes the id that it has captured. */
function requestsOf(at: number, group: string): readonly PlainRequest[] {
  const name = `bench ${at}`;
  const path = `/v1.0/groups/${group}`;
  const properties = { displayName: name, mailEnabled: false, mailNickname: `b${at}`, securityEnabled: true };
  const [method, description] = ['GET', `${name} renamed`];
  return [
    {
      id: 'create',
      method: 'POST',
      path: '/v1.0/groups',
      body: properties,
      status: 201,
      expected: { displayName: name },
    },
    { id: 'read', method, path, status: 200, expected: { displayName: name } },
    { id: 'rename', method: 'PATCH', path, body: { description }, status: 204 },
    { id: 'again', method, path, status: 200, expected: { description } },
    { id: 'members', method, path: `${path}/members`, status: 200 },
    { id: 'owners', method, path: `${path}/owners`, status: 200 },
    { id: 'delete', method: 'DELETE', path, status: 204 },
  ];
}

function postmanCollection({ origin, tenant }: Service, count: number): object {
  const test = (lines: readonly string[]) => [{ listen: 'test', script: { type: 'text/javascript', exec: lines } }];
  const signIn = {
    name: 'sign in',
    event: test(["pm.collectionVariables.set('token', pm.response.json().access_token);"]),
    request: {
      method: 'POST',
      url: `${origin}/${tenant}/oauth2/v2.0/token`,
      body: { mode: 'urlencoded', urlencoded: [{ key: 'grant_type', value: 'client_credentials' }] },
    },
  };
  const item = ({ id, method, path, body, status, expected = {} }: PlainRequest) => ({
    name: id,
    event: test([
      `pm.test('status', () => pm.response.to.have.status(${status}));`,
      ...Object.entries(expected).map(
        ([name, value]) =>
          `pm.test('${name}', () => pm.expect(pm.response.json().${name}).to.eql(${JSON.stringify(value)}));`,
      ),
      ...(id === 'create' ? ["pm.collectionVariables.set('group', pm.response.json().id);"] : []),
    ]),
    request: {
      method,
      url: `${origin}${path}`,
      header: [
        { key: 'Authorization', value: 'Bearer {{token}}' },
        { key: 'Content-Type', value: 'application/json' },
      ],
      ...(body !== undefined && { body: { mode: 'raw', raw: JSON.stringify(body) } }),
    },
  });
  const folders = Array.from({ length: count }, (_, at) => ({
    name: `scenario ${at}`,
    item: requestsOf(at, '{{group}}').map(item),
  }));
  const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
  return { info: { name: 'bench', schema }, item: [signIn, ...folders] };
}

function arazzo({ origin, tenant }: Service, count: number): object {
  const signIn = {
    stepId: 'sign-in',
    'x-operation': { method: 'post', url: `${origin}/${tenant}/oauth2/v2.0/token` },
    successCriteria: [{ condition: '$statusCode == 200' }],
    outputs: { token: '$response.body#/access_token' },
  };
  const workflows = Array.from({ length: count }, (_, at) => ({
    workflowId: `scenario-${at}`,
    steps: requestsOf(at, '{$steps.create.outputs.group}').map(({ id, method, path, body, status, expected = {} }) => ({
      stepId: id,
      'x-operation': { method: method.toLowerCase(), url: `${origin}${path}` },
      parameters: [
        {
          in: 'header',
          name: 'Authorization',
          value: 'Bearer {$workflows.sign-in.outputs.token}',
        },
      ],
      ...(body !== undefined && { requestBody: { contentType: 'application/json', payload: body } }),
      successCriteria: [
        { condition: `$statusCode == ${status}` },
        ...Object.entries(expected).map(([name, value]) => ({ condition: `$response.body#/${name} == '${value}'` })),
      ],
      ...(id === 'create' && { outputs: { group: '$response.body#/id' } }),
    })),
  }));
  const first = { workflowId: 'sign-in', steps: [signIn], outputs: { token: '$steps.sign-in.outputs.token' } };
  return {
    arazzo: '1.0.1',
    info: { title: 'bench', version: '1.0.0' },
    sourceDescriptions: [{ name: 'graph', type: 'openapi', url: 'openapi.json' }],
    workflows: [first, ...workflows],
  };
}
