import { suggestion } from '../../diagnostics/suggest.ts';
import { isGuid } from '../../guid.ts';
import type { JsonObject } from '../../json/json.ts';
import { roleDefinitions, roleNamed } from '../packs/directory/seed/role-definitions.ts';
import type { Seed, WholeSeed } from '../packs/directory/seed/seed.ts';
import type { SeedFault } from '../packs/directory/seed/seed-references.ts';
import { readTyped } from '../typed/schema/typed-body.ts';
import type { TypedModel, TypedType } from '../typed/schema/typed-model.ts';
import { homeOf } from '../typed/store/typed-view.ts';
import { isPlaceOfItsOwn } from '../typed/typed-location.ts';
import { annotated } from './annotated.ts';
import { defaultFault } from './default-faults.ts';
import { propertiesFault } from './property-fault.ts';
import { loopIn } from './reference-loop.ts';
import { responseFault } from './response-faults.ts';
import { contentFaults } from './seed-content.ts';
import type { SeedObject } from './seed-objects.ts';
import { type SeedPlace, seedPlace } from './seed-place.ts';

/** The complete initial state, from all files. */
type Known = {
  readonly model: TypedModel;
  readonly user: string | undefined;
  /** Types by id in lower case: a team has its group's. */
  readonly types: ReadonlyMap<string, readonly string[]>;
  readonly paths: ReadonlySet<string>;
  readonly seed: WholeSeed;
};

/** A valid object of a seed, and its place. */
export type PlacedObject = {
  readonly place: SeedPlace;
  readonly type: TypedType;
  readonly values: JsonObject;
  readonly object: SeedObject;
};

/** The faults of the objects, responses and defaults of one file of a seed; `whole` is all of the files. */
export function objectFaults(file: Seed, whole: WholeSeed, model: TypedModel): readonly SeedFault[] {
  const known = knownOf(whole, model);
  const seen = new Set<string>();
  const objects = (file.objects ?? []).flatMap((object, index) => {
    const faults = faultsOf(object, known, seen);
    return faults.map(({ path, ...fault }) => ({ ...fault, path: ['objects', index, ...path] }));
  });
  const loops = objects.length > 0 ? [] : loopIn(file.objects ?? []);
  const responses = (file.responses ?? []).flatMap((response, index) => {
    const fault = responseFault(response, model);
    return fault === undefined ? [] : [{ ...fault, path: ['responses', index, 'request'] }];
  });
  const defaults = (file.defaults ?? []).flatMap((one, index) => {
    const fault = defaultFault(one, model, known.user);
    return fault === undefined ? [] : [{ ...fault, path: ['defaults', index, ...fault.path] }];
  });
  return [...objects, ...loops, ...responses, ...defaults];
}

function faultsOf(object: SeedObject, known: Known, seen: Set<string>): readonly SeedFault[] {
  const { model } = known;
  const read = seedPlace(model, object.path, known.user);
  if (!read.ok) return [{ message: read.message, fix: read.fix, path: ['path'] }];
  const { place } = read;
  // A GUID identifies one object of its type; objects with other ids are identified by their place.
  const id = isGuid(place.id) ? `${object.type ?? place.type} ${place.id}`.toLowerCase() : place.path;
  if (seen.has(place.path) || seen.has(id)) {
    return [{ message: `\`${place.id}\` occurs more than once`, fix: 'give each object its own id', path: ['path'] }];
  }
  seen.add(place.path).add(id);
  const placed = placedObject(object, place, known);
  if ('message' in placed) return [placed];
  const outside = place.around.find((path) => !isThere(path, known));
  return [
    ...(outside === undefined
      ? []
      : [
          {
            message: `it is in \`/${outside}\`, which does not exist`,
            fix: 'add that object to the seed',
            path: ['path'],
          },
        ]),
    ...referenceFaults(placed, known),
    ...contentFaults(object, placed.type),
  ];
}

/** Reads an object by its type. */
export function placedObject(
  object: SeedObject,
  place: SeedPlace,
  { model }: Pick<Known, 'model'>,
): PlacedObject | SeedFault {
  const declared = model.type(place.type);
  const written = object.type === undefined ? declared : model.typeNamed(object.type);
  if (written === undefined) {
    return {
      message: `there is no type \`${object.type ?? place.type}\``,
      fix: `name \`${place.type}\`, or a type derived from it`,
      path: ['type'],
    };
  }
  if (!model.isA(written.name, place.type)) {
    return {
      message: `\`${written.name}\` is not a \`${place.type}\``,
      fix: `name a type derived from \`${place.type}\``,
      path: ['type'],
    };
  }
  if (written.name === 'directoryObject') {
    const message = 'an object of the directory belongs in the set of its type';
    return { message, fix: 'write it there, such as `/users/…`, and name its id in `references`', path: ['path'] };
  }
  const home = homeOf(model, written.name);
  if (home !== undefined && place.property !== undefined) {
    return {
      message: `a ${written.name} belongs in \`/${home}\``,
      fix: 'write it there, and name its id in `references`',
      path: ['path'],
    };
  }
  if (written.abstract) {
    return {
      message: `\`${written.name}\` is only a base of other types`,
      fix: 'name one of them as `type`',
      path: [object.type === undefined ? 'path' : 'type'],
    };
  }
  const { properties = {} } = object;
  const wrong = propertiesFault(model, written, properties);
  if (wrong !== undefined) return wrong;
  const { values, type } = readTyped(model, written, properties as JsonObject);
  return { place, type, values: annotated(values, properties as JsonObject), object };
}

function referenceFaults({ type, object }: PlacedObject, { model, types }: Known): readonly SeedFault[] {
  return Object.entries(object.references ?? {}).flatMap(([name, ids]): readonly SeedFault[] => {
    const path = ['references', name];
    const property = type.properties.get(name.toLowerCase());
    if (property?.navigation !== true) {
      const names = [...type.properties.values()].filter((one) => one.navigation).map((one) => one.name);
      return [{ message: `\`${type.name}\` has no relationship \`${name}\``, fix: suggestion(name, names), path }];
    }
    if (!property.type.collection && Array.isArray(ids) && ids.length > 1) {
      return [{ message: `\`${name}\` refers to one object`, fix: 'keep one of the ids', path }];
    }
    const list = [ids].flat();
    return list.flatMap((id, at): readonly SeedFault[] => {
      const targets = types.get(id.toLowerCase());
      const here = Array.isArray(ids) ? [...path, at] : path;
      if (targets === undefined)
        return [{ message: `nothing here has the id \`${id}\``, fix: 'add that object to the seed', path: here }];
      if (targets.some((target) => model.isA(target, property.type.name))) return [];
      return [
        {
          message: `\`${id}\` is a ${targets[0]}, and \`${name}\` refers to a ${property.type.name}`,
          fix: 'name another one',
          path: here,
        },
      ];
    });
  });
}

/** Places that always exist need not be in a seed: a user's calendar. */
function isThere(path: string, { paths, model, user }: Known): boolean {
  if (paths.has(path)) return true;
  const read = seedPlace(model, `/${path}`, user);
  if (!read.ok) return false;
  const { property, single, isResult } = read.place;
  if (isResult) return true;
  return property === undefined ? !path.includes('/') : single && isPlaceOfItsOwn(property);
}

export function knownOf(seed: WholeSeed, model: TypedModel): Known {
  const user = administratorOf(seed);
  const types = new Map<string, string[]>(roleDefinitions.map(({ id }) => [id, ['unifiedRoleDefinition']]));
  const isOne = (id: string, type: string): void => {
    types.set(id.toLowerCase(), [...(types.get(id.toLowerCase()) ?? []), type]);
  };
  const paths = new Set<string>();
  const add = (set: string, type: string, id: string | undefined): void => {
    if (id === undefined) return;
    isOne(id, type);
    paths.add(`${set}/${id.toLowerCase()}`);
  };
  for (const { id } of seed.users ?? []) add('users', 'user', id);
  for (const { id } of seed.groups ?? []) add('groups', 'group', id);
  for (const { id, servicePrincipalId } of seed.applications ?? []) {
    add('applications', 'application', id);
    add('serviceprincipals', 'servicePrincipal', servicePrincipalId);
  }
  for (const { id } of seed.servicePrincipals ?? []) add('serviceprincipals', 'servicePrincipal', id);
  for (const object of seed.objects ?? []) {
    const read = seedPlace(model, object.path, user);
    if (!read.ok) continue;
    const own = object.type === undefined ? undefined : model.typeNamed(object.type)?.name;
    if (!read.place.single) isOne(read.place.id, own ?? read.place.type);
    paths.add(read.place.path);
  }
  return { model, user, types, paths, seed };
}

/** The id of the first user that a seed makes a Global Administrator: the sender of requests that name no user. */
function administratorOf(seed: Seed): string | undefined {
  const holders = (seed.roles ?? []).filter(({ role }) => roleNamed(role)?.displayName === 'Global Administrator');
  const [first] = holders.flatMap(({ active }) => active ?? []);
  if (first === undefined) return undefined;
  const named = (seed.users ?? []).find(({ userPrincipalName, id }) =>
    [userPrincipalName, id].some((one) => one?.toLowerCase() === first.toLowerCase()),
  );
  return (named?.id ?? first).toLowerCase();
}
