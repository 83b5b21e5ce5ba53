import { type Ending, exitCode } from '../exit-code.ts';
import {
  type Counts,
  type ExpiredRecording,
  type KeptThing,
  type NotRunReason,
  notRunTotal,
  type OutcomeKind,
  type RunSummary,
  type ScenarioOutcome,
  type ScenarioResult,
  type ServiceClock,
  type SourceCounts,
  type StepResult,
} from '../result.ts';
import { clockOfAll } from '../timing.ts';

/** Worst first: the outcome of a scenario is that of its worst step. */
const severity = ['failed', 'blocked', 'pending', 'passed'] as const satisfies OutcomeKind[];

/** A scenario's outcome is its worst step's; one in which nothing ran, or that was stopped before its end, is `skipped`. */
export function scenarioOutcome(steps: readonly StepResult[]): ScenarioOutcome {
  const kinds = new Set(steps.map(({ outcome }) => outcome.kind));
  const worst = severity.find((kind) => kinds.has(kind)) ?? 'skipped';
  const wasCut = steps.some(({ outcome }) => outcome.kind === 'skipped' && outcome.reason === 'stopped');
  return worst === 'passed' && wasCut ? 'skipped' : worst;
}

/** Counts scenarios as they end, without keeping them. */
export class Tally {
  readonly #steps: { -readonly [kind in keyof Counts]: number } = {
    passed: 0,
    failed: 0,
    blocked: 0,
    skipped: 0,
    pending: 0,
  };
  readonly #scenarios: { [outcome in ScenarioOutcome]: number } = {
    passed: 0,
    failed: 0,
    blocked: 0,
    pending: 0,
    skipped: 0,
  };
  readonly #leftoversLeft: string[] = [];
  readonly #recycleBin: KeptThing[] = [];
  readonly #expired: ExpiredRecording[] = [];
  readonly #notRun: { [reason in NotRunReason]?: number } = {};
  #executed = 0;
  #clocks: readonly ServiceClock[] = [];
  #sent = 0;
  #wasCut = false;

  /** Whether something was not sent because the run was stopped: an output that is lost changes nothing where nothing was. */
  get wasCut(): boolean {
    return this.#wasCut || (this.#notRun.stopped ?? 0) > 0;
  }

  /** Counts a request that was sent. */
  sent(): void {
    this.#sent += 1;
  }

  /** So many scenarios do not start. */
  skip(reason: NotRunReason, scenarios: number): void {
    if (scenarios > 0) this.#notRun[reason] = (this.#notRun[reason] ?? 0) + scenarios;
  }
  #byPerson = 0;
  readonly #sources: { -readonly [source in keyof SourceCounts]: number } = {};

  add(scenario: ScenarioResult): void {
    this.#scenarios[scenario.outcome] += 1;
    for (const step of [...scenario.steps, ...scenario.cleanup]) {
      this.#steps[step.outcome.kind] += 1;
      this.#wasCut ||= step.outcome.kind === 'skipped' && step.outcome.reason === 'stopped';
      if (step.byPerson !== undefined && step.outcome.kind !== 'skipped') this.#byPerson += 1;
      if (step.source !== undefined && step.outcome.kind === 'passed') {
        this.#sources[step.source] = (this.#sources[step.source] ?? 0) + 1;
      }
      if (step.attempts > 0 || step.outcome.kind === 'pending') this.#executed += 1;
    }
    const { tenantName } = scenario;
    this.#leftoversLeft.push(
      ...leftovers(scenario).map((line) => (tenantName === undefined ? line : `${tenantName}: ${line}`)),
    );
    this.#recycleBin.push(
      ...(scenario.recycleBin ?? []).map((kept) => (tenantName === undefined ? kept : { ...kept, tenantName })),
    );
    if (scenario.clock !== undefined) this.#clocks = Object.values(clockOfAll([...this.#clocks, scenario.clock]));
    const { expired, expires } = scenario.recording ?? {};
    if (expired === true && expires !== undefined) this.#expired.push({ file: scenario.file, expires });
  }

  /** The numbers so far. `ending`: what the exit code depends on besides them. */
  summary(
    about: Pick<RunSummary, 'against' | 'startedAt' | 'durationMs' | 'tenants'>,
    ending: RunEnding = {},
  ): RunSummary {
    return {
      ...about,
      ...clockOfAll(this.#clocks),
      scenarios: { ...this.#scenarios, 'not-run': notRunTotal(this.#notRun) },
      ...(notRunTotal(this.#notRun) === 0 ? {} : { notRun: { ...this.#notRun } }),
      steps: { ...this.#steps },
      executed: this.#executed,
      sent: this.#sent,
      ...(this.#byPerson === 0 ? {} : { byPerson: this.#byPerson }),
      ...(Object.keys(this.#sources).length === 0 ? {} : { sources: { ...this.#sources } }),
      leftovers: [...this.#leftoversLeft],
      ...(this.#recycleBin.length === 0 ? {} : { recycleBin: [...this.#recycleBin] }),
      ...(this.#expired.length === 0 ? {} : { expired: [...this.#expired] }),
      exitCode: exitCode(this.ending(ending)),
    };
  }

  /** What the exit code depends on, so far. */
  ending({ outputLost = false, nothingIsFine = false, ...ending }: RunEnding = {}): Ending {
    const { failed, blocked } = this.#steps;
    return {
      leftovers: this.#leftoversLeft.length > 0,
      failed: failed > 0,
      untested: blocked > 0 || (this.#notRun.tenant ?? 0) > 0 || (outputLost && this.wasCut),
      pending: this.#steps['pending'] > 0,
      empty: this.#executed === 0 && !nothingIsFine,
      sent: this.#sent,
      ...ending,
    };
  }
}

/** What the exit code of a run depends on besides its steps. */
export type RunEnding = Ending & {
  /** The output could not be written, so nothing more was sent. */
  readonly outputLost?: boolean;
  /** That there was nothing to run is expected. */
  readonly nothingIsFine?: boolean;
};

/**
 * The leftovers in the ledger; without a ledger, deletions that did not have the expected response. Recorded runs have
 * none.
 */
function leftovers({ against, cleanup, leftovers: recorded }: ScenarioResult): readonly string[] {
  if (recorded !== undefined) return recorded;
  if (against === 'recorded') return [];
  return cleanup
    .filter(({ outcome }) => outcome.kind === 'failed' || outcome.kind === 'blocked')
    .map(({ id, exchange }) => (exchange === undefined ? id : `${exchange.request.method} ${exchange.request.url}`));
}
