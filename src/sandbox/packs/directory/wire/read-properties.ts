import { isJsonObject, type Json, type JsonObject, property } from '../../../../json/json.ts';
import { badRequest } from '../../../service/graph-error.ts';
import type { GraphResponse } from '../../../service/route.ts';
import { invalidRequest, invalidValue, type Reading, read, refused } from './reading.ts';

/** What a writable property may hold; `text?` may be null, too. */
type PropertyKind = 'text' | 'text?' | 'boolean' | 'boolean?' | 'texts' | 'object' | 'object?' | 'objects';
export type PropertyKinds = { readonly [name: string]: PropertyKind };

/** Reads a body whose properties all have to be known ones. Annotations (`@odata.type`) are passed over. */
export function readProperties(body: Json | undefined, kinds: PropertyKinds): Reading<JsonObject> {
  if (!isJsonObject(body) || Object.keys(body).length === 0) {
    return refused(badRequest('Empty Payload. JSON content expected.'));
  }
  const found: [string, Json][] = [];
  for (const written of Object.keys(body)) {
    if (written.startsWith('@odata.')) continue;
    // Graph compares names without regard to case.
    const name = Object.keys(kinds).find((one) => one.toLowerCase() === written.toLowerCase());
    const kind = name === undefined ? undefined : kinds[name];
    if (name === undefined && isExtension(written)) {
      found.push([written, property(body, written) ?? null]);
      continue;
    }
    if (name === undefined || kind === undefined) return refused(invalidRequest(`Invalid property '${written}'.`));
    if (found.some(([one]) => one === name))
      return refused(invalidRequest(`Property '${name}' is there more than once.`));
    const value = property(body, written) ?? null;
    if (!fits(value, kind)) return refused(invalidRequest(`Property '${name}' must be ${wanted[kind]}.`));
    found.push([name, value]);
  }
  return read(Object.fromEntries(found));
}

/** Schema and directory extensions have a `_` in their names, as no property of the service has. */
const isExtension = (name: string): boolean => /^[a-z]\w*_\w+$/i.test(name);

const wanted: { readonly [kind in PropertyKind]: string } = {
  text: 'an Edm.String',
  'text?': 'an Edm.String or null',
  boolean: 'an Edm.Boolean',
  'boolean?': 'an Edm.Boolean or null',
  texts: 'a Collection(Edm.String)',
  object: 'an object',
  'object?': 'an object or null',
  objects: 'a list of objects',
};

function fits(value: Json, kind: PropertyKind): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'text?':
      return value === null || typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'boolean?':
      return value === null || typeof value === 'boolean';
    case 'texts':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
    case 'object':
      return isJsonObject(value);
    case 'object?':
      return value === null || isJsonObject(value);
    case 'objects':
      return Array.isArray(value) && value.every((item) => isJsonObject(item));
    default:
      return kind satisfies never;
  }
}

/** A required property that is not there, or is empty. */
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

/** The properties but for those that have places of their own. */
export function without(body: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
}

const longestNickname = 64;

/** What Graph says of mail aliases, of users and groups alike. */
export function nicknameFault(nickname: string | undefined, resource: string): GraphResponse | undefined {
  if (nickname === undefined) return undefined;
  const fits = nickname.length <= longestNickname && /^[!-~]+$/.test(nickname) && !/[@()\\[\]";:<>,]/.test(nickname);
  if (fits) return undefined;
  return invalidValue('mailNickname', resource);
}
