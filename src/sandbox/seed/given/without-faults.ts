import type { Seed } from '../../packs/directory/seed/seed.ts';
import type { SeedFault } from '../../packs/directory/seed/seed-references.ts';
import type { TypedModel } from '../../typed/schema/typed-model.ts';
import { objectFaults } from '../object-faults.ts';
import type { SeedObject } from '../seed-objects.ts';
import { wholeSeed } from '../whole-seed.ts';

/** The seed without what its own check refuses: pages contradict themselves, and what depends on that falls with it. */
export function withoutFaults(seed: Seed, model: TypedModel): Seed {
  const faults = objectFaults(seed, wholeSeed([seed]), model);
  if (faults.length === 0) return seed;
  const objects = (seed.objects ?? []).flatMap((object, index) =>
    mended(
      object,
      faults.filter(({ path }) => path[0] === 'objects' && path[1] === index),
    ),
  );
  const responses = (seed.responses ?? []).filter(
    (_, index) => !faults.some(({ path }) => path[0] === 'responses' && path[1] === index),
  );
  const defaults = (seed.defaults ?? []).filter(
    (_, index) => !faults.some(({ path }) => path[0] === 'defaults' && path[1] === index),
  );
  const { defaults: _, ...rest } = seed;
  return withoutFaults({ ...rest, objects, responses, ...(defaults.length === 0 ? {} : { defaults }) }, model);
}

function mended(object: SeedObject, faults: readonly SeedFault[]): readonly SeedObject[] {
  if (faults.length === 0) return [object];
  if (faults.some(({ path }) => path[2] !== 'references')) return [];
  const { references, ...rest } = object;
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
