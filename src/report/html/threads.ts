import type { StepResult } from '../../run/result.ts';

/** A captured value on its way: from the step that made it to the steps that used it. */
export type Thread = {
  readonly name: string;
  readonly value: string;
  /** The index of its step among all steps of the scenario, cleanup included. */
  readonly maker: number;
  /** Those of the steps that used it, in order; none: nobody did. */
  readonly users: readonly number[];
  /** Beside which others it is drawn: threads that are under way at the same time never share a lane. */
  readonly lane: number;
};

/** The threads of a scenario, in the order in which they begin. */
export function threadsOf(steps: readonly StepResult[]): readonly Thread[] {
  const freeFrom: number[] = [];
  return steps.flatMap(({ captured }, maker) =>
    Object.entries(captured).map(([name, value]) => {
      const users = steps.flatMap(({ uses = [] }, index) => (index > maker && uses.includes(name) ? [index] : []));
      const end = users.at(-1);
      if (end === undefined) return { name, value, maker, users, lane: -1 };
      const free = freeFrom.findIndex((from) => from < maker);
      const lane = free === -1 ? freeFrom.length : free;
      freeFrom[lane] = end;
      return { name, value, maker, users, lane };
    }),
  );
}

/** What a thread does at a step: nothing, begins, passes by, is used, or is used for the last time. */
export type ThreadPart = 'none' | 'begins' | 'passes' | 'used' | 'ends';

export function partAt({ maker, users }: Thread, step: number): ThreadPart {
  const end = users.at(-1);
  if (end === undefined || step < maker || step > end) return 'none';
  if (step === maker) return 'begins';
  if (step === end) return 'ends';
  return users.includes(step) ? 'used' : 'passes';
}
