/** Plans a scenario for the traffic of a browser: a person did the tutorial by hand, and saved it. */
import { randomBytes } from 'node:crypto';
import type { HarBackend } from '../backends/har/har-backend.ts';
import type { LoadedHar } from '../backends/har/load-har.ts';
import { failure, type Result, success } from '../diagnostics/problem.ts';
import { recordedPassword } from '../format/recording/recording.ts';
import type { Scenario } from '../format/scenario/scenario.ts';
import { createPseudonymizer } from '../redaction/redact/pseudonymizer.ts';
import { createRedactor } from '../redaction/redact/redactor.ts';
import { makePlan } from '../run/plan/make-plan.ts';
import { scriptedClock } from '../run/scripted-clock.ts';
import type { ReadyPlan, SandboxRunOptions } from './plan-options.ts';
import { runIdOf, unreplaceable } from './record-run.ts';

export type HarPlanOptions = Pick<SandboxRunOptions, 'given' | 'environment'> & {
  readonly har: LoadedHar;
  readonly strict?: boolean;
  readonly replace?: boolean;
};

/** `found`: which entries answered, after the run. */
export type HarPlan = ReadyPlan & { readonly found: () => Pick<HarBackend, 'matches' | 'unmatched'> };

/** Reads a HAR. Problems: `har-invalid`, and those of reading a file. */
export async function loadHar(path: string): Promise<Result<LoadedHar>> {
  const loading = await import('../backends/har/load-har.ts');
  return loading.loadHar(path);
}

/**
 * The run starts with the first request. Its id, and inputs without a value, are taken from their places in the
 * traffic. Problems: those of planning; `recording-source`.
 */
export async function planHar(scenario: Scenario, options: HarPlanOptions): Promise<Result<HarPlan>> {
  const { har, given = new Map(), environment = {}, strict = false, replace = false } = options;
  const refused = replace ? [] : await unreplaceable(scenario, 'live');
  if (refused.length > 0) return failure(refused);
  const { harBackend } = await import('../backends/har/har-backend.ts');
  const startMs = Math.floor((har.entries[0]?.startedMs ?? 0) / 1000) * 1000;
  const now = new Date(startMs).toISOString().replace('.000Z', 'Z');
  const plan = (id: string, inputs: ReadonlyMap<string, string>) =>
    makePlan(scenario, {
      against: 'recorded',
      strict,
      run: { id, now, password: recordedPassword },
      sources: { given: inputs, environment },
    });
  const known = knownInputs(scenario, given, environment);
  // Unknown values get a placeholder: only the forms of the requests are compared.
  const outline = plan(runIdOf(scenario.source.path), new Map([...standIns(scenario), ...known]));
  if (!outline.ok) return outline;
  const { solveNames } = await import('../backends/har/solve-names.ts');
  const { steps, cleanup } = outline.value;
  const names = ['run.id', ...scenario.inputs.map(({ name }) => name).filter((name) => !known.has(name))];
  const solved = new Map(solveNames([...steps, ...cleanup], har.entries, { names, known }));
  const id = solved.get('run.id') ?? runIdOf(scenario.source.path);
  solved.delete('run.id');
  const planned = plan(id, new Map([...solved, ...known]));
  if (!planned.ok) return planned;
  let current = harBackend(har.entries, har.linked);
  return success({
    plan: planned.value,
    open: async () => {
      current = harBackend(har.entries, har.linked);
      const recording = { source: 'live', date: now.slice(0, 10) } as const;
      const { origin } = current.backend;
      const secrets = createRedactor(har.secrets);
      const pseudonyms = createPseudonymizer({ key: randomBytes(32), secrets, origin });
      return { backend: current.backend, clock: scriptedClock(startMs), recording, pseudonyms };
    },
    found: () => current,
  });
}

type Inputs = ReadonlyMap<string, string>;

function knownInputs({ inputs }: Scenario, given: Inputs, environment: HarPlanOptions['environment'] = {}): Inputs {
  const values = inputs.map(({ name, env }) => [name, given.get(name) ?? (env === undefined ? '' : environment[env])]);
  return new Map(values.filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''));
}

function standIns({ inputs }: Scenario): Inputs {
  return new Map(inputs.map(({ name }) => [name, 'unknown']));
}
