import { createRedactor } from '../http/redact.ts';
import type { Value } from '../template/values.ts';
import type { Plan, PlannedStep } from './plan.ts';
import type { Backend, Clock } from './ports.ts';
import type { RunListener, ScenarioResult, StepOutcome, StepResult } from './result.ts';
import { type RanStep, runStep, withoutCall } from './run-step.ts';
import { scenarioOutcome } from './tally.ts';

export type RunPorts = {
  readonly backend: Backend;
  readonly clock: Clock;
  readonly listener: RunListener;
  /** Aborted: nothing more is sent but cleanup. */
  readonly signal?: AbortSignal;
  /** For a recording: where it comes from. */
  readonly recording?: NonNullable<ScenarioResult['recording']>;
};

/**
 * One scenario on its way: steps run one at a time, in any order a test runner asks for, each at most once; what a step
 * uses runs before it. Cleanup runs whatever happened before.
 */
export class ScenarioRun {
  readonly #plan: Plan;
  readonly #ports: RunPorts;
  readonly #values: Map<string, Value>;
  readonly #results = new Map<string, StepResult>();
  readonly #redactor: ReturnType<typeof createRedactor>;
  readonly #startedMs: number;

  constructor(plan: Plan, ports: RunPorts) {
    this.#plan = plan;
    this.#ports = ports;
    this.#values = new Map(plan.values);
    this.#redactor = createRedactor([plan.run.password]);
    this.#startedMs = ports.clock.now();
    const { file, title } = this.#identity();
    ports.listener({ kind: 'scenario-started', file, title, steps: plan.steps.length + plan.cleanup.length });
  }

  /** The result of a step that has run. */
  result(id: string): StepResult | undefined {
    return this.#results.get(id);
  }

  /** Runs a step of the scenario, and before it the steps whose captures it uses. */
  async step(step: PlannedStep): Promise<StepResult> {
    const done = this.#results.get(step.id);
    if (done !== undefined) return done;
    // Cleanup deletes what there is; it never makes anything.
    for (const used of step.phase === 'steps' ? this.#producersOf(step) : []) await this.step(used);
    const { file } = this.#identity();
    const { id, title, number, of, phase } = step;
    this.#ports.listener({ kind: 'step-started', file, id, title, number, of, phase });
    return this.#keep(await this.#run(step));
  }

  /** Notes that a step does not run, and why. */
  skip(step: PlannedStep, outcome: Extract<StepOutcome, { kind: 'skipped' }>): StepResult {
    return this.#results.get(step.id) ?? this.#keep(withoutCall(step, outcome));
  }

  async cleanup(): Promise<readonly StepResult[]> {
    const results: StepResult[] = [];
    for (const step of this.#plan.cleanup) results.push(await this.step(step));
    return results;
  }

  /** What happened so far, as the scenario's result. */
  finish(): ScenarioResult {
    const { plan, recording } = { plan: this.#plan, recording: this.#ports.recording };
    const resultsOf = (steps: readonly PlannedStep[]) =>
      steps.map((step) => this.#results.get(step.id)).filter((result) => result !== undefined);
    const [steps, cleanup] = [resultsOf(plan.steps), resultsOf(plan.cleanup)];
    const { tags, tutorial } = plan.scenario;
    const scenario: ScenarioResult = {
      ...this.#identity(),
      ...(tutorial === undefined ? {} : { tutorial }),
      tags,
      against: plan.against,
      ...(recording === undefined ? {} : { recording }),
      runId: plan.run.id,
      startedAt: new Date(this.#startedMs).toISOString(),
      durationMs: this.#ports.clock.now() - this.#startedMs,
      outcome: scenarioOutcome([...steps, ...cleanup]),
      steps,
      cleanup,
    };
    this.#ports.listener({ kind: 'scenario-ended', scenario });
    return scenario;
  }

  #identity(): { readonly file: string; readonly title: string } {
    return { file: this.#plan.scenario.source.path, title: this.#plan.scenario.title };
  }

  async #run(step: PlannedStep): Promise<RanStep> {
    const missing = step.uses.find((id) => !this.#delivered(id));
    if (missing !== undefined) return withoutCall(step, this.#cannotRun(step, missing));
    const { backend, clock, listener, signal } = this.#ports;
    const { source } = this.#plan.scenario;
    return runStep(step, {
      backend,
      clock,
      source,
      values: this.#values,
      redactor: this.#redactor,
      // A stop ends the steps; what they created is still deleted.
      ...(signal === undefined || step.phase === 'cleanup' ? {} : { signal }),
      exchanged: (exchange) =>
        listener({
          kind: 'step-exchanged',
          file: source.path,
          id: step.id,
          exchange: this.#redactor.exchange(exchange),
        }),
      waiting: (attempt, waitMs) =>
        listener({
          kind: 'step-waiting',
          file: source.path,
          id: step.id,
          attempt,
          waitMs,
          cause: 'the answer does not match yet',
        }),
    });
  }

  #producersOf(step: PlannedStep): readonly PlannedStep[] {
    return this.#plan.steps.filter(({ id }) => step.uses.includes(id));
  }

  /** Whether every capture of a step is there. */
  #delivered(id: string): boolean {
    const producer = [...this.#plan.steps, ...this.#plan.cleanup].find((one) => one.id === id);
    return producer?.captures.every(({ capture }) => this.#values.has(capture.name)) ?? false;
  }

  #cannotRun(step: PlannedStep, missing: string): StepOutcome {
    return step.phase === 'cleanup'
      ? {
          kind: 'skipped',
          reason: 'nothing-to-clean-up',
          message: `step \`${missing}\` captured nothing that could be deleted`,
        }
      : { kind: 'skipped', reason: 'earlier-step', message: `it uses what step \`${missing}\` did not capture` };
  }

  #keep({ result, captured }: RanStep): StepResult {
    for (const [name, value] of captured) this.#values.set(name, value);
    this.#results.set(result.id, result);
    this.#ports.listener({ kind: 'step-ended', file: this.#plan.scenario.source.path, step: result });
    return result;
  }
}
