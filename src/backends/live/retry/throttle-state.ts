/** Until when each workload of each tenant is throttled. Shared by all runs of a process. */
export type ThrottleState = {
  /** No request is sent to this workload before that time; a later time is kept. */
  readonly hold: (tenant: string, workload: string, untilMs: number) => void;
  readonly heldUntil: (tenant: string, workload: string) => number;
};

export function throttleState(): ThrottleState {
  const until = new Map<string, number>();
  const key = (tenant: string, workload: string) => `${tenant} ${workload}`;
  const heldUntil = (tenant: string, workload: string) => until.get(key(tenant, workload)) ?? Number.NEGATIVE_INFINITY;
  return {
    heldUntil,
    hold: (tenant, workload, untilMs) =>
      void until.set(key(tenant, workload), Math.max(untilMs, heldUntil(tenant, workload))),
  };
}
