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
const severity = ['differs', 'blocked', 'manual-pending', 'passed'] as const satisfies OutcomeKind[];

/** A scenario's outcome is its worst step's; one in which nothing ran is `skipped`. */
export function scenarioOutcome(steps: readonly StepResult[]): ScenarioOutcome {
  const kinds = new Set(steps.map(({ outcome }) => outcome.kind));
  return severity.find((kind) => kinds.has(kind)) ?? 'skipped';
}

/** Counts scenarios as they end; keeps none of them. */
export class Tally {
  readonly #steps: { -readonly [kind in keyof Counts]: number } = {
    passed: 0,
    differs: 0,
    blocked: 0,
    skipped: 0,
    'manual-pending': 0,
  };
  readonly #scenarios: { [outcome in ScenarioOutcome]: number } = {
    passed: 0,
    differs: 0,
    blocked: 0,
    'manual-pending': 0,
    skipped: 0,
  };
  readonly #leftBehind: string[] = [];
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
      if (step.attempts > 0 || step.outcome.kind === 'manual-pending') this.#executed += 1;
    }
    this.#leftBehind.push(...leftBehind(scenario));
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
      leftBehind: [...this.#leftBehind],
      ...(this.#recycleBin.length === 0 ? {} : { recycleBin: [...this.#recycleBin] }),
      ...(this.#expired.length === 0 ? {} : { expired: [...this.#expired] }),
      exitCode: this.#exitCode(),
    };
  }

  /** When several apply, 4 beats 1 beats 3. A run that executes no step is never green. */
  #exitCode(): ExitCode {
    if (this.#leftBehind.length > 0) return 4;
    if (this.#steps.differs > 0) return 1;
    if (this.#steps.blocked > 0 || this.#steps['manual-pending'] > 0) return 3;
    return this.#executed === 0 ? 2 : 0;
  }
}

/** What the ledger says; without one, deletions that did not come out as promised. A recording holds nothing. */
function leftBehind({ against, cleanup, leftBehind: noted }: ScenarioResult): readonly string[] {
  if (noted !== undefined) return noted;
  if (against === 'recorded') return [];
  return cleanup
    .filter(({ outcome }) => outcome.kind === 'differs' || outcome.kind === 'blocked')
    .map(({ id, exchange }) => (exchange === undefined ? id : `${exchange.request.method} ${exchange.request.url}`));
}
