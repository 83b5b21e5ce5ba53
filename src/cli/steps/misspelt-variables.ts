import { suggest } from '../../diagnostics/suggest.ts';
import { variablePart } from '../../tenant/auth/setting-lookup.ts';
import { settingNames } from '../../tenant/auth/setting-names.ts';
import type { LoadedScenario } from '../loading/load-scenarios.ts';

const prefix = 'REPLAY_';
/** More edits than these are another name: that of an input of another scenario. */
const mostEdits = 2;
const ofAll = ['CLOUD', 'GRAPH_ORIGIN', 'AUTHORITY', 'GRAPH_RESOURCE', ...settingNames];

export type VariableNeed = Pick<LoadedScenario, 'inputs' | 'actors'>;

/** Variables with our prefix that nothing here reads and that are a slip away from one that is read, and is not set. */
export function misspeltVariables(
  environment: { readonly [name: string]: string | undefined },
  needs: readonly VariableNeed[],
): readonly string[] {
  const actors = new Set(needs.flatMap((need) => need.actors));
  const read = new Set([
    ...ofAll.map((name) => prefix + name),
    ...[...actors].flatMap((actor) => settingNames.map((name) => `${prefix}${variablePart(actor)}_${name}`)),
    ...needs.flatMap(({ inputs }) => inputs.flatMap(({ env }) => env ?? [])),
  ]);
  const unset = [...read].filter((name) => (environment[name] ?? '') === '');
  return Object.keys(environment)
    .filter((name) => name.startsWith(prefix) && !read.has(name))
    .flatMap((name) => {
      const near = suggest(
        name,
        unset.filter((one) => !one.startsWith(name)),
        mostEdits,
      );
      return near === undefined ? [] : [`note: nothing reads the variable ${name}; did you mean ${near}?`];
    });
}
