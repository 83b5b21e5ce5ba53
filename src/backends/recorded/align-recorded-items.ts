/**
 * For each new item, the old one that it corresponds to: the one with the same index if both have the same shape, then
 * the first unused one of its shape, then the remaining ones, in order.
 */
export function alignItems<T>(
  old: readonly T[],
  fresh: readonly T[],
  shapeOf: (item: T) => string,
): readonly (T | undefined)[] {
  const oldShapes = old.map(shapeOf);
  const shapes = fresh.map(shapeOf);
  const partners = new Map<number, number>();
  const taken = new Set<number>();
  const pair = (at: number, from: number) => {
    if (from < 0 || partners.has(at)) return;
    partners.set(at, from);
    taken.add(from);
  };
  for (const [at, shape] of shapes.entries()) if (oldShapes[at] === shape) pair(at, at);
  for (const [at, shape] of shapes.entries()) {
    if (!partners.has(at))
      pair(
        at,
        oldShapes.findIndex((one, from) => one === shape && !taken.has(from)),
      );
  }
  for (const at of shapes.keys())
    if (!partners.has(at))
      pair(
        at,
        old.findIndex((_, from) => !taken.has(from)),
      );
  return fresh.map((_, at) => {
    const from = partners.get(at);
    return from === undefined ? undefined : old[from];
  });
}
