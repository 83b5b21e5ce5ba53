import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { type SampleFleet, sampleFleet } from '../../test/support/sandbox/sample-fleet.ts';
import { secretVault } from '../redaction/redact/secret-vault.ts';
import type { RunEvent } from '../run/result.ts';
import { openTrace } from './steps/trace/open-trace.ts';
import type { Telemetry } from './steps/trace/telemetry.ts';

let fleet: SampleFleet;
let collector: Server;
let received: { readonly url: string; readonly body: string }[] = [];
const sentIds = new Set<string>();

beforeAll(async () => {
  fleet = await sampleFleet(2, {
    watch: (_, { headers }) => {
      const id = headers['client-request-id'];
      if (id !== undefined && headers['authorization'] !== undefined) sentIds.add(id);
    },
  });
  await writeFile(join(fleet.folder, 'me.scenario.yaml'), scenario);
  collector = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ url: request.url ?? '', body: Buffer.concat(chunks).toString('utf8') });
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((ready) => collector.listen(0, '127.0.0.1', ready));
});
afterAll(async () => {
  collector.close();
  await fleet.close();
});

const scenario = `title: Who I am
actors:
  admin: { permissions: [User.Read] }
inputs:
  secretWord: { example: x }
steps:
  - id: read-me
    actor: admin
    request: { method: GET, url: "/v1.0/me?$select=id,displayName" }
    response: { status: 200, body: { id: <uuid>, displayName: <string> } }
  - id: read-nothing
    actor: admin
    request: { method: GET, url: "/v1.0/groups/\${secretWord}" }
    response: { status: [400, 404] }
`;

/** In a process of its own: the SDK reads the variables of the process that it is in. */
async function run(environment: { readonly [name: string]: string }) {
  received = [];
  sentIds.clear();
  const args = [
    'run',
    '--against',
    'live',
    '--otel',
    '--tenants',
    fleet.file,
    '-j',
    '2',
    '--ledger',
    join(fleet.folder, 'runs'),
  ];
  const child = spawn(
    process.execPath,
    [
      'bin/tutorial-replay.js',
      ...args,
      '--var',
      'secretWord=canary-of-an-input',
      join(fleet.folder, 'me.scenario.yaml'),
    ],
    { env: { ...process.env, ...fleet.environment, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let err = '';
  child.stderr.on('data', (text) => {
    err += text;
  });
  child.stdout.resume();
  const [code] = await once(child, 'exit');
  return { code, err };
}

type Attribute = { readonly key: string; readonly value: object };
type OtlpSpan = {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly Attribute[];
};

const bodies = () => received.map(({ body }) => JSON.parse(body));
const spans = (): readonly OtlpSpan[] =>
  bodies().flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }: { scopeSpans: { spans: OtlpSpan[] }[] }) =>
      scopeSpans.flatMap((scope) => scope.spans),
    ),
  );
const attribute = (span: OtlpSpan, name: string) =>
  JSON.stringify(span.attributes.find(({ key }) => key === name)?.value ?? '');

test('one trace a run, a span a request with its client-request-id, and nothing of the tenants', async () => {
  const { port } = collector.address() as AddressInfo;
  const { code, err } = await run({
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=night',
  });
  expect(code, err).toBe(0);
  expect(received.map(({ url }) => url)).toEqual(received.map(() => '/v1/traces'));
  const all = spans();
  expect(new Set(all.map(({ traceId }) => traceId)).size).toBe(1);
  const byId = new Map(all.map((span) => [span.spanId, span]));
  const roots = all.filter(({ parentSpanId = '' }) => !byId.has(parentSpanId));
  expect(roots.map(({ name }) => name)).toEqual(['tutorial-replay run']);
  const requests = all.filter((span) => attribute(span, 'http.request.method') !== '""');
  const ids = requests.map(
    (span) => /[0-9a-f-]{36}/.exec(attribute(span, 'http.request.header.client-request-id'))?.[0],
  );
  expect(ids.toSorted()).toEqual([...sentIds].sort());
  expect(ids).toHaveLength(4);
  // Each below its scenario, which is in its tenant.
  const parents = requests
    .map(({ parentSpanId = '' }) => byId.get(parentSpanId))
    .map((span) => span && attribute(span, 'tutorial_replay.tenant'));
  expect(parents.toSorted().join()).toMatch(/tenant-1.*tenant-1.*tenant-2.*tenant-2/);
  const text = received.map(({ body }) => body).join('\n');
  expect(text).toContain('night');
  const secret = [
    ...fleet.tenants.flatMap(({ canaries }) => canaries),
    'canary',
    'Bearer',
    '/v1.0',
    process.cwd(),
    'process.',
  ];
  expect(secret.filter((word) => text.includes(word))).toEqual([]);
});

test('a collector that is away changes nothing but a line', async () => {
  const { code, err } = await run({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_TIMEOUT: '500',
  });
  expect(err).toMatch(/^the trace cannot be sent: /m);
  expect(err).not.toMatch(/^\s+at /m);
  expect(code).toBe(0);
});

test('no secret is in the names of a span', async () => {
  const started: string[] = [];
  const span = { setAttribute: () => {}, setStatus: () => {}, end: () => {} };
  const startSpan = (...what: readonly unknown[]) => {
    started.push(JSON.stringify(what));
    return span;
  };
  const api = {
    trace: { getTracer: () => ({ startSpan }), setSpan: () => ({}), disable: () => {} },
    context: { active: () => ({}) },
    diag: { setLogger: () => {}, disable: () => {} },
    ...{ DiagLogLevel: { ERROR: 0 }, SpanKind: { CLIENT: 1 }, SpanStatusCode: { ERROR: 2 } },
  };
  const sdk = {
    NodeSDK: class {
      start() {}
      async shutdown() {}
    },
  };
  const secrets = secretVault();
  secrets.register('canary-of-a-name');
  const { streams } = capturedStreams();
  const trace = await openTrace({ ...streams, secrets }, async () => ({ api, sdk }) as Telemetry);
  if (!trace.ok) throw new Error('it cannot be opened');
  const of = { file: 'canary-of-a-name.scenario.yaml', row: 'canary-of-a-name' };
  trace.value.on({ kind: 'scenario-started', title: 'T', steps: 1, cleanup: 0, ...of } as unknown as RunEvent);
  trace.value.live('canary-of-a-name')({
    ...{ kind: 'attempted', step: 'canary-of-a-name', actor: 'canary-of-a-name', method: 'GET', url: '/' },
    ...{ clientRequestId: 'id-of-it', received: 200, startedMs: 0, tookMs: 1, of },
  });
  expect(started).toHaveLength(2);
  expect(started.join()).toContain('id-of-it');
  expect(started.join()).toContain('<gone>.scenario.yaml');
  expect(started.join()).not.toContain('canary');
});

test('without the packages, the command that installs them is in the fix', async () => {
  const { streams } = capturedStreams();
  const trace = await openTrace(streams, () => Promise.reject(new Error('not found')));
  expect(trace).toMatchObject({
    ok: false,
    problems: [
      {
        code: 'missing-package',
        fix: expect.stringContaining('npm install --save-dev @opentelemetry/api @opentelemetry/sdk-node'),
      },
    ],
  });
});
