import * as z from 'zod/mini';

/**
 * The part of a seed besides its people: objects of any type, defaults of new ones, and responses of functions and
 * actions that store nothing. `import` writes this for a page; docs/seeds.md explains it.
 */

const described = (text: string) => z.describe(text);
const pathPattern = /^(?:\/[^/?#\s](?:[^/?#\t\r\n]*[^/?#\s])?)+$/;

const mediaType = z
  .string()
  .check(z.regex(/^[\w.+-]+\/[\w.+-]+(?:;.*)?$/), described('The media type of the bytes: image/jpeg.'));

/** Bytes that the service keeps beside an object. */
const seedContent = z.union([
  z.strictObject({
    type: mediaType,
    base64: z
      .string()
      .check(
        z.regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/),
        described('The bytes in base64.'),
      ),
  }),
  z.strictObject({ type: mediaType, text: z.string().check(described('The bytes as text in UTF-8.')) }),
]);

export const seedObject = z.strictObject({
  path: z
    .string()
    .check(
      z.regex(pathPattern),
      z.maxLength(2000),
      described(
        'The path of the object, with its id at the end: /groups/5d82b6c1-…; or a property that has one object: /me/calendar.',
      ),
    ),
  type: z.optional(z.string().check(z.minLength(1), described('Its type, if the path declares only a base type.'))),
  properties: z.optional(
    z.record(z.string(), z.json()).check(described('Its properties, by the names in the service’s metadata.')),
  ),
  references: z.optional(
    z
      .record(z.string(), z.union([z.string(), z.array(z.string())]))
      .check(described('Ids of objects that it refers to, by relationship: members, manager.')),
  ),
  content: z.optional(
    z
      .union([seedContent, z.record(z.string(), seedContent)])
      .check(described('The bytes of a file or a photo; or for each property that has bytes: bannerLogo.')),
  ),
});

export const seedResponse = z.strictObject({
  request: z
    .string()
    .check(
      z.regex(/^(?:GET|POST) \/(?:v1\.0|beta)\/\S+$/),
      z.maxLength(2000),
      described('Method and path of a function or action: POST /v1.0/search/query. `*` matches any one segment.'),
    ),
  sent: z.optional(z.json().check(described('Only for a request with this body.'))),
  status: z.int().check(z.gte(200), z.lte(299), described('From 200 to 299.')),
  headers: z.optional(z.record(z.string(), z.string()).check(described('Such as location.'))),
  body: z.optional(z.record(z.string(), z.json()).check(described('The body of the response.'))),
});

export const seedDefaults = z.strictObject({
  path: z
    .string()
    .check(
      z.regex(pathPattern),
      z.maxLength(2000),
      described('The collection in which objects are created: /me/events. `*` matches any one segment.'),
    ),
  type: z.optional(z.string().check(z.minLength(1), described('Their type, if the path declares only a base type.'))),
  sent: z.optional(z.json().check(described('For requests with a similar body, if there are several.'))),
  properties: z
    .record(z.string(), z.json())
    .check(described('Properties of a new object, unless the request sets them.')),
});

export const seedPages = z.strictObject({
  request: z
    .string()
    .check(
      z.regex(/^\/[^\s]+$/),
      z.maxLength(2000),
      described('Path and query of a list, within the version: /users?$select=id.'),
    ),
  size: z.int().check(z.gte(1), z.lte(999), described('The number of items on a page.')),
});

export type SeedContent = z.infer<typeof seedContent>;
export type SeedPages = z.infer<typeof seedPages>;
export type SeedObject = z.infer<typeof seedObject>;
export type SeedDefaults = z.infer<typeof seedDefaults>;
export type SeedResponse = z.infer<typeof seedResponse>;
