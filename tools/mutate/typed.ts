/** Which mutants the compiler refuses: they cannot be made by mistake, so no test has to notice them. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { applied, type Mutant } from './mutants.ts';
import type { Workshop } from './workshop.ts';

type Placed = Mutant & { readonly file: string };

/** An unused name is not a type error. */
const unused = new Set([6133, 6138, 6192, 6196, 6198, 7027]);

/**
 * Those of the mutants that compile, in their order. Each run of the compiler breaks many places at once, one in each
 * member of a class or statement of a module, and an error counts against the one that it lies in.
 */
export function compiling<T extends Placed>(
  mutants: readonly T[],
  { workshop, text }: { readonly workshop: Workshop; readonly text: (file: string) => string },
): readonly T[] {
  const refused = new Set<T>();
  let rest = mutants;
  while (rest.length > 0) {
    const units = Map.groupBy(rest, ({ file, unit }) => `${file}:${unit.start}`);
    const round = [...units.values()].map(([first]) => first).filter((one) => one !== undefined);
    const files = Map.groupBy(round, ({ file }) => file);
    for (const [file, own] of files) workshop.write(file, brokenAll(text(file), own));
    const errors = errorsOf(workshop, (name) => brokenAll(text(name), files.get(name) ?? []));
    for (const { file, offset } of errors) {
      const hit = files.get(file)?.find((one, _, own) => holds(one, offset, own));
      if (hit !== undefined) refused.add(hit);
    }
    for (const file of files.keys()) workshop.write(file, text(file));
    // Where it cannot read a file, the compiler says nothing about types.
    const isRead = !errors.some(({ code }) => code < 2000) || !round.some((one) => refused.has(one));
    const done = isRead ? new Set(round) : refused;
    rest = rest.filter((one) => !done.has(one));
  }
  return mutants.filter((one) => !refused.has(one));
}

const brokenAll = (text: string, mutants: readonly Mutant[]): string =>
  mutants.toSorted((a, b) => b.start - a.start).reduce(applied, text);

/** How much longer a mutant makes the text. */
const growth = ({ start, end, replacement }: Mutant) => replacement.length - (end - start);

/** Whether a place of the broken text lies in the unit of a mutant. */
function holds({ unit, ...mutant }: Mutant, offset: number, all: readonly Mutant[]): boolean {
  const moved = all.filter(({ start }) => start < unit.start).reduce((sum, one) => sum + growth(one), 0);
  return offset >= unit.start + moved && offset < unit.end + moved + growth({ unit, ...mutant });
}

function errorsOf(
  { folder }: Workshop,
  textOf: (file: string) => string,
): readonly { readonly file: string; readonly offset: number; readonly code: number }[] {
  const { stdout } = spawnSync(join(folder, 'node_modules/.bin/tsc'), ['-p', '.', '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return [...stdout.matchAll(/^(\S+?)\((\d+),(\d+)\): error TS(\d+)/gm)]
    .filter(([, , , , code]) => !unused.has(Number(code)))
    .map(([, file = '', line, column, code]) => {
      const before = textOf(file)
        .split('\n')
        .slice(0, Number(line) - 1);
      const offset = before.reduce((sum, one) => sum + one.length + 1, Number(column) - 1);
      return { file, offset, code: Number(code) };
    });
}
