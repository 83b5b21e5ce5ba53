import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Agent } from 'undici';
import { liveBackend } from '/work/main/src/backend/live/live-backend.ts';
import { monotonicClock } from '/work/main/src/backend/live/monotonic-clock.ts';
import { throttleState } from '/work/main/src/backend/live/throttle-state.ts';
import { openWire } from '/work/main/src/backend/live/wire.ts';
import { makePlan } from '/work/main/src/run/make-plan.ts';
import type { Plan } from '/work/main/src/run/plan.ts';
import { replayPlan } from '/work/main/src/run/replay.ts';
import { loadScenario } from '/work/main/src/scenario/load-scenario.ts';
import { sideBySide, timed } from '/work/main/bench/measure.ts';
import type { Row } from '/work/main/bench/row.ts';

const requests = 7;
const id = '7f3a5c1e-0000-4000-8000-000000000001';

const scenario = `title: Seven requests
actors:
  admin:
    permissions: [Group.ReadWrite.All]
steps:
  - id: create
    title: Create a group
    request: { method: POST, url: /v1.0/groups, body: { displayName: Bench, mailNickname: "bench-\${run.id}", mailEnabled: false, securityEnabled: true } }
    response: { status: 201, body: { id: <uuid>, displayName: Bench, mailEnabled: false } }
    capture: { group: $.id }
    creates: { delete: "/v1.0/groups/\${group}" }
  - id: read
    title: Read it
    request: { method: GET, url: "/v1.0/groups/\${group}" }
    response: { status: 200, body: { id: "\${group}", displayName: Bench, securityEnabled: true } }
  - id: change
    title: Change it
    request: { method: PATCH, url: "/v1.0/groups/\${group}", body: { description: A group of the bench } }
    response: { status: 204 }
  - id: read-again
    title: Read it again
    request: { method: GET, url: "/v1.0/groups/\${group}" }
    response: { status: 200, body: { description: A group of the bench } }
  - id: add-member
    title: Add a member
    request: { method: POST, url: "/v1.0/groups/\${group}/members/$ref", body: { "@odata.id": "https://graph.microsoft.com/v1.0/directoryObjects/\${group}" } }
    response: { status: 204 }
    creates: { stays: The membership goes with the group }
  - id: list-members
    title: List the members
    request: { method: GET, url: "/v1.0/groups/\${group}/members" }
    response: { status: 200, body: { value: [{ id: "\${group}" }, { id: "\${group}" }, { id: "\${group}" }, { id: "\${group}" }, { id: "\${group}" }] } }
cleanup:
  - id: delete
    title: Delete the group
    request: { method: DELETE, url: "/v1.0/groups/\${group}" }
    response: { status: 204 }
`;

/** The same seven requests, live over loopback HTTP and in a loop that asserts nothing. */
export async function measureLive(): Promise<readonly Row[]> {
  const plan = await livePlan();
  const target = spawn(process.execPath, [fileURLToPath('file:///work/main/bench/live-target.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = await once(target.stdout, 'data');
  const origin = `http://127.0.0.1:${String(port).trim()}`;
  const rows: Row[] = [];
  for (const [count, atOnce] of [
    [100, 1],
    [100, 8],
    [1_000, 1],
    [1_000, 8],
  ] as const) {
    rows.push(...(await compare({ plan, origin, count, atOnce })));
  }
  target.kill();
  return rows;
}

type Comparison = { readonly plan: Plan; readonly origin: string; readonly count: number; readonly atOnce: number };

export async function compare({ plan, origin, count, atOnce }: Comparison): Promise<readonly Row[]> {
  const agent = new Agent({ pipelining: 1, allowH2: false });
  const wire = openWire();
  const throttle = throttleState();
  const clock = monotonicClock(Date.now());
  const one = async () => {
    const backend = liveBackend({ origin: { origin }, wire, throttle, clock, tokens, random: Math.random });
    const result = await replayPlan(plan, { backend, clock, listener: () => {} });
    if (result.outcome !== 'passed') throw new Error(JSON.stringify(result.steps.map(({ outcome }) => outcome)));
  };
  const medians = await sideBySide(
    {
      loop: () => timed(() => inParallel(() => askPlainly(agent, origin), count, atOnce)),
      live: () => timed(() => inParallel(one, count, atOnce)),
    },
    { rounds: count > 500 ? 5 : 9, warmUp: 2 },
  );
  await Promise.all([agent.close(), wire.close()]);
  const row = (what: string, ms: number, aim?: number): Row => ({
    group: 'live',
    what: `${what}, ${count} scenarios, ${atOnce} at a time`,
    value: (ms * 1000) / count / requests,
    unit: 'µs/request',
    ratio: ms / medians.loop,
    ...(aim === undefined ? {} : { aim }),
  });
  return [
    row('undici in a loop', medians.loop),
    count === 1_000 ? row('live run', medians.live, 1.5) : row('live run', medians.live),
  ];
}

const tokens = {
  get: async () => ({ ok: true, token: 'bench', expiresAtMs: Number.POSITIVE_INFINITY }) as const,
  refresh: () => {},
};

export async function inParallel(run: () => Promise<void>, count: number, atOnce: number): Promise<void> {
  let left = count;
  const worker = async () => {
    while (left-- > 0) await run();
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** The floor: what one would write by hand, with nothing looked at. */
async function askPlainly(agent: Agent, origin: string): Promise<void> {
  const headers = { accept: 'application/json', authorization: 'Bearer bench' };
  const json = { ...headers, 'content-type': 'application/json' };
  const send = async (method: string, path: string, body?: object) => {
    const answer = await agent.request({
      origin,
      path,
      method,
      headers: body === undefined ? headers : json,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return answer.statusCode === 204 ? answer.body.dump() : answer.body.json();
  };
  await send('POST', '/v1.0/groups', {
    displayName: 'Bench',
    mailNickname: 'bench',
    mailEnabled: false,
    securityEnabled: true,
  });
  await send('GET', `/v1.0/groups/${id}`);
  await send('PATCH', `/v1.0/groups/${id}`, { description: 'A group of the bench' });
  await send('GET', `/v1.0/groups/${id}`);
  await send('POST', `/v1.0/groups/${id}/members/$ref`, {
    '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}`,
  });
  await send('GET', `/v1.0/groups/${id}/members`);
  await send('DELETE', `/v1.0/groups/${id}`);
}

export async function livePlan(): Promise<Plan> {
  const folder = await mkdtemp(join(tmpdir(), 'tutorial-replay-live-'));
  const file = join(folder, 'seven.scenario.yaml');
  await writeFile(file, scenario);
  const loaded = await loadScenario(file);
  await rm(folder, { recursive: true });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems.map(({ message, at }) => [message, at?.line])));
  const run = { id: 'bench', now: '2026-11-20T08:00:00Z', password: 'Bench-passw0rd' };
  const planned = makePlan(loaded.value, { against: 'live', run, sources: { given: new Map(), environment: {} } });
  if (!planned.ok) throw new Error(JSON.stringify(planned.problems.map(({ message, at }) => [message, at?.line])));
  return planned.value;
}
const plan = await livePlan();
const target = spawn(process.execPath, ['--no-warnings','/work/main/bench/live-target.ts'], { stdio: ['ignore','pipe','inherit'] });
const [port] = await once(target.stdout, 'data');
const origin = `http://127.0.0.1:${String(port).trim()}`;
const agent = new Agent({ pipelining: 1, allowH2: false });
const wire = openWire(); const throttle = throttleState(); const clock = monotonicClock(Date.now());
const hdr = { accept: 'application/json' };
const back = () => liveBackend({ origin: { origin }, wire, throttle, clock, tokens, random: Math.random });
const seven = [['POST','/v1.0/groups',{displayName:'B'}],['GET',`/v1.0/groups/${id}`],['PATCH',`/v1.0/groups/${id}`,{description:'A'}],['GET',`/v1.0/groups/${id}`],['POST',`/v1.0/groups/${id}/members/$ref`,{a:1}],['GET',`/v1.0/groups/${id}/members`],['DELETE',`/v1.0/groups/${id}`]] as any[];
const wireOnly = async () => { for (const [method,path,body] of seven) await wire.exchange({origin,method,path,headers: body?{...hdr,'content-type':'application/json'}:hdr, ...(body?{body:JSON.stringify(body)}:{})},{deadlineMs:10000}); };
const sendOnly = async () => { const b = back(); for (const [method,url,body] of seven) await b.send({method,url,headers: hdr,...(body?{body}:{})},{step:'a',actor:'admin'}); };
const full = async () => { await replayPlan(plan, { backend: back(), clock, listener: () => {} }); };
const answers = new Map<string, any>(); { const b = back(); const rec = { ...b, send: async (r: any, c: any) => { const x = await b.send(r, c); answers.set(c.step, x); return x; } }; await replayPlan(plan, { backend: rec, clock, listener: () => {} }); }
const memory = { origin, close: async () => {}, send: async (_: any, c: any) => answers.get(c.step) };
const runOnly = async () => { await replayPlan(plan, { backend: memory, clock, listener: () => {} }); };
for (const at of [1, 8]) {
const m = await sideBySide({ loop: () => timed(() => inParallel(() => askPlainly(agent, origin), 1000, at)), wire: () => timed(() => inParallel(wireOnly, 1000, at)), send: () => timed(() => inParallel(sendOnly, 1000, at)), full: () => timed(() => inParallel(full, 1000, at)), run: () => timed(() => inParallel(runOnly, 1000, at)) }, { rounds: 7, warmUp: 2 });
console.log(at, Object.fromEntries(Object.entries(m).map(([k,v])=>[k,(v/7).toFixed(0)])));
}
target.kill(); await agent.close(); await wire.close();
