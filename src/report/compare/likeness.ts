import type { ComparedChange } from './compared-change.ts';

/** Changes that are the same for several items of an array: the first of them, and the number of other places. */
export type Likeness = { readonly first: ComparedChange; readonly more: number };

/** The path with `*` for every index: a change of all items of an array is listed once. */
export const anyItem = (path: string): string => path.replace(/\[\d+\]/g, '[*]');

/** In the order of the first of each. */
export function alike(changes: readonly ComparedChange[]): readonly Likeness[] {
  const groups = new Map<string, { first: ComparedChange; more: number }>();
  for (const change of changes) {
    const isCounted = change.code.startsWith('property-');
    const values = isCounted ? [] : [change.before, change.after];
    const key = JSON.stringify([change.code, anyItem(change.path), ...values]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: change, more: 0 });
    else group.more++;
  }
  return [...groups.values()];
}
