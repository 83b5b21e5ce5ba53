import type { CloudVariables } from './cloud.ts';
import { usualPrefix } from './setting-names.ts';

/** The level of a setting: of one actor, of every actor, or of Azure's own tools. */
export type Level = 0 | 1 | 2;

export type FoundSetting = { readonly value: string; readonly variable: string; readonly level: Level };

/** Finds an actor's settings in the environment, the most specific first. */
export type SettingLookup = {
  /** The variable for a setting of this actor alone. */
  readonly own: (name: string) => string;
  /** The variable for the setting of every actor. */
  readonly shared: (name: string) => string;
  readonly find: (name: string) => FoundSetting | undefined;
  readonly at: (name: string, level: Level) => FoundSetting | undefined;
};

export const levels: readonly Level[] = [0, 1, 2];

/**
 * `prefix`: the prefix of the tenant's settings, without the `_`. A tenant with its own prefix uses no other settings:
 * the secret of another application is never tried there.
 */
export function settingLookup(actor: string, environment: CloudVariables, prefix = usualPrefix): SettingLookup {
  const own = `${prefix}_${variablePart(actor)}_`;
  const prefixes = [own, `${prefix}_`, prefix === usualPrefix ? 'AZURE_' : undefined] as const;
  const at = (name: string, level: Level): FoundSetting | undefined => {
    const before = prefixes[level];
    if (before === undefined) return undefined;
    const variable = `${before}${name}`;
    const value = environment[variable] ?? '';
    return value === '' ? undefined : { value, variable, level };
  };
  return {
    own: (name) => `${own}${name}`,
    shared: (name) => `${prefix}_${name}`,
    find: (name) => at(name, 0) ?? at(name, 1) ?? at(name, 2),
    at,
  };
}

/** An actor's name as environment variables are written: `firstOwner` and `first-owner` are `FIRST_OWNER`. */
export function variablePart(actor: string): string {
  return actor
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
}
