import type { JsonObject } from '../../../json/json.ts';
import type { User } from './directory.ts';
import { changeObject, type DirectoryState, enterObject, wholeSeconds } from './directory-state.ts';
import { asUser, asUsers } from './object-views.ts';
import type { SandboxDirectory } from './sandbox-directory.ts';
import { userShape } from './wire/object-shapes.ts';

/** The operations on users. */
export function people(state: DirectoryState) {
  const { store } = state;
  const pathOf = (id: string): string => `users/${id.toLowerCase()}`;
  const user = (idOrName: string): User | undefined => {
    const found = store.get(pathOf(idOrName));
    return found && asUser(found);
  };
  const users = (): readonly User[] => asUsers(store.inside('users'));
  return {
    user,
    users,
    addUser: (values: JsonObject) => {
      const id = state.ids.uuid();
      return asUser(enterObject(state, userShape, { ...values, id, createdDateTime: wholeSeconds(state.clock.now()) }));
    },
    updateUser: (id, changes) => changeObject(state, pathOf(id), changes),
    // Two people may share a mail address: the later one has it.
    userByMail: (address) => users().findLast(({ mail }) => mail?.toLowerCase() === address.toLowerCase()),
    passwordOf: (id) => {
      const password = store.get(pathOf(id))?.kept?.['password'];
      return typeof password === 'string' ? password : undefined;
    },
    setPassword: (id, password) => {
      const found = store.get(pathOf(id));
      if (found !== undefined) store.set({ ...found, kept: { ...found.kept, password } });
    },
    managerOf: (id) => {
      const [manager] = store.links(`${pathOf(id)}/manager`);
      return manager === undefined ? undefined : user(manager);
    },
    setManager: (id, managerId) => store.relink(`${pathOf(id)}/manager`, managerId),
    directReports: (id) => store.links(`${pathOf(id)}/directreports`),
  } satisfies Partial<SandboxDirectory>;
}
