/** Which tests can reach a file: by imports, and by starting the program. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const statement = /\bfrom\s+'(\.[^']+)'|\bimport\(\s*'(\.[^']+)'|\bimport\s+'(\.[^']+)'|new URL\('(\.[^']+)'/g;

/** Every source and test, and what only tests use, with what each names. Paths are relative to the root. */
export function importsBelow(root: string): ReadonlyMap<string, readonly string[]> {
  const files = ['src', 'test'].flatMap((below) =>
    readdirSync(join(root, below), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.m?ts$/.test(name))
      .map((name) => `${below}/${name.replaceAll('\\', '/')}`),
  );
  return new Map(files.map((file) => [file, importsOf(file, readFileSync(join(root, file), 'utf8'))]));
}

function importsOf(file: string, text: string): readonly string[] {
  const named = [...text.matchAll(statement)].map((found) =>
    normalize(join(dirname(file), found.slice(1).find((one) => one !== undefined) ?? '')),
  );
  return named.flatMap((target) => (target.endsWith('bin/tutorial-replay.js') ? ['src/cli/main.ts'] : [target]));
}

/** The tests that reach any of these files. */
export function testsReaching(
  files: ReadonlySet<string>,
  imports: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const reaches = (from: string, seen = new Set<string>()): boolean => {
    if (files.has(from)) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return (imports.get(from) ?? []).some((target) => reaches(target, seen));
  };
  return [...imports.keys()].filter((file) => file.endsWith('.test.ts') && reaches(file)).sort();
}
