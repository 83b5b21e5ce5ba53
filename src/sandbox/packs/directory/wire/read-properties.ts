import { isJsonObject, type Json, type JsonObject, property } from '../../../../json/json.ts';
import { onceFor } from '../../../../once-for.ts';
import { badRequest } from '../../../service/graph-error.ts';
import { type Reading, read, refused } from '../../../service/reading.ts';
import type { GraphResponse } from '../../../service/route.ts';
import { invalidRequest, invalidValue } from './directory-errors.ts';

/** The possible values of a writable property; `text?` may be null. */
const kinds = {
  text: { is: 'an Edm.String', fits: (value: Json) => typeof value === 'string' },
  boolean: { is: 'an Edm.Boolean', fits: (value: Json) => typeof value === 'boolean' },
  texts: {
    is: 'a Collection(Edm.String)',
    fits: (value: Json) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  },
  object: { is: 'an object', fits: isJsonObject },
  objects: {
    is: 'a list of objects',
    fits: (value: Json) => Array.isArray(value) && value.every((item) => isJsonObject(item)),
  },
};

type Kind = keyof typeof kinds;

/** The properties of a resource by their type: their names between blanks. */
export type PropertyKinds = { readonly [kind in Kind | `${Kind}?`]?: string | readonly string[] };

type Writable = { readonly name: string; readonly is: string; readonly fits: (value: Json) => boolean };

/** By their names in lower case: Graph compares names without regard to case. */
const writableOf = onceFor((table: PropertyKinds): ReadonlyMap<string, Writable> => {
  const all = Object.entries(table).flatMap(([kind, names]): Writable[] => {
    const { is, fits } = kinds[kind.replace('?', '') as Kind];
    const [shown, isOne] = kind.endsWith('?')
      ? [`${is} or null`, (value: Json) => value === null || fits(value)]
      : [is, fits];
    return [names]
      .flat()
      .flatMap((text) => text.split(' '))
      .map((name) => ({ name, is: shown, fits: isOne }));
  });
  return new Map(all.map((one) => [one.name.toLowerCase(), one]));
});

/** Reads a body with known properties only. Annotations (`@odata.type`) are ignored. */
export function readProperties(body: Json | undefined, table: PropertyKinds): Reading<JsonObject> {
  if (!isJsonObject(body) || Object.keys(body).length === 0) {
    return refused(badRequest('Empty Payload. JSON content expected.'));
  }
  const writable = writableOf(table);
  const found = new Map<string, Json>();
  for (const written of Object.keys(body).filter((name) => !name.startsWith('@odata.'))) {
    const value = property(body, written) ?? null;
    const known = writable.get(written.toLowerCase());
    if (known === undefined && !isExtension(written)) return refused(invalidRequest(`Invalid property '${written}'.`));
    const name = known?.name ?? written;
    if (found.has(name)) return refused(invalidRequest(`Property '${name}' is there more than once.`));
    if (known?.fits(value) === false) return refused(invalidRequest(`Property '${name}' must be ${known.is}.`));
    found.set(name, value);
  }
  return read(Object.fromEntries(found));
}

/** Schema and directory extensions have a `_` in their names, as no property of the service has. */
const isExtension = (name: string): boolean => /^[a-z]\w*_\w+$/i.test(name);

/** A required property that is missing or empty. */
export function missing(body: JsonObject, names: readonly string[], resource: string): GraphResponse | undefined {
  const absent = names.find((name) => [undefined, null, ''].some((nothing) => property(body, name) === nothing));
  if (absent === undefined) return undefined;
  return invalidRequest(`A value is required for property '${absent}' of resource '${resource}'.`);
}

export function textOf(body: JsonObject, name: string): string | undefined {
  const value = property(body, name);
  return typeof value === 'string' ? value : undefined;
}

export function booleanOf(body: JsonObject, name: string): boolean | undefined {
  const value = property(body, name);
  return typeof value === 'boolean' ? value : undefined;
}

export function textsOf(body: JsonObject, name: string): readonly string[] {
  const value = property(body, name);
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The properties, except those that are stored elsewhere. */
export function without(body: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
}

const longestNickname = 64;

/** Graph's rule for mail aliases, the same for users and groups. */
export function nicknameFault(nickname: string | undefined, resource: string): GraphResponse | undefined {
  if (nickname === undefined) return undefined;
  const fits = nickname.length <= longestNickname && /^[!-~]+$/.test(nickname) && !/[@()\\[\]";:<>,]/.test(nickname);
  if (fits) return undefined;
  return invalidValue('mailNickname', resource);
}
