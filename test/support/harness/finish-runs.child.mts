/** For finish-runs.test.ts: a run in a process of its own, which kills itself at the point that it is reported. */

import { replayPlan } from '../../../src/run/execute/replay.ts';
import type { Backend, Ledger, Reply } from '../../../src/run/ports.ts';
import { openRunLedger } from '../../../src/tenant/ledger/run-ledger.ts';
import { samplePlan } from '../run/sample-plan.ts';

type Reported = {
  readonly origin: string;
  readonly folder: string;
  readonly yaml: string;
  readonly run: string;
  /** The n-th point at which this process dies; 0: it lives. */
  readonly dieAt: number;
};

const reported: Reported = JSON.parse(process.argv[2] ?? '{}');
let points = 0;

/** A place where power may fail. */
function point(): void {
  points += 1;
  if (points === reported.dieAt) process.kill(process.pid, 'SIGKILL');
}

const backend: Backend = {
  origin: reported.origin,
  close: async () => {},
  send: async ({ method, url, body }): Promise<Reply> => {
    point();
    const response = await fetch(`${reported.origin}${url}`, {
      method,
      headers: { 'x-pid': String(process.pid) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    point();
    const headers = { 'content-type': 'application/json', date: response.headers.get('date') ?? '' };
    return { kind: 'answered', response: { status: response.status, headers, text } };
  },
};

const kept = openRunLedger({
  folder: reported.folder,
  pid: process.pid,
  run: {
    run: reported.run,
    tenant: 'tenant',
    origin: reported.origin,
    scenario: 'sample',
    startedAt: new Date().toISOString(),
    actors: [{ name: 'admin', context: 'delegated', permissions: [] }],
  },
});

/** The ledger, with a point before and after whatever it writes. */
const ledger: Ledger = {
  ...kept,
  intend: (intent) => around(() => kept.intend(intent)),
  created: (id, url) => around(() => kept.created(id, url)),
  notCreated: (id) => around(() => kept.notCreated(id)),
  deleted: (id, until) => around(() => kept.deleted(id, until)),
  end: () => around(() => kept.end()),
};

async function around<T>(work: () => Promise<T>): Promise<T> {
  point();
  const result = await work();
  point();
  return result;
}

const clock = { now: Date.now, sleep: async () => {} };
const plan = samplePlan(reported.yaml, {
  run: { id: reported.run, now: new Date().toISOString(), password: 'secret-of-the-run' },
});
const { steps } = await replayPlan(plan, { backend, clock, listener: () => {}, ledger });
process.stdout.write(JSON.stringify({ points, outcomes: steps.map(({ outcome }) => outcome) }));
