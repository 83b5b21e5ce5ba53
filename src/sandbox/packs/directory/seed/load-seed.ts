import { placeAt } from '../../../../diagnostics/place.ts';
import { failure, problemsOf, type Result, success } from '../../../../diagnostics/problem.ts';
import { readSource } from '../../../../diagnostics/read-source.ts';
import type { Source } from '../../../../diagnostics/source.ts';
import { type LocatedValue, placed } from '../../../../format/document/located.ts';
import { type DocumentForm, documentIn, readJsonFile } from '../../../../format/document/read-document.ts';
import { readYaml } from '../../../../format/scenario/read-yaml.ts';
import { locatedYaml } from '../../../../format/scenario/yaml-plain.ts';
import { objectFaults } from '../../../seed/object-faults.ts';
import { wholeSeed } from '../../../seed/whole-seed.ts';
import { shippedModel } from '../../../typed/schema/shipped-model.ts';
import { type Seed, seedSchema } from './seed.ts';
import { referenceFaults } from './seed-references.ts';

type SeedFile = { readonly located: LocatedValue; readonly seed: Seed };

const form: DocumentForm<Seed> = {
  schema: seedSchema,
  version: 1,
  code: 'seed-invalid',
  fix: 'correct it here',
  byHand: true,
  otherVersionFix: 'use the release that reads it',
};

/** Problems: `seed-invalid`, `yaml-…`, and those of reading a file. */
export async function loadSeeds(paths: readonly string[]): Promise<Result<readonly Seed[]>> {
  const sources = await Promise.all(paths.map((path) => readSource(path)));
  const problems = problemsOf(...sources);
  if (problems.length > 0) return failure(problems);
  return parseSeeds(sources.flatMap((source) => (source.ok ? [source.value] : [])));
}

/** All problems are listed, each at its place. One file may refer to objects of another. */
export function parseSeeds(sources: readonly Source[]): Result<readonly Seed[]> {
  const read = sources.map(readSeed);
  const problems = problemsOf(...read);
  if (problems.length > 0) return failure(problems);
  const files = read.flatMap((one) => (one.ok ? [one.value] : []));
  const whole = wholeSeed(files.map(({ seed }) => seed));
  const faults = files.flatMap(({ located, seed }) => {
    // Most seeds have neither, and the model takes a while to load.
    const beyond =
      (seed.objects ?? seed.responses ?? seed.defaults) === undefined ? [] : objectFaults(seed, whole, shippedModel());
    const found = [...referenceFaults(seed, whole), ...beyond];
    return placed(
      found.map((fault) => ({ ...fault, code: 'seed-invalid', onKey: false })),
      located,
    );
  });
  return faults.length > 0 ? failure(faults) : success(files.map(({ seed }) => seed));
}

function readSeed(source: Source): Result<SeedFile> {
  const read = /^\s*\{/.test(source.text) ? readJsonFile(source, form) : readAsYaml(source);
  if (!read.ok) return read;
  const seed = documentIn(read.value, form);
  return seed.ok ? success({ located: read.value, seed: seed.value }) : seed;
}

function readAsYaml(source: Source): Result<LocatedValue> {
  const yaml = readYaml(source);
  if (!yaml.ok) return yaml;
  if (yaml.value !== undefined) return success(locatedYaml(source, yaml.value));
  const at = placeAt(source, { start: 0, end: 1 });
  const fix = 'a seed has `version: 1` and `objects`';
  return failure([{ code: 'seed-invalid', message: 'the file is empty', at, fix }]);
}
