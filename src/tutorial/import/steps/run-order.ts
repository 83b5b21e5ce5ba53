/** What the order of steps depends on. */
type Ordered = {
  readonly kind: string;
  readonly request?: { readonly method: string };
  readonly cleanup: boolean;
  readonly repeats?: number;
};

/** As they will run: the cleanup last, wherever the page has it. */
export function inRunOrder<T extends Ordered>(all: readonly T[]): readonly T[] {
  // A page that only cleans up documents just that.
  const onlyCleanup = all.every(({ cleanup }) => cleanup);
  const steps = onlyCleanup ? all.map((step) => ({ ...step, cleanup: false })) : all;
  const order = [...steps.keys()].sort((a, b) => Number(steps[a]?.cleanup) - Number(steps[b]?.cleanup) || a - b);
  return order
    .flatMap((index) => steps[index] ?? [])
    .map((step) => (step.repeats === undefined ? step : { ...step, repeats: order.indexOf(step.repeats) }));
}

/** What is deleted at the very end is cleaned up, whatever the headings say. */
export function withTrailingDeletes<T extends Ordered>(steps: readonly T[]): readonly T[] {
  const firstOfTail = steps.findLastIndex(({ request, kind }) => kind !== 'call' || request?.method !== 'DELETE') + 1;
  return steps.map((step, index) => (index >= firstOfTail && index > 0 ? { ...step, cleanup: true } : step));
}
