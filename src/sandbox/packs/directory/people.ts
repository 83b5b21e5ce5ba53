import type { User } from './directory.ts';
import { type DirectoryState, wholeSeconds } from './directory-state.ts';
import type { SandboxDirectory } from './sandbox-directory.ts';

/** What the directory does with users. */
export function people(
  state: DirectoryState,
): Pick<
  SandboxDirectory,
  'user' | 'users' | 'addUser' | 'updateUser' | 'userByMail' | 'passwordOf' | 'setPassword' | 'directReports'
> {
  const user = (idOrName: string): User | undefined => {
    const id = state.idByName.get(idOrName.toLowerCase());
    return state.users.get(id ?? idOrName);
  };
  return {
    user,
    users: state.users.all,
    addUser: (one) => {
      const added: User = {
        ...one,
        id: state.ids.uuid(),
        createdDateTime: wholeSeconds(state.clock.now()),
        lastSignInDateTime: null,
      };
      enterUser(state, added);
      return added;
    },
    updateUser: (id, changes) => {
      const before = state.users.get(id);
      if (before === undefined) return;
      removeNames(state, before);
      enterUser(state, { ...before, ...changes });
    },
    userByMail: (address) => {
      const id = state.idByMail.get(address.toLowerCase());
      return id === undefined ? undefined : state.users.get(id);
    },
    passwordOf: (id) => state.passwords.get(id.toLowerCase()),
    setPassword: (id, password) => {
      state.passwords.set(id.toLowerCase(), password);
    },
    directReports: (id) => state.users.all().filter(({ managerId }) => managerId === id),
  };
}

/** Puts a user in, or a changed one where it stands, with the names it is found by. */
export function enterUser(state: DirectoryState, user: User): void {
  state.users.set(user);
  state.idByName.set(user.userPrincipalName.toLowerCase(), user.id);
  if (user.mail !== null) state.idByMail.set(user.mail.toLowerCase(), user.id);
}

export function removeNames(state: DirectoryState, user: User): void {
  release(state.idByName, user.userPrincipalName, user.id);
  if (user.mail !== null) release(state.idByMail, user.mail, user.id);
}

/** Two people may share a mail address: the later one keeps it. */
function release(index: Map<string, string>, name: string, id: string): void {
  if (index.get(name.toLowerCase()) === id) index.delete(name.toLowerCase());
}
