import * as z from 'zod/mini';

/**
 * The part of a seed besides its people: objects of any type, defaults of new ones, and responses of functions and
 * actions that store nothing. `import` writes this for a page; docs/seeds.md explains it.
 */

const described = (text: string) => z.describe(text);
const pathPattern = /^(?:\/[^/?#\s](?:[^/?#\t\r\n]*[^/?#\s])?)+$/;

const mediaType = z
  .string()
  .check(z.regex(/^[\w.+-]+\/[\w.+-]+(?:;.*)?$/), described('What they are, as a media type: image/jpeg.'));

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
      described('Where it is, with its id at the end: /groups/5d82b6c1-…; or a property that holds one: /me/calendar.'),
    ),
  type: z.optional(z.string().check(z.minLength(1), described('Its type, where the path has only a base of it.'))),
  properties: z.optional(
    z.record(z.string(), z.json()).check(described('What it has, by the names of the service’s metadata.')),
  ),
  references: z.optional(
    z
      .record(z.string(), z.union([z.string(), z.array(z.string())]))
      .check(described('Ids of objects that it refers to, by relationship: members, manager.')),
  ),
  content: z.optional(
    z
      .union([seedContent, z.record(z.string(), seedContent)])
      .check(described('Its bytes: of a file, of a photo; or by the properties that hold them: bannerLogo.')),
  ),
});

export const seedResponse = z.strictObject({
  request: z
    .string()
    .check(
      z.regex(/^(?:GET|POST) \/(?:v1\.0|beta)\/\S+$/),
      z.maxLength(2000),
      described('Method and path of a function or action: POST /v1.0/search/query. `*` stands for any one segment.'),
    ),
  sent: z.optional(z.json().check(described('Only for a request with this body.'))),
  status: z.int().check(z.gte(200), z.lte(299), described('From 200 to 299.')),
  headers: z.optional(z.record(z.string(), z.string()).check(described('Such as location.'))),
  body: z.optional(z.record(z.string(), z.json()).check(described('What it responds with.'))),
});

export const seedDefaults = z.strictObject({
  path: z
    .string()
    .check(
      z.regex(pathPattern),
      z.maxLength(2000),
      described('The collection in which objects are created: /me/events. `*` stands for any one segment.'),
    ),
  type: z.optional(z.string().check(z.minLength(1), described('Their type, where the path has only a base of it.'))),
  sent: z.optional(z.json().check(described('For a request with a body like this one, where there are several.'))),
  properties: z
    .record(z.string(), z.json())
    .check(described('What a new object has there, in as far as the request does not say it.')),
});

export const seedPages = z.strictObject({
  request: z
    .string()
    .check(
      z.regex(/^\/[^\s]+$/),
      z.maxLength(2000),
      described('Path and query of a list, within the version: /users?$select=id.'),
    ),
  size: z.int().check(z.gte(1), z.lte(999), described('How many items the service puts on a page of it.')),
});

export type SeedContent = z.infer<typeof seedContent>;
export type SeedPages = z.infer<typeof seedPages>;
export type SeedObject = z.infer<typeof seedObject>;
export type SeedDefaults = z.infer<typeof seedDefaults>;
export type SeedResponse = z.infer<typeof seedResponse>;
