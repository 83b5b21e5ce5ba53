import type { JsonObject } from '../../../../json/json.ts';
import type { DirectoryObject, User } from '../../directory/directory.ts';

/** A user as filters in queries see it. */
export function userWire({ other, ...user }: User): JsonObject {
  return { ...other, ...user, '@odata.type': '#microsoft.graph.user' };
}

/** A principal as filters in queries see it. */
export function principalWire(object: DirectoryObject): JsonObject {
  switch (object.kind) {
    case 'user':
      return userWire(object.value);
    case 'group': {
      const { other, ...group } = object.value;
      return { ...other, ...group, '@odata.type': '#microsoft.graph.group' };
    }
    case 'servicePrincipal':
      return { ...object.value, '@odata.type': '#microsoft.graph.servicePrincipal' };
    default:
      return object satisfies never;
  }
}
