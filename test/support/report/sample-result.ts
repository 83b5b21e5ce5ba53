/** Results made by hand for the tests of this room; no part of the package. */

import { storedEvents } from '../../../src/report/result/stored-events.ts';
import type { Reporter, Sink } from '../../../src/report/wording/reporter.ts';
import type { RunResult, RunSummary, ScenarioResult, StepOutcome } from '../../../src/run/result.ts';
import { clockOfAll } from '../../../src/run/timing.ts';
import {
  attestStep,
  createStep,
  deleteStep,
  exchanged,
  groupId,
  groupSource,
  listExchange,
  listStep,
  manyDifferences,
  postGroup,
  recordingClock,
  sampleAt,
  sampleStep,
  undocumented,
} from './sample-steps.ts';

/** A scenario in which everything passed, but for what is said otherwise. */
export function sampleScenario(change: Partial<ScenarioResult> = {}): ScenarioResult {
  return {
    file: groupSource.path,
    title: 'Create a security group and read it back',
    tutorial: 'https://learn.example/graph/groups',
    tags: ['groups'],
    against: 'recorded',
    recording: { source: 'documentation', date: '2026-11-22' },
    runId: 'r4f7k2',
    startedAt: '2026-11-29T20:15:00.250Z',
    durationMs: 480,
    clock: recordingClock(10_000),
    outcome: 'passed',
    steps: [createStep(), listStep(), attestStep({ exchange: listExchange })],
    cleanup: [deleteStep()],
    ...change,
  };
}

const stoppedHere: StepOutcome = {
  kind: 'skipped',
  reason: 'earlier-step',
  message: 'create-group captured no groupId',
};

export const passingScenario = sampleScenario({
  steps: [
    createStep({ notes: [undocumented, { ...undocumented, path: '$.theme', actual: 'null' }] }),
    listStep({ attempts: 3, clock: recordingClock(10_000) }),
    attestStep({ exchange: listExchange }),
  ],
});

export const differingScenario = sampleScenario({
  outcome: 'failed',
  steps: [
    createStep({
      exchange: exchanged(postGroup, 200, '{}'),
      outcome: { kind: 'failed', differences: manyDifferences },
    }),
    listStep({
      attempts: 4,
      clock: recordingClock(125_000),
      outcome: {
        kind: 'failed',
        differences: [
          {
            code: 'array-missing-item',
            path: '$.value',
            message: 'the expected item at index 0 is missing',
            expected: '{"id": "<uuid>"}',
            at: sampleAt('response: { status: 200 }'),
          },
        ],
      },
    }),
    attestStep({ outcome: stoppedHere, attempts: 0, durationMs: 0 }),
  ],
});

const { recording: _, clock: __, ...live } = sampleScenario({ against: 'live' });

export const blockedScenario: ScenarioResult = {
  ...live,
  file: "scenarios/groups/it's live.scenario.yaml",
  title: 'Create a group in a tenant without the license',
  tutorial: 'https://learn.example/graph/licenses',
  outcome: 'blocked',
  steps: [
    createStep(),
    listStep({
      exchange: exchanged(
        { method: 'GET', url: `/beta/groups/${groupId}/members`, headers: {} },
        403,
        '{"error":{"code":"Forbidden"}}',
      ),
      outcome: {
        kind: 'blocked',
        reason: 'missing-license',
        message: 'the service responded with 403 Forbidden:\nthe tenant needs a license',
        fix: 'assign AAD_PREMIUM_P2 to the tenant, or choose another one with --tenant',
      },
    }),
    attestStep({
      outcome: { kind: 'blocked', reason: 'auth', message: 'no credential for the actor `member`' },
      attempts: 0,
      durationMs: 0,
    }),
  ],
  cleanup: [
    deleteStep({ of: 2 }),
    sampleStep({
      id: 'purge-group',
      title: 'Delete the group for good',
      phase: 'cleanup',
      number: 2,
      of: 2,
      attempts: 0,
      outcome: { kind: 'skipped', reason: 'nothing-to-clean-up', message: 'nothing is left to purge' },
    }),
  ],
};

export const manualScenario = sampleScenario({
  title: 'Ask a person',
  outcome: 'pending',
  steps: [
    createStep(),
    listStep(),
    attestStep({
      attempts: 0,
      outcome: {
        kind: 'pending',
        prompt: 'Sign in at https://myaccess.example/ as the group member.\nChoose Yes, give a reason, submit.',
      },
    }),
  ],
});

export const skippedScenario = sampleScenario({
  title: 'Not selected',
  outcome: 'skipped',
  steps: [
    attestStep({
      number: 1,
      of: 1,
      attempts: 0,
      outcome: { kind: 'skipped', reason: 'not-selected', message: '--only create-group' },
    }),
  ],
  cleanup: [],
});

const noCounts = { passed: 0, failed: 0, blocked: 0, skipped: 0, pending: 0 };

/** The result of a run of these scenarios. */
export function sampleResult(
  scenarios: readonly ScenarioResult[],
  summary: Pick<RunSummary, 'exitCode'> & Partial<RunSummary>,
): RunResult {
  const steps = { ...noCounts };
  const outcomes = { ...noCounts };
  for (const scenario of scenarios) {
    outcomes[scenario.outcome]++;
    for (const step of [...scenario.steps, ...scenario.cleanup]) steps[step.outcome.kind]++;
  }
  return {
    version: 2,
    tool: { name: 'tutorial-replay', version: '0.1.0' },
    scenarios,
    summary: {
      against: scenarios[0]?.against ?? 'recorded',
      startedAt: '2026-11-29T20:15:00.250Z',
      durationMs: 1500,
      ...(scenarios[0]?.against === 'live' ? {} : clockOfAll(scenarios.flatMap(({ clock }) => clock ?? []))),
      scenarios: { ...outcomes, 'not-run': 0 },
      steps,
      executed: steps.passed + steps.failed,
      sent: steps.passed + steps.failed,
      leftovers: [],
      ...summary,
    },
  };
}

/** What a reporter writes of a result. */
export function textOf(open: (sink: Sink) => Reporter, result: RunResult): string {
  let text = '';
  const sink: Sink = {
    write: (more) => {
      text += more;
    },
    end: async () => {},
    abort: async () => {},
  };
  const reporter = open(sink);
  for (const event of storedEvents(result)) void reporter.on(event);
  return text;
}
