import type { Clock } from '../../../run/ports.ts';

/** Time limits in milliseconds. A wait that exceeds them is not shortened: the step is blocked. */
export type Budget = {
  /** For one response: sending, waiting and sending again. */
  readonly stepMs: number;
  /** For all responses of a run together. */
  readonly runMs: number;
  /** For one request, from its first byte to the response's last, in real time. */
  readonly attemptMs: number;
  /** How long a service may take to show this run's own write. */
  readonly consistencyMs: number;
  /** The same for teams, which are made slowly. */
  readonly teamMs: number;
};

export const defaultBudget: Budget = {
  stepMs: 120_000,
  runMs: 3_600_000,
  attemptMs: 100_000,
  consistencyMs: 60_000,
  teamMs: 900_000,
};

/** The part of a run's budget that is spent. */
export type Spending = { spentMs: number };

/** The time that one response has. */
export class Allowance {
  readonly #clock: Clock;
  readonly #budget: Budget;
  readonly #spending: Spending;
  readonly #startedMs: number;
  /** Waits for consistency have a window of their own and do not count here. */
  #apartMs = 0;
  #endedMs: number | undefined;

  constructor(clock: Clock, budget: Budget, spending: Spending) {
    this.#clock = clock;
    this.#budget = budget;
    this.#spending = spending;
    this.#startedMs = clock.now();
  }

  leftMs(): number {
    const usedMs = this.#clock.now() - this.#startedMs;
    return Math.max(0, Math.min(this.#budget.stepMs - usedMs + this.#apartMs, this.runLeftMs()));
  }

  runLeftMs(): number {
    return Math.max(0, this.#budget.runMs - this.#spending.spentMs - (this.#clock.now() - this.#startedMs));
  }

  /** Does not count this time against the step. */
  setApart(ms: number): void {
    this.#apartMs += ms;
  }

  end(): void {
    if (this.#endedMs !== undefined) return;
    this.#endedMs = this.#clock.now();
    this.#spending.spentMs += this.#endedMs - this.#startedMs;
  }
}
