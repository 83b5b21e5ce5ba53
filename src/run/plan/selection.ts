/** Which steps a person asked for. Nothing said: all of them. */
export type Selection = {
  readonly only: readonly string[];
  readonly from?: string;
  readonly to?: string;
};

export const everything: Selection = { only: [] };

/** The step ids a selection names. */
export function namedSteps(selection: Selection): readonly string[] {
  return [...selection.only, selection.from, selection.to].filter((id) => id !== undefined);
}

/**
 * The ids of the steps that run: those selected, and, wherever they come from, the steps that those rest on.
 */
export function selectedIds(
  steps: readonly { readonly id: string; readonly causes: readonly string[] }[],
  selection: Selection,
): ReadonlySet<string> {
  const index = (id: string | undefined, otherwise: number) =>
    id === undefined ? otherwise : steps.findIndex((step) => step.id === id);
  const first = index(selection.from, 0);
  const last = index(selection.to, steps.length - 1);
  const asked = steps.filter(({ id }, at) =>
    selection.only.length > 0 ? selection.only.includes(id) : at >= first && at <= last,
  );
  const causes = new Map(steps.map((step) => [step.id, step.causes]));
  const selected = new Set<string>();
  const waiting = asked.map(({ id }) => id);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (selected.has(id)) continue;
    selected.add(id);
    waiting.push(...(causes.get(id) ?? []));
  }
  return selected;
}
