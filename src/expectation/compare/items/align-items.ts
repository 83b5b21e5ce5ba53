import { gapCost } from '../distance.ts';

/** Which expected item became which item, in the order of both; the rest is missing, or extra. */
export type Alignment = {
  readonly pairs: readonly (readonly [stated: number, item: number])[];
  readonly missing: readonly number[];
  readonly extra: readonly number[];
};

/** The cheapest way to turn the expected items into the items, by dynamic programming; takes expected × items steps. */
export function alignItems(stated: number, items: number, cost: (stated: number, item: number) => number): Alignment {
  const width = items + 1;
  const table = new Float64Array((stated + 1) * width);
  const at = (one: number, other: number) => table[one * width + other] ?? 0;
  for (let one = stated; one >= 0; one--) {
    for (let other = items; other >= 0; other--) {
      if (one === stated || other === items) table[one * width + other] = (stated - one + items - other) * gapCost;
      else {
        const pair = cost(one, other) + at(one + 1, other + 1);
        const gap = Math.min(at(one + 1, other), at(one, other + 1)) + gapCost;
        table[one * width + other] = Math.min(pair, gap);
      }
    }
  }
  return trace({ stated, items, cost, at });
}

type Table = {
  readonly stated: number;
  readonly items: number;
  readonly cost: (stated: number, item: number) => number;
  readonly at: (stated: number, item: number) => number;
};

function trace({ stated, items, cost, at }: Table): Alignment {
  const pairs: [number, number][] = [];
  const missing: number[] = [];
  const extra: number[] = [];
  let one = 0;
  let other = 0;
  while (one < stated && other < items) {
    const here = at(one, other);
    if (cost(one, other) < 2 * gapCost && here === cost(one, other) + at(one + 1, other + 1))
      pairs.push([one++, other++]);
    else if (here === at(one + 1, other) + gapCost) missing.push(one++);
    else extra.push(other++);
  }
  while (one < stated) missing.push(one++);
  while (other < items) extra.push(other++);
  return { pairs, missing, extra };
}
