import type { Seed } from '../../packs/directory/seed/seed.ts';
import type { SeedFault } from '../../packs/directory/seed/seed-references.ts';
import type { TypedModel } from '../../typed/schema/typed-model.ts';
import { objectFaults } from '../object-faults.ts';
import type { SeedObject } from '../seed-objects.ts';
import { wholeSeed } from '../whole-seed.ts';

/** The seed without objects that its own check refuses, because pages contradict themselves, and without objects that depend on these. */
export function withoutFaults(seed: Seed, model: TypedModel): Seed {
  const faults = objectFaults(seed, wholeSeed([seed]), model);
  if (faults.length === 0) return seed;
  const objects = (seed.objects ?? []).flatMap((object, index) =>
    corrected(
      object,
      faults.filter(({ path }) => path[0] === 'objects' && path[1] === index),
    ),
  );
  const responses = (seed.responses ?? []).filter(
    (_, index) => !faults.some(({ path }) => path[0] === 'responses' && path[1] === index),
  );
  const defaults = (seed.defaults ?? []).flatMap((one, index) => {
    const own = faults.filter(({ path }) => path[0] === 'defaults' && path[1] === index);
    if (own.some(({ path }) => path[2] !== 'properties')) return [];
    const left = withoutProperties(one.properties, own);
    return Object.keys(left).length === 0 ? [] : [{ ...one, properties: left }];
  });
  const { defaults: _, ...rest } = seed;
  return withoutFaults({ ...rest, objects, responses, ...(defaults.length === 0 ? {} : { defaults }) }, model);
}

function corrected(object: SeedObject, faults: readonly SeedFault[]): readonly SeedObject[] {
  if (faults.length === 0) return [object];
  if (faults.some(({ path }) => path[2] !== 'references' && path[2] !== 'properties')) return [];
  const { references, properties: all, ...others } = object;
  const rest = all === undefined ? others : { ...others, properties: withoutProperties(all, faults) };
  const kept = Object.entries(references ?? {}).flatMap(([name, ids]) => {
    const own = faults.filter(({ path }) => path[3] === name);
    if (own.length === 0) return [[name, ids] as const];
    const left = own.some(({ path }) => path.length === 4)
      ? []
      : [ids].flat().filter((_, at) => !own.some(({ path }) => path[4] === at));
    return left.length === 0 ? [] : [[name, left] as const];
  });
  return [kept.length === 0 ? rest : { ...rest, references: Object.fromEntries(kept) }];
}

function withoutProperties<T extends object>(properties: T, faults: readonly SeedFault[]): T {
  const wrong = new Set(faults.flatMap(({ path }) => (path[2] === 'properties' ? [path[3]] : [])));
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !wrong.has(name))) as T;
}
