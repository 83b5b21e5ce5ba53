import { suggest } from '../../diagnostics/suggest.ts';
import { variablePart } from '../../tenant/auth/setting-lookup.ts';
import { settingNames, usualPrefix } from '../../tenant/auth/setting-names.ts';
import type { LoadedScenario } from '../loading/load-scenarios.ts';

/** More edits than these are another name: that of an input of another scenario. */
const mostEdits = 2;
const ofAll = ['GRAPH_ORIGIN', 'AUTHORITY', 'GRAPH_RESOURCE', ...settingNames];

export type VariableNeed = Pick<LoadedScenario, 'actors'> & {
  readonly inputs?: readonly Pick<LoadedScenario['inputs'][number], 'env'>[];
};

/**
 * Variables with our prefix, or that of a tenant of the tenants file, that nothing here reads and that are a slip away from one
 * that is read, and is not set.
 */
export function misspeltVariables(
  environment: { readonly [name: string]: string | undefined },
  needs: readonly VariableNeed[],
  ofTenants: readonly string[] = [],
): readonly string[] {
  const actors = new Set(needs.flatMap((need) => need.actors));
  const fromInputs = new Set(needs.flatMap(({ inputs = [] }) => inputs.flatMap(({ env }) => env ?? [])));
  const prefixes = [usualPrefix, ...ofTenants];
  const read = new Set([
    `${usualPrefix}_CLOUD`,
    ...fromInputs,
    ...prefixes.flatMap((prefix) => [
      ...ofAll.map((name) => `${prefix}_${name}`),
      ...[...actors].flatMap((actor) => settingNames.map((name) => `${prefix}_${variablePart(actor)}_${name}`)),
    ]),
    ...ofTenants.flatMap((prefix) => [...fromInputs].map((name) => `${prefix}_${name}`)),
  ]);
  return misspelt(environment, read, prefixes);
}

/** The same without a sign-in: only inputs are read from the environment. */
export function misspeltInputs(
  environment: { readonly [name: string]: string | undefined },
  needs: readonly Pick<LoadedScenario, 'inputs'>[],
): readonly string[] {
  const fromInputs = needs.flatMap(({ inputs }) => inputs.flatMap(({ env }) => env ?? []));
  return misspelt(environment, new Set(fromInputs), [usualPrefix]);
}

function misspelt(
  environment: { readonly [name: string]: string | undefined },
  read: ReadonlySet<string>,
  prefixes: readonly string[],
): readonly string[] {
  const prefixOf = (name: string) => prefixes.find((prefix) => name.startsWith(`${prefix}_`));
  const unset = [...read].filter((name) => (environment[name] ?? '') === '');
  // A misspelt variable of one tenant is not intended for another.
  const unsetOf = Map.groupBy(unset, prefixOf);
  return Object.keys(environment)
    .filter((name) => prefixOf(name) !== undefined && !read.has(name))
    .flatMap((name) => {
      const near = suggest(
        name,
        (unsetOf.get(prefixOf(name)) ?? []).filter((one) => !one.startsWith(name)),
        mostEdits,
      );
      return near === undefined ? [] : [`note: nothing reads the variable ${name}; did you mean ${near}?`];
    });
}
