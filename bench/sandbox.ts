import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent, request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveSandbox } from '../src/harness/harness.ts';
import { runNode } from './built-cli.ts';
import { type LargeTenant, largeSeed, largeTenant } from './large-tenant.ts';
import { sideBySide, timed } from './measure.ts';
import type { Row } from './row.ts';

const row = (what: string, value: number, unit: string): Row => ({ group: 'sandbox', what, value, unit });

/** The sandbox with 10,000 users, 1,000 groups and up to 100,000 decisions. */
export async function measureSandbox(): Promise<readonly Row[]> {
  return [...measureStart(), ...(await measurePaging()), ...(await measureRequests()), ...measureMemory()];
}

const source = new URL('../src/sandbox.ts', import.meta.url).href;
const handled = (path: string) => `s.handle({ method: 'GET', url: '/v1.0/${path}', headers: {} }, s.administrator);`;
const seeded = "{ seed: { version: 1, objects: [{ path: '/planner/plans/p1', properties: { title: 'x' } }] } }";

/** As a part of what it may take. */
const within = (mostMs: number, what: string, ms: number): Row => ({
  ...row(what, ms, 'ms'),
  ratio: ms / mostMs,
  aim: 1,
});

/** A sandbox in a process that had none: what a user's first test waits for, once the code is loaded. */
function measureStart(): readonly Row[] {
  const start = (options: string, path: string): number => {
    const code = `import { createSandbox } from '${source}'; const begun = performance.now();
      const s = createSandbox(${options}); ${handled(path)} console.log(performance.now() - begun);`;
    const once = () => Number(execFileSync(process.execPath, ['--input-type=module', '-e', code]).toString());
    return Array.from({ length: 5 }, once).toSorted((a, b) => a - b)[2] ?? Number.NaN;
  };
  return [
    within(50, 'starting in process, and a read of the directory', start('', 'users')),
    within(100, 'starting in process, and a read of the typed layer', start('', 'planner/plans')),
    row('starting in process with a seed of objects', start(seeded, 'planner/plans/p1'), 'ms'),
  ];
}

/** Paging through everything: what a decision costs does not depend on how many there are. */
async function measurePaging(): Promise<readonly Row[]> {
  const seed = largeSeed();
  const [ten, hundred, one] = [largeTenant(seed), largeTenant(seed), largeTenant(seed)];
  const build = await timed(() => largeTenant(seed));
  ten.reviewLarge(10);
  const create = await timed(() => hundred.reviewLarge(100));
  one.reviewEverybody();
  const medians = await sideBySide(
    { ten: () => perDecision(ten), hundred: () => perDecision(hundred), one: () => perDecision(one) },
    { rounds: 7, warmUp: 1 },
  );
  const paged = (what: string, value: number) => ({ ...row(what, value, 'µs/decision'), ratio: value / medians.ten });
  return [
    row('10,000 users and 1,000 groups from their seed', build, 'ms'),
    row('beginning 100 reviews of 1,000 members', create / 100, 'µs/decision'),
    paged('paging through 10 reviews of 1,000', medians.ten),
    { ...paged('paging through 100 reviews of 1,000', medians.hundred), aim: 1.25 },
    { ...paged('paging through a review of 10,000', medians.one), aim: 1.25 },
  ];
}

async function perDecision(tenant: LargeTenant): Promise<number> {
  let decisions = 0;
  const ms = await timed(() => {
    decisions = tenant.pageThrough();
  });
  return (ms * 1000) / decisions;
}

const requests = 2_000;
const atOnce = 10;

/** The same small requests, in process and over TLS on connections that stay open. */
async function measureRequests(): Promise<readonly Row[]> {
  const seed = largeSeed();
  const tenant = largeTenant(seed);
  const served = await serve(seed);
  const url = (at: number) => `/v1.0/users/user${at}@large.example`;
  const medians = await sideBySide(
    {
      inProcess: () => timed(() => each(requests, async (at) => tenant.send('GET', url(at)))),
      https: () => timed(() => each(requests, (at) => served.get(url(at)))),
    },
    { rounds: 7, warmUp: 1 },
  );
  await served.close();
  const perSecond = (ms: number) => (requests / ms) * 1000;
  return [
    row('GET of one user, in process', perSecond(medians.inProcess), 'requests/s'),
    {
      ...row(`GET of one user, over HTTPS, ${atOnce} at a time`, perSecond(medians.https), 'requests/s'),
      ratio: medians.https / medians.inProcess,
    },
  ];
}

/** Sends so many, a few at a time. */
async function each(count: number, send: (at: number) => Promise<unknown>): Promise<void> {
  const waiting = Array.from({ length: count }, (_, at) => at).values();
  const worker = async () => {
    for (const at of waiting) await send(at);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

type Served = { readonly get: (url: string) => Promise<string>; readonly close: () => Promise<void> };

async function serve(seed: ReturnType<typeof largeSeed>): Promise<Served> {
  const place = await mkdtemp(join(tmpdir(), 'tutorial-replay-bench-sandbox-'));
  const started = await serveSandbox({ port: 0, folder: join(place, 'keys'), seed });
  if (!started.ok) throw new Error(started.problems[0]?.message);
  const { server, folder } = started.value;
  const ca = await readFile(folder.paths.ca, 'utf8');
  const agent = new Agent({ ca, keepAlive: true, maxSockets: atOnce });
  const send = (path: string, headers: { readonly [name: string]: string }, body?: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const method = body === undefined ? 'GET' : 'POST';
      const sent = httpsRequest(`${server.origin}${path}`, { agent, method, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => {
          text += part;
        });
        response.on('end', () => (response.statusCode === 200 ? resolve(text) : reject(new Error(text))));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  const form = new URLSearchParams({
    grant_type: 'password',
    client_id: server.apps()[0]?.appId ?? '',
    username: server.administrator ?? '',
    password: server.password,
    scope: 'https://graph.microsoft.com/.default',
  });
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const granted = await send(`/${seed.tenant.id}/oauth2/v2.0/token`, type, form.toString());
  const authorization = `Bearer ${JSON.parse(granted).access_token}`;
  return {
    get: (url) => send(url, { authorization }),
    close: async () => {
      agent.destroy();
      await server.close();
      await rm(place, { recursive: true });
    },
  };
}

function measureMemory(): readonly Row[] {
  const script = fileURLToPath(new URL('./sandbox-memory.ts', import.meta.url));
  const { empty, reviewed, paged } = JSON.parse(runNode(['--expose-gc', script]));
  const memory = (what: string, megabytes: number) => row(what, megabytes, 'MB');
  return [
    memory('memory of the tenant', empty),
    memory('memory with 100,000 decisions', reviewed),
    memory('memory after paging through them', paged),
  ];
}
