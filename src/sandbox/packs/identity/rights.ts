import { grant } from '../../service/route.ts';
import type { Access } from '../../typed/pack/pack.ts';

type Rights = {
  /** Names of permissions between blanks, the least first; for users and applications alike. */
  readonly read: string;
  readonly write: string;
  /** Roles between commas, beside the Global Administrator; without them, a permission is enough. */
  readonly readers?: string;
  readonly writers?: string;
};

const rolesNamed = (names: string): readonly string[] => ['Global Administrator', ...names.split(', ')];

/** Who may read and write, from the rows of facts. */
export function rights({ read, write, readers, writers }: Rights): Access {
  const roles = {
    ...(readers !== undefined && { read: rolesNamed(readers) }),
    ...(writers !== undefined && { write: rolesNamed(writers) }),
  };
  return { read: grant(read), write: grant(write), roles };
}
