/** How many promised items and items fit one by one from the front, and how many of the others from the back. */
export type CommonEnds = { readonly head: number; readonly tail: number };

export function commonEnds<Promised, Item>(
  promised: readonly Promised[],
  items: readonly Item[],
  fits: (promised: Promised, item: Item) => boolean,
): CommonEnds {
  const shorter = Math.min(promised.length, items.length);
  const areEqual = (one: Promised | undefined, other: Item | undefined) =>
    one !== undefined && other !== undefined && fits(one, other);
  let head = 0;
  while (head < shorter && areEqual(promised[head], items[head])) head++;
  let tail = 0;
  while (tail < shorter - head && areEqual(promised.at(-1 - tail), items.at(-1 - tail))) tail++;
  return { head, tail };
}
