import { createHash } from 'node:crypto';
import { canonicalJson } from '../../json/canonical.ts';
import type { Json } from '../../json/json.ts';
import type { SandboxDirectory } from '../packs/directory/sandbox-directory.ts';
import type { World } from '../world.ts';

/** A digest of the current state, equal exactly if the state is: it shows whether anything is left over. */
export type StateDigest = {
  /** People, groups, roles and assignments, independent of their order. */
  readonly directory: string;
  readonly deletedItems: string;
  readonly reviews: string;
};

export function stateDigest({ directory, store }: World): StateDigest {
  return {
    directory: digest(directoryLines(directory)),
    deletedItems: digest(directory.deletedItems().map(({ id, type }) => `${type} ${id}`)),
    reviews: digest(
      [...store.all()]
        .filter(({ type }) => type.startsWith('accessReview'))
        .map(({ type, path, values, record }) => line(type, path, { values, record })),
    ),
  };
}

function* directoryLines(directory: SandboxDirectory): Generator<string> {
  for (const user of directory.users()) yield line('user', user.id, user);
  for (const group of directory.groups()) {
    const { id } = group;
    yield line('group', id, { group, members: sorted(directory.members(id)), owners: sorted(directory.owners(id)) });
  }
  for (const principal of directory.servicePrincipals()) {
    const { id } = principal;
    yield line('principal', id, {
      principal,
      owners: sorted(directory.owners(id)),
      assigned: sorted(directory.appAssignments(id)),
    });
  }
  for (const { id } of directory.roleDefinitions()) {
    const [active, eligible] = [directory.roleHolders(id, 'active'), directory.roleHolders(id, 'eligible')];
    yield line('role', id, { active: sorted(active), eligible: sorted(eligible) });
  }
  for (const assignment of directory.accessPackageAssignments()) yield line('package', assignment.id, assignment);
}

const sorted = (ids: readonly string[]): readonly string[] => [...ids].sort();

/** `what` is data without cycles; what is `undefined` in it does not count. */
function line(kind: string, id: string, what: object): string {
  return `${kind} ${id} ${canonicalJson(JSON.parse(JSON.stringify(what)) as Json)}`;
}

function digest(lines: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const one of [...lines].sort()) hash.update(`${one}\n`);
  return `sha256:${hash.digest('hex')}`;
}
