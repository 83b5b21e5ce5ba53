import type {
  Counts,
  ExitCode,
  ExpiredRecording,
  KeptThing,
  OutcomeKind,
  RunSummary,
  ScenarioOutcome,
  ScenarioResult,
  ServiceClock,
  StepResult,
} from '../result.ts';
import { clockOfAll } from '../timing.ts';

/** Worst first: what a scenario is when one of its steps is this. */
const severity = ['failed', 'blocked', 'pending', 'passed'] as const satisfies OutcomeKind[];

/** A scenario's outcome is its worst step's; one in which nothing ran is `skipped`. */
export function scenarioOutcome(steps: readonly StepResult[]): ScenarioOutcome {
  const kinds = new Set(steps.map(({ outcome }) => outcome.kind));
  return severity.find((kind) => kinds.has(kind)) ?? 'skipped';
}

/** Counts scenarios as they end; keeps none of them. */
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
  #executed = 0;
  #clocks: readonly ServiceClock[] = [];
  #byPerson = 0;

  add(scenario: ScenarioResult): void {
    this.#scenarios[scenario.outcome] += 1;
    for (const step of [...scenario.steps, ...scenario.cleanup]) {
      this.#steps[step.outcome.kind] += 1;
      if (step.byPerson !== undefined && step.outcome.kind !== 'skipped') this.#byPerson += 1;
      if (step.attempts > 0 || step.outcome.kind === 'pending') this.#executed += 1;
    }
    this.#leftoversLeft.push(...leftovers(scenario));
    this.#recycleBin.push(...(scenario.recycleBin ?? []));
    if (scenario.clock !== undefined) this.#clocks = Object.values(clockOfAll([...this.#clocks, scenario.clock]));
    const { expired, expires } = scenario.recording ?? {};
    if (expired === true && expires !== undefined) this.#expired.push({ file: scenario.file, expires });
  }

  summary(about: Pick<RunSummary, 'against' | 'startedAt' | 'durationMs'>): RunSummary {
    return {
      ...about,
      ...clockOfAll(this.#clocks),
      scenarios: { ...this.#scenarios },
      steps: { ...this.#steps },
      executed: this.#executed,
      ...(this.#byPerson === 0 ? {} : { byPerson: this.#byPerson }),
      leftovers: [...this.#leftoversLeft],
      ...(this.#recycleBin.length === 0 ? {} : { recycleBin: [...this.#recycleBin] }),
      ...(this.#expired.length === 0 ? {} : { expired: [...this.#expired] }),
      exitCode: this.#exitCode(),
    };
  }

  /** When several apply, 4 beats 1 beats 3. A run that executes no step is never green. */
  #exitCode(): ExitCode {
    if (this.#leftoversLeft.length > 0) return 4;
    if (this.#steps.failed > 0) return 1;
    if (this.#steps.blocked > 0 || this.#steps['pending'] > 0) return 3;
    return this.#executed === 0 ? 2 : 0;
  }
}

/** What the ledger says; without one, deletions that did not come out as expected. A recording holds nothing. */
function leftovers({ against, cleanup, leftovers: recorded }: ScenarioResult): readonly string[] {
  if (recorded !== undefined) return recorded;
  if (against === 'recorded') return [];
  return cleanup
    .filter(({ outcome }) => outcome.kind === 'failed' || outcome.kind === 'blocked')
    .map(({ id, exchange }) => (exchange === undefined ? id : `${exchange.request.method} ${exchange.request.url}`));
}
