import type { World } from '../../world.ts';

/** The order that a query's first page found: its next pages need not sort everything again. */
type Remembered = { readonly query: string; readonly items: readonly unknown[]; readonly order: readonly number[] };

const mostRemembered = 8;
const worlds = new WeakMap<World, Remembered[]>();

export function rememberOrder(world: World, remembered: Remembered): void {
  const others = (worlds.get(world) ?? []).filter(({ query }) => query !== remembered.query);
  worlds.set(world, [remembered, ...others.slice(0, mostRemembered - 1)]);
}

/** Positions in the items; `undefined` where the items are no longer the ones that were put in order. */
export function rememberedOrder(world: World, query: string, items: readonly unknown[]): readonly number[] | undefined {
  const found = worlds.get(world)?.find((one) => one.query === query);
  return found !== undefined && areSame(found.items, items) ? found.order : undefined;
}

function areSame(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}
