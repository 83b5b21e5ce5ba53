import { grant } from '../../service/route.ts';
import type { Access, Pack } from '../../typed/pack/pack.ts';

/** A pack whose rules are rows: permissions and roles are lists in one text, the least first. */
export type Family = Omit<Pack, 'access'> & {
  readonly access: Rights & Pick<Access, 'besides' | 'refusal' | 'license'>;
};

type Rights = {
  /** Names of permissions between blanks; for users and applications alike. */
  readonly read: string;
  readonly write: string;
  /** Roles between commas, beside the Global Administrator; without them, a permission is enough. */
  readonly readers?: string;
  readonly writers?: string;
};

const rolesNamed = (names: string): readonly string[] => ['Global Administrator', ...names.split(', ')];

export function rights({ read, write, readers, writers }: Rights): Access {
  const roles = {
    ...(readers !== undefined && { read: rolesNamed(readers) }),
    ...(writers !== undefined && { write: rolesNamed(writers) }),
  };
  return { read: grant(read), write: grant(write), roles };
}

export function familyPack({ access, ...pack }: Family): Pack {
  const { read, write, readers, writers, ...more } = access;
  return { ...pack, access: { ...rights({ read, write, readers, writers } as Rights), ...more } };
}
