/** Plans a scenario for its recording, which must fit it. */

import { existsSync } from 'node:fs';
import { fitProblems } from '../backends/recorded/recording-fit.ts';
import { defined } from '../defined.ts';
import { placeOnDisk } from '../diagnostics/library-path.ts';
import { ownCommand } from '../diagnostics/own-command.ts';
import { placeAt } from '../diagnostics/place.ts';
import { failure, type Problem, type Result, success } from '../diagnostics/problem.ts';
import { type LoadedRecording, loadRecording, placeOf, recordingPath } from '../format/recording/load-recording.ts';
import { recordedPassword } from '../format/recording/recording.ts';
import type { Scenario } from '../format/scenario/scenario.ts';
import { isExpired } from '../format/template/expiry.ts';
import { makePlan } from '../run/plan/make-plan.ts';
import type { ScenarioResult } from '../run/result.ts';
import { scriptedClock } from '../run/scripted-clock.ts';
import type { PlanOptions, ReadyPlan } from './plan-options.ts';

export async function planRecorded(scenario: Scenario, options: PlanOptions): Promise<Result<ReadyPlan>> {
  const loaded = options.recording === undefined ? await recordingOf(scenario) : success(options.recording);
  if (!loaded.ok) {
    // Problems of the scenario itself are reported as well.
    const planned = makePlan(scenario, { ...options, ...recordedOptions(undefined) });
    return failure(planned.ok ? loaded.problems : [...planned.problems, ...loaded.problems]);
  }
  const planned = makePlan(scenario, { ...options, ...recordedOptions(loaded.value) });
  if (!planned.ok) return planned;
  const { expiry } = options;
  const expired = expiry !== undefined && isExpired(loaded.value.recording, expiry.today);
  const misfits = fitProblems(loaded.value, planned.value);
  const problems = expired && expiry.fails === true ? [...misfits, expiredProblem(loaded.value)] : misfits;
  if (problems.length > 0) return failure(problems);
  const { recording } = loaded.value;
  return success({
    plan: planned.value,
    recordedText: loaded.value.source.text.length,
    open: async () => {
      // MSW is loaded only when something is replayed.
      const { recordedBackend } = await import('../backends/recorded/recorded-backend.ts');
      const clock = scriptedClock(Date.parse(recording.run.now));
      return { backend: recordedBackend(recording), clock, recording: about(loaded.value, expired) };
    },
  });
}

function about({ recording }: LoadedRecording, expired: boolean): NonNullable<ScenarioResult['recording']> {
  const { source, date, expires } = recording;
  return { source, date, ...defined({ expires }), ...(expired ? { expired } : {}) };
}

function expiredProblem({ recording, source }: LoadedRecording): Problem {
  return {
    code: 'recording-expired',
    message: `this recording of ${recording.date} was valid until ${recording.expires}`,
    at: placeOf(source, ['expires']),
    fix: `record again: \`${ownCommand} record --against live …\``,
  };
}

async function recordingOf(scenario: Scenario): Promise<Result<LoadedRecording>> {
  const path = recordingPath(scenario.source.path, scenario.row);
  if (existsSync(placeOnDisk(path))) return loadRecording(path);
  if (scenario.source.path === '-') {
    const message = 'a scenario from standard input has no recording';
    return failure([
      {
        code: 'recording-missing',
        message,
        at: placeAt(scenario.source, { start: 0, end: 1 }),
        fix: 'add `--against sandbox` or `--against live`',
      },
    ]);
  }
  return failure([
    {
      code: 'recording-missing',
      message: `there is no recording ${path}`,
      at: placeAt(scenario.source, { start: 0, end: 1 }),
      fix: `record it: \`${ownCommand} record --missing\`, or put one beside the scenario`,
    },
  ]);
}

function recordedOptions(loaded: LoadedRecording | undefined) {
  const source = loaded?.source ?? { path: '', text: '' };
  const placeIn = (name: string) => placeOf(source, ['inputs', name]);
  const { run, inputs } = loaded?.recording ?? { run: { id: 'unknown', now: '1970-01-01T00:00:00Z' }, inputs: {} };
  return {
    against: 'recorded',
    run: { ...run, password: recordedPassword },
    sources: {
      given: new Map(),
      environment: {},
      recorded: {
        values: new Map(Object.entries(inputs)),
        placeOf: placeIn,
      },
    },
  } as const;
}
