import { suggestion } from '../../../../diagnostics/suggest.ts';
import type { IssuePath } from '../../../../format/document/explain-issue.ts';
import { readFaultHeader } from '../../../service/fault-header.ts';
import { roleDefinitions, roleNamed } from './role-definitions.ts';
import type { Seed, WholeSeed } from './seed.ts';

/** A duplicate in a seed, or a reference to an object that it does not have. */
export type SeedFault = { readonly message: string; readonly fix: string; readonly path: IssuePath };

type Name = { readonly name: string; readonly path: IssuePath };

/** `whole`: all that is there, this file's own among it. */
export function referenceFaults(seed: Seed, whole: WholeSeed): readonly SeedFault[] {
  const users = [...userNames(whole), ...objectIds(whole, 'users')];
  const principals = [...users, ...groupNames(whole), ...objectIds(whole, 'groups'), ...applicationNames(whole)];
  const roleFaults = (seed.roles ?? []).flatMap(({ role }, index) =>
    roleNamed(role) === undefined ? [unknownRole(role, ['roles', index, 'role'])] : [],
  );
  return [
    ...repeated([...userNames(seed), ...groupNames(seed), ...applicationNames(seed)]),
    ...wrongDomains(seed, whole),
    ...unknown(userReferences(seed), users),
    ...unknown(principalReferences(seed), principals),
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
    return own?.toLowerCase() === set ? named(id, ['objects', index, 'path']) : [];
  });
}

function userNames(seed: Seed): readonly Name[] {
  return (seed.users ?? []).flatMap((user, index) => [
    ...named(user.id, ['users', index, 'id']),
    ...named(user.userPrincipalName, ['users', index, 'userPrincipalName']),
  ]);
}

function groupNames(seed: Seed): readonly Name[] {
  return (seed.groups ?? []).flatMap((group, index) => [
    ...named(group.id, ['groups', index, 'id']),
    ...named(group.mailNickname, ['groups', index, 'mailNickname']),
  ]);
}

function applicationNames(seed: Seed): readonly Name[] {
  return [
    ...(seed.applications ?? []).flatMap((app, index) => [
      ...named(app.id, ['applications', index, 'id']),
      ...named(app.clientId, ['applications', index, 'clientId']),
      ...named(app.servicePrincipalId, ['applications', index, 'servicePrincipalId']),
    ]),
    ...(seed.servicePrincipals ?? []).flatMap((principal, index) => [
      ...named(principal.id, ['servicePrincipals', index, 'id']),
      ...named(principal.appId, ['servicePrincipals', index, 'appId']),
    ]),
  ];
}

function named(name: string | undefined, path: IssuePath): readonly Name[] {
  return name === undefined ? [] : [{ name, path }];
}

function userReferences(seed: Seed): readonly Name[] {
  return [
    ...(seed.users ?? []).flatMap(({ manager }, index) => named(manager, ['users', index, 'manager'])),
    ...(seed.accessPackageAssignments ?? []).flatMap(({ target }, index) =>
      named(target, ['accessPackageAssignments', index, 'target']),
    ),
  ];
}

function principalReferences(seed: Seed): readonly Name[] {
  const lists = (section: string, index: number, of: { readonly [key: string]: readonly string[] | undefined }) =>
    Object.entries(of).flatMap(([key, names]) =>
      (names ?? []).map((name, at): Name => ({ name, path: [section, index, key, at] })),
    );
  return [
    ...(seed.groups ?? []).flatMap(({ owners, members }, index) => lists('groups', index, { owners, members })),
    ...(seed.applications ?? []).flatMap(({ owners, assignedTo }, index) =>
      lists('applications', index, { owners, assignedTo }),
    ),
    ...(seed.servicePrincipals ?? []).flatMap(({ owners, assignedTo }, index) =>
      lists('servicePrincipals', index, { owners, assignedTo }),
    ),
    ...(seed.roles ?? []).flatMap(({ active, eligible }, index) => lists('roles', index, { active, eligible })),
  ];
}

function repeated(names: readonly Name[]): readonly SeedFault[] {
  const seen = new Set<string>();
  return names.flatMap(({ name, path }) => {
    const lower = name.toLowerCase();
    if (!seen.has(lower)) {
      seen.add(lower);
      return [];
    }
    return [{ message: `\`${name}\` is there more than once`, fix: 'give each its own', path }];
  });
}

function unknown(references: readonly Name[], names: readonly Name[]): readonly SeedFault[] {
  const known = new Set(names.map(({ name }) => name.toLowerCase()));
  return references
    .filter(({ name }) => !known.has(name.toLowerCase()))
    .map(({ name, path }) => {
      const candidates = names.map((one) => one.name).filter((one) => !guidLike.test(one));
      const fix = candidates.length > 20 ? 'name one that is in the file' : suggestion(name, candidates);
      return { message: `no one here is \`${name}\``, fix, path };
    });
}

const guidLike = /^[0-9a-f]{8}-/i;

function unknownRole(role: string, path: IssuePath): SeedFault {
  const fix = suggestion(
    role,
    roleDefinitions.map(({ displayName }) => displayName),
  );
  return { message: `\`${role}\` is no directory role here`, fix, path };
}

/** A member's name ends in a domain of the tenant; a guest's in whatever it may. */
function wrongDomains({ users }: Seed, { tenant }: WholeSeed): readonly SeedFault[] {
  return (users ?? []).flatMap(({ userPrincipalName }, index) => {
    const domain = userPrincipalName.slice(userPrincipalName.lastIndexOf('@') + 1).toLowerCase();
    if (tenant.domains.includes(domain)) return [];
    const path = ['users', index, 'userPrincipalName'];
    return [{ message: `\`${domain}\` is no domain of the tenant`, fix: suggestion(domain, tenant.domains), path }];
  });
}
