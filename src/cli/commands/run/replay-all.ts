import type { Problem } from '../../../diagnostics/problem.ts';
import type { Scenario } from '../../../format/scenario/scenario.ts';
import { replay } from '../../../harness/harness.ts';
import { isFailure } from '../../../run/execute/replay.ts';
import { Tally } from '../../../run/execute/tally.ts';
import type { Ending } from '../../../run/exit-code.ts';
import {
  type NotRun,
  type NotRunReason,
  notRunReasons,
  type RunListener,
  type ScenarioResult,
  type TenantOfRun,
} from '../../../run/result.ts';
import { inTenant } from '../../../run/tenant-events.ts';
import { stopwatch } from '../../../run/timing.ts';
import type { PlannedScenario } from '../../loading/plan-scenarios.ts';
import type { RunConfig } from '../../options/config.ts';
import { type Streams, stopCodeOf, stopOf } from '../../output/streams.ts';
import type { RecordingWriter } from '../../output/write-recordings.ts';
import type { HistoryWriter } from '../../steps/history/keep-history.ts';
import type { Acceptor } from '../../steps/update-scenarios.ts';
import { scenarioQueue } from './scenario-queue.ts';

export type ReplayAll = Pick<RunConfig, 'against' | 'bail' | 'jobs'> & {
  /** Named scenarios that are not part of this run. */
  readonly notRun?: NotRun;
  /** For a run over many tenants. */
  readonly fleet?: Fleet;
  /** Records the run. */
  readonly recordingWriter?: RecordingWriter;
  /** Compares the result of a scenario with its page, if it is available. */
  readonly comparePage?: (scenario: Scenario) => Promise<(result: ScenarioResult) => ScenarioResult>;
  /** Keeps the verdicts of past runs. */
  readonly historyWriter?: HistoryWriter;
  /** Updates the expectation to the actual response. */
  readonly acceptor?: Acceptor;
};

/** The tenants, and how many scenarios run in each of them at a time. */
export type Fleet = { readonly tenants: readonly TenantOfRun[]; readonly perTenant: number };

type Replaying = { readonly streams: Streams; readonly listener: RunListener };

/** What the exit code depends on, and the problems of files that were changed before their scenarios ran. */
export type Replayed = {
  readonly ending: Ending;
  readonly changed: readonly Problem[];
  /** RFC 3339. */
  readonly startedAt: string;
};

/** Replays every planned scenario, some at a time, and counts: also those that do not start, and why. */
export async function replayAll(
  plans: readonly PlannedScenario[],
  config: ReplayAll,
  { streams, listener }: Replaying,
): Promise<Replayed> {
  const tally = new Tally();
  const stop = stopOf(streams);
  const timing = stopwatch({ real: streams.wallClock });
  const steps = plans.reduce((sum, plan) => sum + plan.steps, 0);
  listener({
    kind: 'run-started',
    against: config.against,
    scenarios: plans.length,
    steps,
    startedAt: timing().startedAt,
  });
  const queue = scenarioQueue(plans, config.fleet?.perTenant ?? 1);
  const changed: Problem[] = [];
  let begun = 0;
  const worker = async () => {
    for (;;) {
      // A failed write is known one turn later: nothing starts before.
      await turn();
      if (stop.aborted) return;
      const next = await queue.next();
      if (next === undefined || stop.aborted) return;
      begun += 1;
      const made = await next.ready();
      if (!made.ok) {
        changed.push(...made.problems);
        tally.skip('changed', 1);
        queue.ended(next);
        continue;
      }
      const recording = config.recordingWriter?.begin(made.value);
      const held = await config.comparePage?.(made.value.plan.scenario);
      const hear = inTenant((event) => {
        recording?.listener(event);
        const compared = held !== undefined && event.kind === 'scenario-ended';
        listener(compared ? { ...event, scenario: held(event.scenario) } : event);
      }, next.tenant);
      const sent = () => tally.sent();
      const result = await replay(made.value, {
        ...{ listener: hear, bail: config.bail, signal: stop, sent, wallClock: streams.wallClock },
        ...(streams.secrets !== undefined && { secrets: streams.secrets.text }),
      });
      await recording?.end(result);
      config.acceptor?.hear(made.value.plan, result);
      config.historyWriter?.hear(made.value.plan, result, next.tenant);
      tally.add(next.tenant === undefined ? result : { tenantName: next.tenant, ...result });
      if (config.bail && hasFailed(result)) queue.halt(next);
      queue.ended(next);
    }
  };
  await Promise.all(Array.from({ length: Math.min(config.jobs, plans.length) }, worker));
  for (const reason of reasons) tally.skip(reason, config.notRun?.[reason] ?? 0);
  tally.skip(stop.aborted ? 'stopped' : 'bail', plans.length - begun);
  if (streams.lost.aborted && tally.wasCut) streams.stderr.write(outputLost);
  const ending = {
    signal: stopCodeOf(streams),
    outputLost: streams.lost.aborted,
    nothingIsFine: plans.length === 0 && config.notRun?.shard !== undefined,
    wrongInput: changed.length > 0,
  };
  const tenants = config.fleet === undefined ? {} : { tenants: config.fleet.tenants };
  listener({
    kind: 'run-ended',
    summary: tally.summary({ against: config.against, ...timing(), ...tenants }, ending),
  });
  return { ending: tally.ending(ending), changed, startedAt: timing().startedAt };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

const reasons = Object.keys(notRunReasons).filter((name): name is NotRunReason => Object.hasOwn(notRunReasons, name));

const outputLost = 'the output cannot be written: from then on, only requests of the cleanup were sent\n';

function hasFailed({ steps, cleanup }: ScenarioResult): boolean {
  return [...steps, ...cleanup].some(({ outcome }) => isFailure(outcome));
}
