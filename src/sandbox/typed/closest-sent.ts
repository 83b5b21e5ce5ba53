import { isJsonObject, type Json, property } from '../../json/json.ts';

/** The data of a seed for requests to one path; with `sent`, for requests with a similar body. */
type OfRequest = { readonly sent?: Json };

/**
 * Chooses among the seed's data for requests to one path: the one whose body is most similar to the request's; equal
 * ones in turn, and finally the last one.
 */
export function closestSent<T extends OfRequest>(): (fitting: readonly T[], body: Json | undefined) => T | undefined {
  const used = new Set<T>();
  return (fitting, body) => {
    const near = fitting.map((one) => likeness(one.sent, body));
    const best = Math.max(...near);
    const nearest = fitting.filter((_, index) => near[index] === best);
    const chosen = nearest.find((one) => !used.has(one)) ?? nearest.at(-1);
    if (chosen !== undefined) used.add(chosen);
    return chosen;
  };
}

/** The number of values that two bodies have in common; a common name counts less. */
function likeness(a: Json | undefined, b: Json | undefined): number {
  if (Array.isArray(a) && Array.isArray(b)) return a.reduce<number>((sum, item, at) => sum + likeness(item, b[at]), 0);
  if (isJsonObject(a) && isJsonObject(b)) {
    const names = Object.keys(a).filter((name) => Object.hasOwn(b, name));
    return names.reduce((sum, name) => sum + 0.1 + likeness(property(a, name), property(b, name)), 0);
  }
  return a !== undefined && a === b ? 1 : 0;
}

/** Whether a path of a seed is the requested one: `*` stands for any segment, `name(*)` for any arguments. */
export function isPathOf(given: readonly string[], wanted: readonly string[]): boolean {
  if (given.length !== wanted.length) return false;
  return given.every((one, at) => {
    const segment = (wanted[at] ?? '').toLowerCase();
    if (one === '*') return true;
    return one.endsWith('(*)') ? segment.startsWith(one.slice(0, -2).toLowerCase()) : segment === one.toLowerCase();
  });
}
