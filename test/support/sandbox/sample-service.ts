import type { Headers, Method } from '../../../src/http/message.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../../src/json/json.ts';
import { parseJson } from '../../../src/json/parse-json.ts';
import { createReviews } from '../../../src/sandbox/packs/access-reviews/create-reviews.ts';
import { createDirectory } from '../../../src/sandbox/packs/directory/create-directory.ts';
import { readSignIns } from '../../../src/sandbox/packs/directory/directory-grants.ts';
import { directoryRoutes } from '../../../src/sandbox/packs/directory/routes/directory-routes.ts';
import { defaultSeed } from '../../../src/sandbox/packs/directory/seed/default-seed.ts';
import type { WholeSeed } from '../../../src/sandbox/packs/directory/seed/seed.ts';
import type { Caller } from '../../../src/sandbox/service/caller.ts';
import { graphService } from '../../../src/sandbox/service/graph-service.ts';
import { idSource } from '../../../src/sandbox/service/id-source.ts';
import { sandboxClock } from '../../../src/sandbox/service/sandbox-clock.ts';
import { objectStore } from '../../../src/sandbox/store/object-store.ts';
import type { World } from '../../../src/sandbox/world.ts';

/** People of the default seed, by what they stand for. */
export const sampleIds = {
  admin: 'b828cc0e-4240-46ed-bb25-888744487e2d',
  casey: '010b2de0-0ed4-4ece-bfa2-22fff71d0497',
  alex: '43b12b0c-ee2c-4257-96fe-505d823e06ab',
  jamie: '859924d0-7115-422a-9ee8-ea8c0c014707',
  morgan: 'cdb555e3-b33e-4fd5-a427-17fadacbdfa7',
  jordan: '2f6c0e9a-51d7-8c34-a0b8-7d91e35f4c62',
  taylor: '94b7d1f3-0a6e-8258-b3c9-58f2e60d7a1b',
  sam: 'd05e8a72-c913-84bf-86d4-1ba7f9403e5c',
  kim: 'e8a4f05b-7c32-81d6-b9e0-3f5d18c76a94',
  nightShift: '5d82b6c1-9e07-8a43-bc15-e270f4936d8a',
  facilities: 'a1f63e90-28c5-8d7b-94a2-0b8e57d1c36f',
  partners: '38e5d7a4-b06f-8192-8c7e-d94a21f0b5c3',
  finance: '0e47a9d5-16fc-83b8-a5d9-b83c62e07f41',
  expenses: '61e9c2d8-f507-8b4a-83c6-a9f04d7e2b15',
} as const;

type Sent = {
  readonly as?: Caller;
  readonly body?: Json;
  readonly headers?: Headers;
};

export type Reported = { readonly status: number; readonly text: string; readonly body: JsonObject };

/** The directory behind a service of its own, for its tests. The clock starts at noon of the first day of 2027. */
export type SampleService = {
  readonly world: World;
  readonly send: (method: Method, url: string, sent?: Sent) => Reported;
};

const origin = 'https://graph.microsoft.com';
const filesOrigin = 'https://files.example';
const appId = 'de8bc8b5-d9f9-48b1-a8ad-b748da725064';
const everything = (kind: Caller['kind']) => [
  readSignIns,
  ...new Set(directoryRoutes.flatMap(({ permissions }) => permissions[kind])),
];

/** A user with every delegated permission, or with those. */
export function signedIn(userId: string, scopes: readonly string[] = everything('delegated')): Caller {
  return { kind: 'delegated', userId, appId, scopes };
}

export function application(roles: readonly string[] = everything('application')): Caller {
  return { kind: 'application', appId, roles };
}

export function sampleService(seed: WholeSeed = defaultSeed): SampleService {
  const clock = sandboxClock(Date.UTC(2027, 0, 1, 12));
  const ids = idSource('directory');
  const store = objectStore();
  const directory = createDirectory({ clock, ids, store, seed });
  const { tenant } = seed;
  const world = {
    clock,
    ids,
    tenant,
    store,
    directory,
    reviews: createReviews({ clock, ids, store, directory, origin, filesOrigin }),
    origin,
    filesOrigin,
  };
  const service = graphService(world, directoryRoutes);
  return {
    world,
    send: (method, url, { as = signedIn(sampleIds.admin), body, headers = {} } = {}) => {
      const { status, text } = service({ method, url, headers, ...(body === undefined ? {} : { body }) }, as);
      const parsed = text === '' ? undefined : parseJson(text);
      return { status, text, body: parsed?.ok === true && isJsonObject(parsed.value) ? parsed.value : {} };
    },
  };
}

/** The items of a list response. */
export function itemsOf({ body }: Reported): readonly JsonObject[] {
  const value = property(body, 'value');
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

export function messageOf({ body }: Reported): string {
  const error = property(body, 'error');
  const message = isJsonObject(error) ? property(error, 'message') : undefined;
  return typeof message === 'string' ? message : '';
}

export function codeOf({ body }: Reported): string {
  const error = property(body, 'error');
  const code = isJsonObject(error) ? property(error, 'code') : undefined;
  return typeof code === 'string' ? code : '';
}

export function idOf({ body }: Reported): string {
  const id = property(body, 'id');
  return typeof id === 'string' ? id : '';
}

/** A body with other values; `undefined` takes a property out. */
export function changed(body: JsonObject, change: { readonly [name: string]: Json | undefined }): JsonObject {
  const all: { readonly [name: string]: Json | undefined } = { ...body, ...change };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}
