/** How many expected items and items fit one by one from the front, and how many of the others from the back. */
export type CommonEnds = { readonly head: number; readonly tail: number };

export function commonEnds<ExpectedStatuses, Item>(
  stated: readonly ExpectedStatuses[],
  items: readonly Item[],
  fits: (stated: ExpectedStatuses, item: Item) => boolean,
): CommonEnds {
  const shorter = Math.min(stated.length, items.length);
  const areEqual = (one: ExpectedStatuses | undefined, other: Item | undefined) =>
    one !== undefined && other !== undefined && fits(one, other);
  let head = 0;
  while (head < shorter && areEqual(stated[head], items[head])) head++;
  let tail = 0;
  while (tail < shorter - head && areEqual(stated.at(-1 - tail), items.at(-1 - tail))) tail++;
  return { head, tail };
}
