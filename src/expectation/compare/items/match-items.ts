const largestTable = 4_000_000;

/**
 * Pairs as many expected items with items that fit as possible, each once: a maximum bipartite matching, because patterns
 * may overlap. The result says for each expected item the index of its partner, -1 where there is none.
 */
export function matchItems<ExpectedStatuses, Item>(
  stated: readonly ExpectedStatuses[],
  items: readonly Item[],
  fits: (stated: ExpectedStatuses, item: Item) => boolean,
): readonly number[] {
  const isEdge = remember(stated, items, fits);
  const partnerOf = new Array<number>(stated.length).fill(-1);
  const takenBy = new Array<number>(items.length).fill(-1);
  for (let index = 0; index < stated.length; index++) augment({ from: index, isEdge, partnerOf, takenBy });
  return partnerOf;
}

type Search = {
  readonly from: number;
  readonly isEdge: (stated: number, item: number) => boolean;
  readonly partnerOf: number[];
  readonly takenBy: number[];
};

/** Finds a partner for one expected item, moving others to other partners where that helps. Breadth first, no recursion. */
function augment({ from, isEdge, partnerOf, takenBy }: Search): void {
  const reachedFrom = new Map<number, number>();
  const queue = [from];
  for (let head = 0; head < queue.length; head++) {
    const stated = queue[head] ?? from;
    for (let item = 0; item < takenBy.length; item++) {
      if (reachedFrom.has(item) || !isEdge(stated, item)) continue;
      reachedFrom.set(item, stated);
      const owner = takenBy[item] ?? -1;
      if (owner === -1) {
        reassign(item, { reachedFrom, partnerOf, takenBy });
        return;
      }
      queue.push(owner);
    }
  }
}

/**
 * Walks back from a free item: each expected item on the way takes the item that it reached, and releases its former
 * one.
 */
function reassign(
  free: number,
  at: { readonly reachedFrom: ReadonlyMap<number, number>; readonly partnerOf: number[]; readonly takenBy: number[] },
): void {
  let item = free;
  while (item !== -1) {
    const stated = at.reachedFrom.get(item) ?? -1;
    const before = at.partnerOf[stated] ?? -1;
    at.partnerOf[stated] = item;
    at.takenBy[item] = stated;
    item = before;
  }
}

/** Whether two match, evaluated once a pair while the table is small enough. */
function remember<ExpectedStatuses, Item>(
  stated: readonly ExpectedStatuses[],
  items: readonly Item[],
  fits: (stated: ExpectedStatuses, item: Item) => boolean,
): (promisedIndex: number, itemIndex: number) => boolean {
  const compareItems = (one: number, other: number) => {
    const [left, right] = [stated[one], items[other]];
    return left !== undefined && right !== undefined && fits(left, right);
  };
  if (stated.length * items.length > largestTable) return compareItems;
  const table = new Int8Array(stated.length * items.length);
  return (one, other) => {
    const at = one * items.length + other;
    if (table[at] === 0) table[at] = compareItems(one, other) ? 1 : -1;
    return table[at] === 1;
  };
}
