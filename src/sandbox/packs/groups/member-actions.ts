import type { Json } from '../../../json/json.ts';
import { contextOf } from '../../odata/response-parts.ts';
import { badRequest } from '../../service/graph-error.ts';
import { type GraphCall, ok } from '../../service/route.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { Operate } from '../../typed/pack/pack.ts';

/** The ids of all groups that an object is a member of, including nested ones. */
const groupsOf = ({ world }: Ground, id: string): readonly string[] => world.directory.transitiveGroupsOf(id);

/** Groups, roles and administrative units. */
const objectsOf = (ground: Ground, id: string): readonly string[] => [
  ...groupsOf(ground, id),
  ...ground.world.directory.rolesHeldBy(id, 'active'),
  ...ground.all('directory/administrativeunits').flatMap((unit) => {
    return ground.store.links(`${unit.path}/members`).includes(id.toLowerCase()) ? [unit.id] : [];
  }),
];

const strings = (call: GraphCall, value: readonly string[]) =>
  ok({ '@odata.context': contextOf(call, 'Collection(Edm.String)', undefined), value: [...value] });

const textsIn = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.map((id) => String(id).toLowerCase()) : [];

/** The ids in the request of which the object is a member. */
const checked =
  (name: string, all: typeof groupsOf): Operate =>
  ({ on, parameters, call, ground }) => {
    const given = textsIn(parameters[name]);
    if (on === undefined || given.length === 0 || given.length > 20)
      return badRequest(`'${name}' holds one to twenty ids.`);
    const found = all(ground, on.id);
    return strings(
      call,
      given.filter((id) => found.includes(id)),
    );
  };

const listed =
  (all: typeof groupsOf): Operate =>
  ({ on, parameters, call, ground }) => {
    if (on === undefined) return badRequest('An object is needed.');
    const { directory } = ground.world;
    const isOnlySecurity = parameters['securityEnabledOnly'] === true;
    if (isOnlySecurity && on.type !== 'user' && all === objectsOf)
      return badRequest("'securityEnabledOnly' can be true for users only.");
    const isShown = (id: string): boolean => {
      const group = directory.group(id);
      return !isOnlySecurity || (group === undefined ? false : group.securityEnabled);
    };
    const shown = all(ground, on.id).filter(isShown);
    return strings(
      call,
      shown.map((id) => directory.group(id)?.id ?? id),
    );
  };

export const memberActions: { readonly [name: string]: Operate } = {
  'directoryObject.checkMemberGroups': checked('groupIds', groupsOf),
  'directoryObject.checkMemberObjects': checked('ids', objectsOf),
  'directoryObject.getMemberGroups': listed(groupsOf),
  'directoryObject.getMemberObjects': listed(objectsOf),
};
