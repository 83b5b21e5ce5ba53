/** Which steps the user selected; default: all of them. */
export type Selection = {
  readonly only: readonly string[];
  readonly from?: string;
  readonly to?: string;
};

export const everything: Selection = { only: [] };

/** Whether all steps are selected. */
export function isWhole(selection: Selection): boolean {
  return namedSteps(selection).length === 0;
}

/** Whether a name means a step: by its id, or by that of the call that it belongs to. */
export function isNamed(id: string, name: string): boolean {
  return id === name || id.startsWith(`${name}.`);
}

/** The index of the first step that a name means, or -1. */
export function firstOf(ids: readonly string[], name: string): number {
  return ids.findIndex((id) => isNamed(id, name));
}

export function lastOf(ids: readonly string[], name: string): number {
  return ids.findLastIndex((id) => isNamed(id, name));
}

/** The step ids a selection names. */
export function namedSteps(selection: Selection): readonly string[] {
  return [...selection.only, selection.from, selection.to].filter((id) => id !== undefined);
}

/** The ids of the steps that run: the selected ones, and all steps that they depend on, including those of the cleanup. */
export function selectedIds(
  steps: readonly { readonly id: string; readonly causes: readonly string[] }[],
  selection: Selection,
): ReadonlySet<string> {
  const ids = steps.map(({ id }) => id);
  const first = selection.from === undefined ? 0 : firstOf(ids, selection.from);
  const last = selection.to === undefined ? steps.length - 1 : lastOf(ids, selection.to);
  const chosen = steps.filter(({ id }, at) =>
    selection.only.length > 0 ? selection.only.some((name) => isNamed(id, name)) : at >= first && at <= last,
  );
  const causes = new Map(steps.map((step) => [step.id, step.causes]));
  const selected = new Set<string>();
  const waiting = chosen.map(({ id }) => id);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (selected.has(id)) continue;
    selected.add(id);
    waiting.push(...(causes.get(id) ?? []));
  }
  return selected;
}
