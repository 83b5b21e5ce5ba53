/** Which regions of the guards each test runs, in whatever process. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { regionsOf } from './mutants.ts';
import type { Workshop } from './workshop.ts';

export type Covered = { readonly test: string; readonly milliseconds: number; readonly regions: ReadonlySet<string> };

/** The text with a note at the beginning of every region, of the module itself too. */
function watched(file: string, text: string, coverFile: string): string {
  const inserts = regionsOf(text).flatMap(({ start, end, kind }, at) => {
    const note = `__covered(${at})`;
    if (kind === 'statement') return [{ at: start, text: `${note};` }];
    const [before, after] = kind === 'alone' ? [`{${note};`, '}'] : [`(${note}, (`, '))'];
    return [
      { at: start, text: before },
      { at: end, text: after },
    ];
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
  const reply = await workshop.test(test, 300_000);
  const regions = new Set(workshop.takeCovered());
  if (reply === undefined || reply.failed) return undefined;
  return { test, milliseconds: reply.milliseconds, regions };
}
