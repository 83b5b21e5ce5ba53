import { byPlace, placeAt } from '../../../../diagnostics/place.ts';
import { failure, type Outcome, type Problem, success } from '../../../../diagnostics/problem.ts';
import { readSource } from '../../../../diagnostics/read-source.ts';
import type { Source, Span } from '../../../../diagnostics/source.ts';
import { explainIssues, type IssuePath } from '../../../../format/document/explain-issue.ts';
import { readYaml } from '../../../../format/scenario/read-yaml.ts';
import { plain, spanAt } from '../../../../format/scenario/yaml-plain.ts';
import { locate } from '../../../../json/locate.ts';
import { parseJson } from '../../../../json/parse-json.ts';
import { objectFaults } from '../../../seed/object-faults.ts';
import { wholeSeed } from '../../../seed/whole-seed.ts';
import { shippedModel } from '../../../typed/schema/shipped-model.ts';
import { type Seed, seedSchema } from './seed.ts';
import { referenceFaults } from './seed-references.ts';

/** A file's content, and where its parts stand. */
type Parsed = { readonly value: unknown; readonly spanOf: (path: IssuePath, onKey: boolean) => Span };
type SeedFile = { readonly source: Source; readonly seed: Seed; readonly spanOf: Parsed['spanOf'] };

/** Problems: `seed-syntax`, `seed-invalid`, `yaml-…`, and those of reading a file. */
export async function loadSeeds(paths: readonly string[]): Promise<Outcome<readonly Seed[]>> {
  const sources = await Promise.all(paths.map((path) => readSource(path)));
  const problems = sources.flatMap((source) => (source.ok ? [] : source.problems));
  if (problems.length > 0) return failure(problems);
  return parseSeeds(sources.flatMap((source) => (source.ok ? [source.value] : [])));
}

/** Everything that is wrong is listed, each at its place. What one file names may stand in another. */
export function parseSeeds(sources: readonly Source[]): Outcome<readonly Seed[]> {
  const read = sources.map(readSeed);
  const problems = read.flatMap((one) => (one.ok ? [] : one.problems));
  if (problems.length > 0) return failure(problems);
  const files = read.flatMap((one) => (one.ok ? [one.value] : []));
  const whole = wholeSeed(files.map(({ seed }) => seed));
  const faults = files.flatMap(({ source, seed, spanOf }) => {
    // Most seeds have neither, and the model takes a while to load.
    const beyond =
      (seed.objects ?? seed.responses ?? seed.defaults) === undefined ? [] : objectFaults(seed, whole, shippedModel());
    return [...referenceFaults(seed, whole), ...beyond].map(({ path, ...fault }): Problem => {
      return { ...fault, code: 'seed-invalid', at: placeAt(source, spanOf(path, false)) };
    });
  });
  return faults.length > 0 ? failure(faults) : success(files.map(({ seed }) => seed));
}

function readSeed(source: Source): Outcome<SeedFile> {
  const parsed = /^\s*\{/.test(source.text) ? readAsJson(source) : readAsYaml(source);
  if (!parsed.ok) return parsed;
  const { value, spanOf } = parsed.value;
  const checked = seedSchema.safeParse(value);
  if (checked.success) return success({ source, seed: checked.data, spanOf });
  const explained = explainIssues(checked.error.issues, seedSchema, value);
  return failure(
    explained
      .map(({ path, onKey, ...problem }) => ({
        ...problem,
        code: 'seed-invalid' as const,
        at: placeAt(source, spanOf(path, onKey)),
      }))
      .sort((a, b) => byPlace(a.at, b.at)),
  );
}

function readAsJson(source: Source): Outcome<Parsed> {
  const parsed = parseJson(source.text);
  if (!parsed.ok) {
    const at = placeAt(source, { start: parsed.offset, end: parsed.offset + 1 });
    return failure([{ code: 'seed-syntax', message: parsed.message, at }]);
  }
  const spanOf = (path: IssuePath): Span => locate(source.text, path) ?? { start: 0, end: 1 };
  const [duplicate] = parsed.duplicates;
  if (duplicate === undefined) return success({ value: parsed.value, spanOf });
  const message = `${duplicate} is there more than once`;
  return failure([{ code: 'seed-invalid', message, at: placeAt(source, spanOf([])), fix: 'keep one of the two' }]);
}

function readAsYaml(source: Source): Outcome<Parsed> {
  const yaml = readYaml(source);
  if (!yaml.ok) return yaml;
  const root = yaml.value;
  if (root === undefined) {
    const at = placeAt(source, { start: 0, end: 1 });
    return failure([
      { code: 'seed-invalid', message: 'the file is empty', at, fix: 'a seed has `version: 1` and `objects`' },
    ]);
  }
  return success({ value: plain(root), spanOf: (path, onKey) => spanAt(root, path, onKey) });
}
