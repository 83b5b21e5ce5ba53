import { roleNamed } from '../packs/directory/seed/role-definitions.ts';
import type { Seed } from '../packs/directory/seed/seed.ts';

/** The id of the first user that a seed makes a Global Administrator: the sender of requests that name no user. */
export function administratorOf(seed: Seed): string | undefined {
  const holders = (seed.roles ?? []).filter(({ role }) => roleNamed(role)?.displayName === 'Global Administrator');
  const [first] = holders.flatMap(({ active }) => active ?? []);
  if (first === undefined) return undefined;
  const named = (seed.users ?? []).find(({ userPrincipalName, id }) =>
    [userPrincipalName, id].some((one) => one?.toLowerCase() === first.toLowerCase()),
  );
  return (named?.id ?? first).toLowerCase();
}
