import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Agent } from 'undici';
import { openWire } from '../src/backends/live/transport/wire.ts';
import type { Plan } from '../src/run/plan/plan.ts';
import type { RunEvent } from '../src/run/result.ts';
import { measureColdLive } from './live-cold.ts';
import { liveRuns } from './live-once.ts';
import { livePlan } from './live-plan.ts';
import { sideBySide, timed } from './measure.ts';
import { askPlainly } from './plain-loop.ts';
import type { Row } from './row.ts';

const requests = 7;

/** The same seven requests, live over loopback HTTP and in a loop that asserts nothing. */
export async function measureLive(): Promise<readonly Row[]> {
  const plan = await livePlan();
  const target = spawn(process.execPath, [fileURLToPath(new URL('./live-target.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = await once(target.stdout, 'data');
  const origin = `http://127.0.0.1:${String(port).trim()}`;
  const rows: Row[] = [...(await measureColdLive(origin))];
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

async function compare({ plan, origin, count, atOnce }: Comparison): Promise<readonly Row[]> {
  const agent = new Agent({ pipelining: 1, allowH2: false });
  const wire = openWire();
  const one = liveRuns(plan, { origin, wire });
  const read = liveRuns(plan, { origin, wire, listener: readSteps });
  const medians = await sideBySide(
    {
      loop: () => timed(() => inParallel(() => askPlainly(agent, origin), count, atOnce)),
      live: () => timed(() => inParallel(one, count, atOnce)),
      read: () => timed(() => inParallel(read, count, atOnce)),
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
    row('live run whose steps are all read', medians.read),
  ];
}

/** As reports do that report every step; the terminal reports each in runs of few scenarios only. */
function readSteps(event: RunEvent): void {
  if (event.kind !== 'scenario-ended') return;
  const shown = event.scenario.steps.filter(({ exchange }) => exchange?.response.headers['client-request-id']);
  if (shown.length !== event.scenario.steps.length) throw new Error('a step is not shown');
}

async function inParallel(run: () => Promise<void>, count: number, atOnce: number): Promise<void> {
  let left = count;
  const worker = async () => {
    while (left-- > 0) await run();
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
