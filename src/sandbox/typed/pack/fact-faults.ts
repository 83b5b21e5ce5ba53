import { canonicalJson } from '../../../json/canonical.ts';
import { type Json, type JsonObject, property } from '../../../json/json.ts';
import { propertyNamed } from '../../odata/property-at.ts';
import { badRequest, graphError, notFound } from '../../service/graph-error.ts';
import type { GraphResponse } from '../../service/route.ts';
import { type Entity, parentOf } from '../../store/object-store.ts';
import type { Facts, Write } from './pack.ts';

/** Why a write violates the facts of its type; `undefined` if it does not. */
export function factFault(facts: Facts, write: Write): GraphResponse | undefined {
  const { kind, entity } = write;
  if (facts.never?.includes(kind) === true) {
    return graphError(405, 'MethodNotAllowed', `A '${entity.type}' cannot be ${done[kind]} by a request.`);
  }
  return standingFault(facts, write) ?? (kind === 'delete' ? undefined : givenFault(facts, write));
}

const isSame = (a: Json, b: Json): boolean => canonicalJson(a) === canonicalJson(b);

const done = { create: 'created', update: 'changed', delete: 'deleted' } as const;

function standingFault({ standing = [] }: Facts, { kind, entity, ground }: Write): GraphResponse | undefined {
  // As it is, before the change.
  const values = kind === 'create' ? {} : (ground.fresh(entity)?.values ?? entity.values);
  const found = standing.find(
    ({ where, unchanged }) =>
      (kind === 'delete' || unchanged === true) &&
      Object.entries(where).every(([name, value]) => property(values, name) === value),
  );
  return found && badRequest(found.reason);
}

/** The fault of a value that the request sets, or lacks. */
function givenFault(facts: Facts, write: Write): GraphResponse | undefined {
  const { kind, entity, given, ground } = write;
  const isMissing = (name: string): boolean => (given(name) ?? null) === null;
  const missing = kind === 'create' ? facts.required?.find(isMissing) : undefined;
  if (missing !== undefined) {
    return badRequest(`A value is required for property '${missing}' of resource '${entity.type}'.`);
  }
  // Setting the present value again changes nothing.
  const before = kind === 'update' ? (ground.fresh(entity)?.values ?? {}) : {};
  const isChanged = (name: string): boolean => {
    const now = property(before, name) ?? null;
    return now !== null && given(name) !== undefined && !isSame(given(name) ?? null, now);
  };
  const touched = kind === 'update' ? facts.fixed?.find(isChanged) : undefined;
  if (touched !== undefined) {
    return badRequest(`The property '${touched}' of resource '${entity.type}' cannot be changed.`);
  }
  return valueFault(facts, write) ?? neighborFault(facts, write);
}

function valueFault(
  { longest = {}, between = {}, like = {}, among = {}, names = {} }: Facts,
  { given, ground }: Write,
) {
  for (const [name, most] of Object.entries(longest)) {
    const value = given(name);
    if (typeof value === 'string' && value.length > most)
      return badRequest(`The value of '${name}' has more than ${most} characters.`);
  }
  for (const [name, [least, most]] of Object.entries(between)) {
    const value = given(name);
    if (typeof value === 'number' && (value < least || value > most))
      return badRequest(`The value of '${name}' is not between ${least} and ${most}.`);
  }
  for (const [name, { form, is }] of Object.entries(like)) {
    const value = given(name);
    if (typeof value === 'string' && !form.test(value)) return badRequest(`The value of '${name}' is not ${is}.`);
  }
  for (const [name, texts] of Object.entries(among)) {
    const wrong = textsOf(given(name)).find((one) => !texts.some((text) => text.toLowerCase() === one.toLowerCase()));
    if (wrong !== undefined) return badRequest(`'${wrong}' is not a value of '${name}': ${texts.join(', ')}.`);
  }
  for (const [name, sets] of Object.entries(names)) {
    const missing = textsOf(given(name)).find(
      (id) => !sets.some((set) => ground.store.get(`${set}/${id.toLowerCase()}`) !== undefined),
    );
    if (missing !== undefined) return notFound(missing);
  }
  return undefined;
}

const textsOf = (value: Json | undefined): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');

/** The fault of an object beyond the limit of its collection. */
function neighborFault(
  { atMost, distinct = [], single }: Facts,
  { kind, entity, ground, given }: Write,
): GraphResponse | undefined {
  // A new one is not in it yet: what has its path is another one with the same id.
  const others = ground.all(parentOf(entity.path)).filter(({ path }) => kind === 'create' || path !== entity.path);
  if (kind === 'create' && atMost !== undefined && others.length >= atMost) {
    return badRequest(`There are ${atMost} objects already, and there cannot be more.`);
  }
  const hasAll = (values: JsonObject): boolean =>
    Object.entries(single ?? {}).every(([name, value]) => property(values, name) === value);
  if (single !== undefined && hasAll(entity.values) && others.some(({ values }) => hasAll(values)))
    return badRequest(`There is another object with ${JSON.stringify(single)}, and there can be one.`);
  const keyOf = ({ id, values }: Entity): string =>
    JSON.stringify(
      distinct.map((name) => String(name === 'id' ? id : (propertyNamed(values, name) ?? '')).toLowerCase()),
    );
  const isSaid = distinct.some((name) => (name === 'id' ? kind === 'create' : given(name) !== undefined));
  const isTaken = isSaid && others.some((one) => keyOf(one) === keyOf(entity));
  return isTaken
    ? graphError(
        409,
        'Request_MultipleObjectsWithSameKeyValue',
        'A conflicting object with one or more of the specified property values is present in the directory.',
      )
    : undefined;
}
