import { defined } from '../../defined.ts';
import type { Value } from '../../format/template/values.ts';
import type { Redactor } from '../../redaction/redact/redactor.ts';
import { mayDelete } from '../cleanup/existing-writes.ts';
import { ledgerBackend } from '../cleanup/ledger-backend.ts';
import { leftoverLines, leftoverResult } from '../cleanup/leftover-results.ts';
import { recycleBinOf } from '../cleanup/recycle-bin.ts';
import { purgeKept, type Removal, removeLeftovers } from '../cleanup/remove-leftovers.ts';
import { creationOf, marksOf } from '../plan/creation.ts';
import { addBound } from '../plan/given/bound-values.ts';
import { decide } from '../plan/given/check-conditions.ts';
import { type Plan, type PlannedStep, runOf } from '../plan/plan.ts';
import { redactorOf } from '../plan/run-secrets.ts';
import type { Backend, Ledger } from '../ports.ts';
import type { RunOfScenario, ScenarioResult, StepOutcome, StepResult } from '../result.ts';
import { capturedForLater, nothingKeepsIt } from '../suspend/suspended-run.ts';
import { type Clocks, clocksOf, stopwatch, type Timing, withEarlier } from '../timing.ts';
import { causeOf, inTheLightOf, isHarmless, notSent, offBy, Progress, unmetOf } from './causes.ts';
import { inputsOf, plainView, RedactedRun } from './redacted-run.ts';
import type { RunPorts } from './run-ports.ts';
import { cannotRun, type RanStep, runStep, withoutCall } from './run-step.ts';
import { placeOfStep } from './shown-differences.ts';
import { Suspects } from './suspects.ts';
import { scenarioOutcome } from './tally.ts';

/**
 * The run of one scenario in progress: steps run one at a time, in any order that a test runner chooses, each at most
 * once; steps that a step depends on run before it. Cleanup runs regardless of earlier results.
 */
export class ScenarioRun {
  readonly #plan: Plan;
  readonly #file: RunOfScenario;
  readonly #ports: RunPorts;
  readonly #values: Map<string, Value>;
  readonly #progress: Progress;
  readonly #suspects: Suspects;
  readonly #mayDelete: ReadonlySet<string>;
  readonly #redactor: Redactor;
  readonly #shown: RedactedRun | undefined;
  readonly #startedMs: number;
  readonly #clocks: Clocks;
  readonly #timing: () => Timing;
  /** Texts that only objects of this run contain. */
  readonly #marks: string[];
  readonly #leftovers: StepResult[] = [];
  readonly #removals: Removal[] = [];
  #waits = false;

  constructor(plan: Plan, ports: RunPorts) {
    const { resumed } = ports;
    this.#plan = plan;
    this.#file = runOf(plan);
    this.#ports = ports;
    this.#values = new Map([...plan.values, ...(resumed?.captured ?? [])]);
    addBound(plan.bound, this.#values);
    this.#shown = ports.pseudonyms && new RedactedRun(plan, ports.pseudonyms);
    this.#redactor = this.#shown?.redactor ?? redactorOf(plan, ports.secrets);
    if (resumed !== undefined) this.#shown?.resume(this.#values, resumed.results);
    this.#startedMs = resumed?.startedMs ?? ports.clock.now();
    this.#clocks = clocksOf(ports, plan.against === 'recorded' ? 'recording' : 'sandbox');
    const timing = stopwatch(this.#clocks);
    this.#timing = () => withEarlier(timing(), resumed);
    this.#marks = [...(resumed?.marks ?? [plan.run.id])];
    this.#progress = new Progress(plan, resumed?.results);
    this.#suspects = new Suspects(plan);
    this.#mayDelete = mayDelete(plan, ports.allowed);
    const steps = plan.steps.length + plan.cleanup.length;
    const inputs = this.#shown?.inputs() ?? inputsOf(plan, plan.values, this.#redactor.text);
    const about = { title: plan.scenario.title, steps, origin: ports.backend.origin, inputs };
    ports.listener({ kind: 'scenario-started', ...this.#file, ...about });
  }

  /** Suspended by a person: it neither continues nor cleans up. */
  get waits(): boolean {
    return this.#waits;
  }

  /** The result of a step that has run. */
  result(id: string): StepResult | undefined {
    return this.#progress.results.get(id);
  }

  /** Runs a step of the scenario, and before it the steps that it depends on. */
  async step(step: PlannedStep): Promise<StepResult> {
    const done = this.#progress.results.get(step.id);
    if (done !== undefined) return done;
    // Cleanup deletes existing objects; it never creates any.
    const hasCauses = step.phase === 'steps' && decide(step.when, this.#values).kind !== 'off';
    for (const cause of hasCauses ? this.#progress.causesOf(step) : []) await this.step(cause);
    const { id, title, number, of, phase } = step;
    this.#ports.listener({ kind: 'step-started', ...this.#file, id, title, number, of, phase });
    return this.#keep(await this.#run(step));
  }

  /** Notes that a step does not run, and why. */
  skip(step: PlannedStep, outcome: Extract<StepOutcome, { kind: 'skipped' }>): StepResult {
    return this.#progress.results.get(step.id) ?? this.#keep(withoutCall(step, outcome));
  }

  /** Ends the run. Unless it is suspended: tries each cleanup step, then the deletion of each leftover in the ledger. */
  async cleanup(): Promise<readonly StepResult[]> {
    if (this.#waits) {
      await this.#ports.ledger?.end();
      return [];
    }
    await this.#ports.ledger?.goOn();
    const results: StepResult[] = [];
    const defects: unknown[] = [];
    const trying = async (work: () => Promise<readonly StepResult[]>) => {
      await work().then(
        (done) => results.push(...done),
        (error: unknown) => defects.push(error),
      );
    };
    for (const step of this.#plan.cleanup) await trying(async () => [await this.step(step)]);
    await trying(() => this.#removeLeftovers());
    await trying(() => this.#purge());
    await this.#ports.ledger?.end();
    if (defects.length > 0) throw defects[0];
    return results;
  }

  /** The results so far, as the result of the scenario. */
  finish(): ScenarioResult {
    const [plan, { recording, tenant }] = [this.#plan, this.#ports];
    const [steps, cleanup] = [this.#progress.of(plan.steps), [...this.#progress.of(plan.cleanup), ...this.#leftovers]];
    const scenario: ScenarioResult = {
      ...this.#file,
      title: plan.scenario.title,
      ...defined({ tutorial: plan.scenario.tutorial }),
      tags: plan.scenario.tags,
      against: plan.against,
      ...(plan.against === 'live' ? { service: this.#ports.backend.origin } : {}),
      ...(tenant !== undefined && { tenant: this.#redactor.text(tenant) }),
      ...defined({ recording }),
      runId: plan.run.id,
      ...this.#timing(),
      outcome: scenarioOutcome([...steps, ...cleanup]),
      steps,
      cleanup,
      ...this.#leftoversLeft(),
      ...(plan.against === 'live' ? recycleBinOf(this.#ports.ledger, this.#redactor.text) : {}),
    };
    this.#ports.listener({ kind: 'scenario-ended', scenario });
    return scenario;
  }

  /** A cleanup step that changes something is tried regardless of earlier results, and has a result of its own. */
  async #run(step: PlannedStep): Promise<RanStep> {
    const off = offBy(step, this.#values, this.#progress);
    if (off !== undefined) return withoutCall(step, off);
    const cause = step.phase === 'steps' || isHarmless(step) ? causeOf(step, this.#progress) : undefined;
    const missing = step.uses.find((id) => !this.#delivered(id, step));
    if (missing !== undefined) return withoutCall(step, cannotRun(step, missing, cause));
    const unmet = cause && unmetOf(step, this.#progress);
    if (unmet !== undefined && !isHarmless(step)) return withoutCall(step, notSent(unmet));
    // An effect that is known to be missing is not polled for, if polling takes time.
    const { eventually: _, ...once } = step;
    const isVain = unmet !== undefined && this.#plan.against === 'live';
    return inTheLightOf(
      (differences) => this.#suspects.of(step, this.#progress, differences),
      await this.#send(isVain ? once : step),
    );
  }

  async #send(step: PlannedStep): Promise<RanStep> {
    const { clock, listener, signal, people } = this.#ports;
    const { source } = this.#plan.scenario;
    return runStep(step, {
      backend: this.#recorded(step),
      clock,
      clocks: this.#clocks,
      ...defined({ people }),
      leave: () => this.#leave(step),
      source,
      values: this.#values,
      view: (request) => this.#shown?.view(step, this.#values, request) ?? plainView(this.#redactor, step, source),
      // A stop ends the steps; objects that they created are still deleted.
      ...(signal === undefined || step.phase === 'cleanup' ? {} : { signal }),
      exchanged: (exchange) => listener({ kind: 'step-exchanged', ...this.#file, id: step.id, exchange }),
      waiting: (attempt, waitMs) =>
        listener({
          ...{ kind: 'step-waiting', ...this.#file, id: step.id, attempt, waitMs },
          cause: 'the response does not match yet',
        }),
    });
  }

  async #leave({ id }: PlannedStep): ReturnType<Ledger['wait']> {
    const left =
      (await this.#ports.leave?.({
        step: id,
        startedMs: this.#startedMs,
        elapsedMs: this.#timing().durationMs,
        captured: capturedForLater(this.#plan, this.#values, new Set(this.#progress.results.keys())),
        marks: this.#marks,
        results: [...this.#progress.results.values()],
      })) ?? nothingKeepsIt;
    this.#waits = left.ok;
    return left;
  }

  /** The backend, with the ledger if there is one. */
  #recorded(step: PlannedStep): Backend {
    const { backend, clock, ledger } = this.#ports;
    if (ledger === undefined) return backend;
    const creation = creationOf(step, this.#plan);
    const guarded = this.#plan.against === 'live';
    const mayDeleteExisting = guarded && this.#mayDelete.has(step.id);
    const recorded = {
      step,
      ledger,
      clock,
      source: this.#plan.scenario.source,
      values: this.#values,
      marks: this.#marks,
      startedMs: this.#startedMs,
      guarded,
      mayDeleteExisting,
      mayChangeExisting: this.#ports.allowed?.has('changes-existing') === true,
    };
    return ledgerBackend(backend, creation === undefined ? recorded : { ...recorded, creation });
  }

  async #removeLeftovers(): Promise<readonly StepResult[]> {
    const { backend, clock, ledger, listener, cleanupCommand } = this.#ports;
    if (ledger === undefined) return [];
    const command = cleanupCommand ?? `npx tutorial-replay cleanup ${this.#plan.run.id}`;
    const of = this.#plan.cleanup.length + ledger.open().length;
    const planned = (id: string) => this.#plan.steps.find((step) => step.id === id);
    let timing = stopwatch(this.#clocks);
    await removeLeftovers({
      backend,
      clock,
      ledger,
      startedMs: this.#startedMs,
      begin: (entry, id) => {
        timing = stopwatch(this.#clocks);
        const number = this.#plan.cleanup.length + this.#leftovers.length + 1;
        const title = `Delete what ${entry.step} created`;
        listener({ kind: 'step-started', ...this.#file, id, title, number, of, phase: 'cleanup' });
      },
      done: (removal, id) => {
        this.#removals.push(removal);
        const step = planned(removal.entry.step) ?? this.#plan.cleanup[0];
        if (step === undefined) return;
        const number = this.#plan.cleanup.length + this.#leftovers.length + 1;
        const about = { id, number, of, timing: timing(), redactor: this.#redactor };
        const result = leftoverResult(removal, { ...about, at: step.at, command });
        this.#leftovers.push(result);
        listener({ kind: 'step-ended', ...this.#file, step: result });
      },
    });
    return this.#leftovers;
  }

  /** An object that cannot be purged stays in the ledger and is reported. A stop does not wait for purging. */
  async #purge(): Promise<readonly StepResult[]> {
    const { backend, clock, ledger, purge = false, signal } = this.#ports;
    if (ledger === undefined || !purge || signal?.aborted === true) return [];
    await purgeKept({ backend, clock, ledger, startedMs: this.#startedMs });
    return [];
  }

  #leftoversLeft(): Pick<ScenarioResult, 'leftovers'> {
    const { ledger } = this.#ports;
    // A suspended run still needs its objects.
    if (ledger === undefined || this.#waits) return {};
    const { cleanup: steps } = this.#plan;
    const [cleanup, shown] = [this.#progress.of(steps), this.#redactor.text];
    return { leftovers: leftoverLines({ open: ledger.open(), removals: this.#removals, cleanup, steps, shown }) };
  }

  /** Whether every capture of a step is there that another one uses. */
  #delivered(id: string, { usedNames }: PlannedStep): boolean {
    const needed = this.#progress.planned(id)?.captures.filter(({ capture }) => usedNames.includes(capture.name));
    return needed?.every(({ capture }) => this.#values.has(capture.name)) ?? false;
  }

  #keep({ result: ran, captured }: RanStep): StepResult {
    const result = { ...ran, at: placeOfStep(ran, this.#redactor.excerpt) };
    for (const [name, value] of captured) this.#values.set(name, value);
    addBound(this.#plan.bound, this.#values);
    this.#remember(result, captured);
    this.#progress.add(result);
    this.#ports.listener({ kind: 'step-ended', ...this.#file, step: result });
    return result;
  }

  /** Only objects of this run contain an id that the service gave to something it created. */
  #remember({ id }: StepResult, captured: RanStep['captured']): void {
    const step = this.#progress.planned(id);
    const { ledger } = this.#ports;
    if (ledger === undefined || step?.phase !== 'steps' || creationOf(step, this.#plan) === undefined) return;
    if (ledger.made().some((entry) => entry.step === id && entry.state === 'existed')) return;
    this.#marks.push(...marksOf(step, captured));
  }
}
