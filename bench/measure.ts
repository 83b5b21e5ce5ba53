/** The bench room: how fast, how large. This file: numbers that can be compared. */

/** The middle one, or the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

/**
 * The median of each case. The cases take turns, so that whatever else the machine does meets all of them; the first
 * rounds only warm up.
 */
export async function sideBySide<Name extends string>(
  cases: { readonly [name in Name]: () => number | Promise<number> },
  { rounds, warmUp }: { readonly rounds: number; readonly warmUp: number },
): Promise<{ readonly [name in Name]: number }> {
  const names = Object.keys(cases) as Name[];
  const values = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = -warmUp; round < rounds; round++) {
    for (const name of names) {
      const value = await cases[name]();
      if (round >= 0) values.get(name)?.push(value);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(values.get(name) ?? [])])) as { [name in Name]: number };
}

/** How long something takes, in milliseconds. */
export async function timed(run: () => unknown): Promise<number> {
  const startMs = performance.now();
  await run();
  return performance.now() - startMs;
}
