import type { PlannedScenario } from '../../loading/plan-scenarios.ts';

/** Scenarios that wait for their turn: only so many at a time of each tenant. */
export type ScenarioQueue = {
  /** The next scenario whose tenant has room, as soon as there is one; `undefined` when none is left. */
  readonly next: () => Promise<PlannedScenario | undefined>;
  /** It has ended: its tenant has room again. */
  readonly ended: (plan: PlannedScenario) => void;
  /** Nothing more begins in its tenant. */
  readonly halt: (plan: PlannedScenario) => void;
};

/** `perTenant`: how many at a time; without tenants, there is no such limit. */
export function scenarioQueue(plans: readonly PlannedScenario[], perTenant: number): ScenarioQueue {
  // By tenant, so that finding the next one looks at each tenant once, however many scenarios wait.
  const lanes = new Map<string, Lane>();
  for (const plan of plans) {
    const key = plan.tenant ?? '';
    const lane = lanes.get(key) ?? {
      room: plan.tenant === undefined ? Number.POSITIVE_INFINITY : perTenant,
      waiting: [],
      next: 0,
    };
    lane.waiting.push(plan);
    lanes.set(key, lane);
  }
  const idle: (() => void)[] = [];
  const wake = () => {
    for (const look of idle.splice(0)) look();
  };
  const laneOf = ({ tenant = '' }: PlannedScenario) => lanes.get(tenant);
  const next = async (): Promise<PlannedScenario | undefined> => {
    for (;;) {
      const waiting = [...lanes.values()].filter((lane) => lane.next < lane.waiting.length);
      if (waiting.length === 0) return undefined;
      // The tenant that has progressed least goes first, so that no tenant waits for another.
      const free = waiting.filter(({ room }) => room > 0).sort((a, b) => a.next - b.next)[0];
      const plan = free?.waiting[free.next];
      if (free !== undefined && plan !== undefined) {
        free.next += 1;
        free.room -= 1;
        return plan;
      }
      await new Promise<void>((look) => idle.push(look));
    }
  };
  return {
    next,
    ended: (plan) => {
      const lane = laneOf(plan);
      if (lane !== undefined) lane.room += 1;
      wake();
    },
    halt: (plan) => {
      const lane = laneOf(plan);
      if (lane !== undefined) lane.next = lane.waiting.length;
      wake();
    },
  };
}

type Lane = { room: number; readonly waiting: PlannedScenario[]; next: number };
