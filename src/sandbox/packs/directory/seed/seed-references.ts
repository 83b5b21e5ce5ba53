import { suggestion } from '../../../../diagnostics/suggest.ts';
import type { IssuePath } from '../../../../format/document/explain-issue.ts';
import { readFaultHeader } from '../../../service/fault-header.ts';
import { roleDefinitions, roleNamed } from './role-definitions.ts';
import type { Seed, WholeSeed } from './seed.ts';

/** A duplicate in a seed, or a reference to an object that it does not have. */
export type SeedFault = { readonly message: string; readonly fix: string; readonly path: IssuePath };

type Name = { readonly name: string; readonly path: IssuePath };

/** The names of objects in a section of a file. */
const called = {
  users: ['id', 'userPrincipalName'],
  groups: ['id', 'mailNickname'],
  applications: ['id', 'clientId', 'servicePrincipalId'],
  servicePrincipals: ['id', 'appId'],
} as const;

/** Where a file names users, and where it names users, groups and applications. */
const users = { users: ['manager'], accessPackageAssignments: ['target'] } as const;
const principals = {
  groups: ['owners', 'members'],
  applications: ['owners', 'assignedTo'],
  servicePrincipals: ['owners', 'assignedTo'],
  roles: ['active', 'eligible'],
} as const;

type Keys = { readonly [section in keyof Seed]?: readonly string[] };

/** The texts at some keys of the objects in some sections, including lists. */
function textsAt(seed: Seed, keys: Keys): readonly Name[] {
  return Object.entries(keys).flatMap(([section, names]) => {
    const things = (seed[section as keyof Seed] ?? []) as readonly { readonly [key: string]: unknown }[];
    return things.flatMap((thing, index) =>
      names.flatMap((key): readonly Name[] => {
        const value = thing[key];
        if (typeof value === 'string') return [{ name: value, path: [section, index, key] }];
        return (Array.isArray(value) ? value : []).map((name, at) => ({ name, path: [section, index, key, at] }));
      }),
    );
  });
}

/** `whole`: all files together, including this one. */
export function referenceFaults(seed: Seed, whole: WholeSeed): readonly SeedFault[] {
  const { users: ofUsers, ...ofOthers } = called;
  const known = [...textsAt(whole, { users: ofUsers }), ...objectIds(whole, 'users')];
  const all = [...known, ...textsAt(whole, ofOthers), ...objectIds(whole, 'groups')];
  const roleFaults = (seed.roles ?? []).flatMap(({ role }, index) =>
    roleNamed(role) === undefined ? [unknownRole(role, ['roles', index, 'role'])] : [],
  );
  return [
    ...repeated(textsAt(seed, called)),
    ...wrongDomains(seed, whole),
    ...unknown(textsAt(seed, users), known),
    ...unknown(textsAt(seed, principals), all),
    ...roleFaults,
    ...unreadableFaults(seed),
  ];
}

function unreadableFaults({ faults }: Seed): readonly SeedFault[] {
  return (faults ?? []).flatMap((text, index) => {
    const read = readFaultHeader(text);
    if (read.ok) return [];
    return [{ message: read.message, fix: 'write it as in `429;retry-after=2;path=/groups`', path: ['faults', index] }];
  });
}

function objectIds({ objects = [] }: Seed, set: string): readonly Name[] {
  return objects.flatMap(({ path }, index) => {
    const [, own, id] = path.split('/');
    return own?.toLowerCase() === set && id !== undefined ? [{ name: id, path: ['objects', index, 'path'] }] : [];
  });
}

function repeated(names: readonly Name[]): readonly SeedFault[] {
  const seen = new Set<string>();
  return names.flatMap(({ name, path }) => {
    const lower = name.toLowerCase();
    if (!seen.has(lower)) {
      seen.add(lower);
      return [];
    }
    return [{ message: `\`${name}\` occurs more than once`, fix: 'give each its own', path }];
  });
}

function unknown(references: readonly Name[], names: readonly Name[]): readonly SeedFault[] {
  const known = new Set(names.map(({ name }) => name.toLowerCase()));
  return references
    .filter(({ name }) => !known.has(name.toLowerCase()))
    .map(({ name, path }) => {
      const candidates = names.map((one) => one.name).filter((one) => !guidLike.test(one));
      const fix = candidates.length > 20 ? 'name one that is in the file' : suggestion(name, candidates);
      return { message: `there is no \`${name}\` in the seed`, fix, path };
    });
}

const guidLike = /^[0-9a-f]{8}-/i;

function unknownRole(role: string, path: IssuePath): SeedFault {
  const fix = suggestion(
    role,
    roleDefinitions.map(({ displayName }) => displayName),
  );
  return { message: `\`${role}\` is not a directory role`, fix, path };
}

/** A member's name ends in a domain of the tenant; a guest's in any domain. */
function wrongDomains({ users }: Seed, { tenant }: WholeSeed): readonly SeedFault[] {
  return (users ?? []).flatMap(({ userPrincipalName }, index) => {
    const domain = userPrincipalName.slice(userPrincipalName.lastIndexOf('@') + 1).toLowerCase();
    if (tenant.domains.includes(domain)) return [];
    const path = ['users', index, 'userPrincipalName'];
    return [{ message: `\`${domain}\` is not a domain of the tenant`, fix: suggestion(domain, tenant.domains), path }];
  });
}
