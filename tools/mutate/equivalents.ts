/** The mutants that no test can notice, each with its reason: `equivalents.json`. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Mutant } from './mutants.ts';

/** A mutant as it can be found again when the text around it has changed. */
export type Named = {
  readonly file: string;
  readonly rule: string;
  /** The line in which it begins, without its indentation. */
  readonly line: string;
  /** `before → after`, blanks made one. */
  readonly change: string;
};

type Equivalent = Named & { readonly reason: string };

const single = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

export function named(file: string, text: string, { start, end, rule, replacement }: Mutant): Named {
  const begin = text.lastIndexOf('\n', start - 1) + 1;
  const stop = text.indexOf('\n', start);
  const line = single(text.slice(begin, stop === -1 ? text.length : stop));
  return { file, rule, line, change: `${single(text.slice(start, end))} → ${single(replacement)}` };
}

export const nameOf = ({ file, rule, line, change }: Named): string => [file, rule, line, change].join('\n');

export const equivalents: ReadonlyMap<string, Equivalent> = new Map(
  (
    JSON.parse(
      readFileSync(fileURLToPath(new URL('equivalents.json', import.meta.url)), 'utf8'),
    ) as readonly Equivalent[]
  ).map((one) => [nameOf(one), one]),
);
