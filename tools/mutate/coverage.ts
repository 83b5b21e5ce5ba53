/** Which functions of the guards each test runs, in whatever process. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bodiesOf } from './mutants.ts';
import type { Workshop } from './workshop.ts';

export type Covered = { readonly test: string; readonly milliseconds: number; readonly functions: ReadonlySet<string> };

/** The text with a note at the beginning of every function, of the module itself too. */
function watched(file: string, text: string, coverFile: string): string {
  const inserts = bodiesOf(text).flatMap(({ start, end, isExpression }, at) => {
    const note = `__covered(${at})`;
    return isExpression
      ? [
          { at: start, text: `(${note}, (` },
          { at: end, text: '))' },
        ]
      : [{ at: start + 1, text: `${note};` }];
  });
  let out = text;
  for (const one of inserts.toSorted((a, b) => b.at - a.at)) out = out.slice(0, one.at) + one.text + out.slice(one.at);
  return `${out}
import { appendFileSync as __append } from 'node:fs';
function __covered(at: number) {
  const seen = ((__covered as any).seen ??= new Set());
  if (seen.has(at)) return;
  seen.add(at);
  try { __append(${JSON.stringify(coverFile)}, ${JSON.stringify(`${file}:`)} + at + '\\n'); } catch {}
}
__covered(-1);
`;
}

/** Puts the notes into the guards of a workshop, or takes them out. */
export function watch(workshop: Workshop, guards: readonly string[], root: string, on: boolean): void {
  for (const file of guards) {
    const text = readFileSync(join(root, file), 'utf8');
    workshop.write(file, on ? watched(file, text, workshop.coverFile) : text);
  }
}

/** Runs one test; `undefined` when it is red without any mutant, or does not end. */
export async function cover(workshop: Workshop, test: string): Promise<Covered | undefined> {
  const reply = await workshop.test([test], 300_000);
  const functions = new Set(workshop.takeCovered());
  if (reply === undefined || reply.failedBy !== undefined) return undefined;
  return { test, milliseconds: reply.milliseconds[0] ?? 0, functions };
}
