import type { StepResult } from '../../../run/result.ts';

/** A captured value: from the step that made it to the steps that used it. */
export type Thread = {
  readonly name: string;
  readonly value: string;
  /** The index of its step among all steps of the scenario, cleanup included. */
  readonly maker: number;
  /** The steps that used it, in order; empty if none did. */
  readonly users: readonly number[];
  /** The lane in which it is drawn: threads at the same time never share a lane. */
  readonly lane: number;
};

/** Further simultaneous threads are described in words only. */
const mostLanes = 6;
/** The lane of a thread that is not drawn. */
const noLane = -1;

/** The threads of a scenario, in the order in which they begin. */
export function threadsOf(steps: readonly StepResult[]): readonly Thread[] {
  const usersOf = new Map<string, number[]>();
  for (const [index, { uses = [] }] of steps.entries()) {
    for (const name of new Set(uses)) append(usersOf, name, index);
  }
  const busyUntil = new Array<number>(mostLanes).fill(noLane);
  return steps.flatMap(({ captured }, maker) =>
    Object.entries(captured).map(([name, value]) => {
      const users = (usersOf.get(name) ?? []).filter((user) => user > maker);
      const lane = users.length === 0 ? noLane : busyUntil.findIndex((until) => until < maker);
      if (lane !== noLane) busyUntil[lane] = users.at(-1) ?? maker;
      return { name, value, maker, users, lane };
    }),
  );
}

/** The threads at each step: those that it makes, those that it uses, and those drawn beside it. */
export type ThreadsAt = {
  readonly made: readonly Thread[];
  readonly used: readonly Thread[];
  readonly drawn: readonly Thread[];
};

export function threadsByStep(threads: readonly Thread[], steps: number): readonly ThreadsAt[] {
  const all = Array.from({ length: steps }, () => ({
    made: [] as Thread[],
    used: [] as Thread[],
    drawn: [] as Thread[],
  }));
  for (const thread of threads) {
    const { maker, users, lane } = thread;
    all[maker]?.made.push(thread);
    for (const user of users) all[user]?.used.push(thread);
    if (lane === noLane) continue;
    for (let step = maker; step <= (users.at(-1) ?? maker); step++) all[step]?.drawn.push(thread);
  }
  return all;
}

/** A thread at a step: absent, begins, passes by, is used, or is used for the last time. */
export type ThreadPart = 'none' | 'begins' | 'passes' | 'used' | 'ends';

/** Looked up from the threads that the step uses, because a thread may have as many users as there are steps. */
export function partAt(thread: Thread, step: number, used: readonly Thread[]): ThreadPart {
  const { maker, users } = thread;
  const end = users.at(-1);
  if (end === undefined || step < maker || step > end) return 'none';
  if (step === maker) return 'begins';
  if (step === end) return 'ends';
  return used.includes(thread) ? 'used' : 'passes';
}

function append(users: Map<string, number[]>, name: string, index: number): void {
  const known = users.get(name);
  if (known === undefined) users.set(name, [index]);
  else known.push(index);
}
