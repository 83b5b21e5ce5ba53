import { defaultSeed } from '../packs/directory/seed/default-seed.ts';
import type { Seed, WholeSeed } from '../packs/directory/seed/seed.ts';
import type { SeedObject } from './seed-objects.ts';

/**
 * Combines several seeds. If none has a tenant, they extend the small invented one. Data of two seeds about one object
 * is merged: the first value counts, and properties that only the other has are added.
 */
export function wholeSeed(given: readonly Seed[]): WholeSeed {
  const seeds: readonly Seed[] = given.some(({ tenant }) => tenant !== undefined) ? given : [defaultSeed, ...given];
  const tenants = seeds.flatMap(({ tenant }) => tenant ?? []);
  const [first] = tenants;
  if (first === undefined) throw new Error('the default seed has a tenant');
  return {
    version: 1,
    tenant: {
      ...first,
      domains: distinct(tenants.flatMap(({ domains }) => domains)),
      licenses: distinct(tenants.flatMap(({ licenses }) => licenses)),
    },
    users: firstOf(
      seeds.flatMap(({ users = [] }) => users),
      ({ userPrincipalName }) => userPrincipalName,
    ),
    groups: firstOf(
      seeds.flatMap(({ groups = [] }) => groups),
      ({ mailNickname }) => mailNickname,
    ),
    applications: firstOf(
      seeds.flatMap(({ applications = [] }) => applications),
      ({ clientId }) => clientId,
    ),
    servicePrincipals: firstOf(
      seeds.flatMap(({ servicePrincipals = [] }) => servicePrincipals),
      ({ appId }) => appId,
    ),
    roles: seeds.flatMap(({ roles = [] }) => roles),
    accessPackageAssignments: seeds.flatMap(({ accessPackageAssignments = [] }) => accessPackageAssignments),
    faults: seeds.flatMap(({ faults = [] }) => faults),
    objects: joined(seeds.flatMap(({ objects = [] }) => objects)),
    responses: seeds.flatMap(({ responses = [] }) => responses),
    defaults: seeds.flatMap(({ defaults = [] }) => defaults),
    pages: seeds.flatMap(({ pages = [] }) => pages),
  };
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];

function firstOf<T>(items: readonly T[], name: (item: T) => string): T[] {
  const byName = new Map<string, T>();
  for (const item of items) if (!byName.has(name(item).toLowerCase())) byName.set(name(item).toLowerCase(), item);
  return [...byName.values()];
}

function joined(objects: readonly SeedObject[]): SeedObject[] {
  const byPath = new Map<string, SeedObject>();
  for (const one of objects) {
    const key = one.path.toLowerCase();
    const before = byPath.get(key);
    byPath.set(
      key,
      before === undefined
        ? one
        : {
            ...one,
            ...before,
            properties: { ...one.properties, ...before.properties },
            references: { ...one.references, ...before.references },
          },
    );
  }
  return [...byPath.values()];
}
