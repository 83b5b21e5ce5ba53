import { placeAt } from '../../../../diagnostics/place.ts';
import { failure, type Outcome, type Problem, success } from '../../../../diagnostics/problem.ts';
import { readSource } from '../../../../diagnostics/read-source.ts';
import type { Source } from '../../../../diagnostics/source.ts';
import { explainIssues, type IssuePath } from '../../../../format/scenario/explain-issue.ts';
import { locate } from '../../../../json/locate.ts';
import { parseJson } from '../../../../json/parse-json.ts';
import { type Seed, seedSchema } from './seed.ts';
import { referenceFaults } from './seed-references.ts';

/** Problems: `seed-syntax`, `seed-invalid`, and those of reading a file. */
export async function loadSeed(path: string): Promise<Outcome<Seed>> {
  const source = await readSource(path);
  return source.ok ? parseSeed(source.value) : source;
}

/** Everything that is wrong is listed, each at its place. Problems: `seed-syntax`, `seed-invalid`. */
export function parseSeed(source: Source): Outcome<Seed> {
  const parsed = parseJson(source.text);
  if (!parsed.ok) {
    const at = placeAt(source, { start: parsed.offset, end: parsed.offset + 1 });
    return failure([{ code: 'seed-syntax', message: parsed.message, at }]);
  }
  const place = (path: IssuePath) => placeAt(source, locate(source.text, path) ?? { start: 0, end: 1 });
  const [duplicate] = parsed.duplicates;
  if (duplicate !== undefined) {
    const message = `${duplicate} is there more than once`;
    return failure([{ code: 'seed-invalid', message, at: place([]), fix: 'keep one of the two' }]);
  }
  const checked = seedSchema.safeParse(parsed.value);
  if (!checked.success) {
    const explained = explainIssues(checked.error.issues, seedSchema, parsed.value);
    return failure(
      explained.map(
        ({ path, onKey: _, ...problem }): Problem => ({ ...problem, code: 'seed-invalid', at: place(path) }),
      ),
    );
  }
  const faults = referenceFaults(checked.data);
  if (faults.length === 0) return success(checked.data);
  return failure(faults.map(({ path, ...fault }) => ({ ...fault, code: 'seed-invalid', at: place(path) })));
}
