import { basename, dirname, join } from 'node:path';
import { type Result, success } from '../diagnostics/problem.ts';
import type { Scenario } from '../format/scenario/scenario.ts';
import type { Seed } from '../sandbox/packs/directory/seed/seed.ts';
import { loadSeeds } from './load-seeds.ts';

/** `pages/groups.scenario.yaml` begins in the sandbox with `pages/groups.seed.yaml`. */
export function seedPath(scenarioPath: string): string {
  return `${scenarioPath.replace(/(?:\.scenario)?\.ya?ml$/, '')}.seed.yaml`;
}

export const seedName = (scenarioPath: string): string => basename(seedPath(scenarioPath));

/** The seed that a scenario names, beside its file. Problems: those of `loadSeeds`. */
export async function seedOf({ seed, source }: Scenario): Promise<Result<readonly Seed[] | undefined>> {
  return seed === undefined ? success(undefined) : loadSeeds([join(dirname(source.path), seed)]);
}
