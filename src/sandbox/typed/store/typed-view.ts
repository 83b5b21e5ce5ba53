import { type Json, property } from '../../../json/json.ts';
import { propertyNamed } from '../../odata/property-at.ts';
import { type Entity, parentOf } from '../../store/object-store.ts';
import type { TypedModel } from '../schema/typed-model.ts';
import type { TypedCall } from '../typed-call.ts';

/** The objects of a sandbox by the paths of the metadata: all of them are in the store. */

/** Directory objects are in the set of their type, for every path. */
const homes: readonly (readonly [type: string, set: string])[] = [
  ['user', 'users'],
  ['group', 'groups'],
  ['application', 'applications'],
  ['servicePrincipal', 'serviceprincipals'],
  ['device', 'devices'],
];

/** The set that contains the objects of a type, regardless of the path by which they are reached. */
export const homeOf = (model: TypedModel, type: string): string | undefined =>
  homes.find(([base]) => model.isA(type, base))?.[1];

export type Collection = {
  readonly path: string;
  readonly type: string;
  /** Its items live elsewhere. */
  readonly refers: boolean;
};

export function entityIn(typed: TypedCall, { path, type }: Collection, key: string): Entity | undefined {
  const { store } = typed;
  const own = store.get(`${path}/${key.toLowerCase()}`);
  if (own !== undefined) return drawn(typed, own);
  if (path === 'directoryobjects') return find(typed, key, 'directoryObject');
  const linked = [...store.links(path), ...inverse(typed, path, type)].some((id) => id === key.toLowerCase());
  return linked ? find(typed, key) : elsewhereOf(typed, { path, type }, key);
}

/** An object that its owner has in another collection: an event of a calendar, met in the user's events. */
function elsewhereOf({ store, model }: TypedCall, { path, type }: Omit<Collection, 'refers'>, key: string) {
  const ownerOf = (one: string): string => one.split('/').slice(0, 2).join('/');
  if (!path.startsWith('users/')) return undefined;
  return store.byId(key, (one) => model.isA(one.type, type) && ownerOf(one.path) === ownerOf(path));
}

/** The events of a calendar between two times, as the query of the request has them. */
function calendarView(typed: TypedCall, path: string, type: string): readonly Entity[] {
  const query = new Map([...typed.call.query].map(([name, value]) => [name.toLowerCase(), value]));
  const [from = Number.NaN, to = Number.NaN] = ['startdatetime', 'enddatetime'].map((one) =>
    Date.parse(query.get(one) ?? ''),
  );
  const moment = ({ values }: Entity, name: string): number => {
    const value = property(values, name);
    const text = property(value, 'dateTime');
    return typeof text === 'string' ? Date.parse(text) : Number.NaN;
  };
  const events = itemsOf(typed, { path: path.replace(/calendarview$/, 'events'), type, refers: false });
  // An event without times is always included.
  return events.filter((one) => !(moment(one, 'end') < from) && !(moment(one, 'start') > to));
}

export function itemsOf(typed: TypedCall, { path, type }: Collection): readonly Entity[] {
  const { store } = typed;
  if (path.endsWith('/calendarview') && store.inside(path).length === 0) return calendarView(typed, path, type);
  const own = store.inside(path);
  const here = own.some(({ draws }) => draws !== undefined) ? own.map((one) => drawn(typed, one)) : own;
  const elsewhere = new Set([...store.links(path), ...inverse(typed, path, type)]);
  if (elsewhere.size === 0) return here;
  const known = new Set(here.map(({ id }) => id.toLowerCase()));
  const linked = [...elsewhere].filter((id) => !known.has(id)).map((id) => find(typed, id, type));
  return [...here, ...linked.filter((one) => one !== undefined)];
}

/** Whether the objects of a collection are derived from other objects: the groups of which a user is a member. */
export const isWorkedOut = (typed: TypedCall, { path, type }: Omit<Collection, 'refers'>): boolean =>
  typed.store.isDerived(path.slice(path.lastIndexOf('/') + 1)) || inverse(typed, path, type).length > 0;

/** An object by its id alone, in any place; of several with the same id, the first of the type. */
export function find(typed: TypedCall, id: string, type?: string): Entity | undefined {
  const isOne = (one: Entity): boolean => type === undefined || typed.model.isA(one.type, type);
  const own = typed.store.byId(id, isOne);
  return own && drawn(typed, own);
}

/** The target of a single-valued navigation property, or of a singleton. */
export function singleAt(typed: TypedCall, path: string, type: string): Entity | undefined {
  const { store } = typed;
  const own = store.get(path);
  if (own !== undefined) return drawn(typed, own);
  const [target] = store.links(path);
  return target === undefined ? undefined : find(typed, target, type);
}

/** An object as its pack shows it, where a pack does. */
function drawn({ call: { version } }: TypedCall, entity: Entity): Entity {
  return entity.draws === undefined ? entity : { ...entity, values: entity.draws(entity, version) };
}

/**
 * What refers to the owner of a collection by a single-valued property of the owner's type belongs to the collection: an
 * access package's policies are those that name it. The metadata pairs few of these properties; the types do it.
 */
function inverse({ store }: TypedCall, path: string, type: string): readonly string[] {
  const owner = store.get(parentOf(path));
  if (owner === undefined) return [];
  return store.linksTo(owner.id).flatMap((from) => {
    const one = store.get(parentOf(from));
    return one !== undefined && one.type === type ? [one.id.toLowerCase()] : [];
  });
}

/** Items of which a property has a value: objects are addressed by their alternate keys so. */
export function itemWith(
  typed: TypedCall,
  collection: Collection,
  { name, value }: { readonly name: string; readonly value: string },
): Entity | undefined {
  const isIt = (found: Json): boolean => typeof found === 'string' && found.toLowerCase() === value.toLowerCase();
  return itemsOf(typed, collection).find(({ values }) => isIt(propertyNamed(values, name)));
}
