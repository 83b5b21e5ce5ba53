import * as z from 'zod/mini';

/** The structure of `*.recording.json`. Problems are located by locate(), so messages here only name what is wrong. */

const headers = z.optional(z.record(z.string().check(z.regex(/^[!#$%&'*+.^_`|~0-9a-z-]+$/)), z.string()));

const exchange = z.strictObject({
  origin: z.optional(z.enum(['documentation', 'derived'])),
  why: z.optional(z.string()),
  request: z.strictObject({
    method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']),
    url: z.string().check(z.regex(/^\/[^/\\]/)),
    headers,
    body: z.optional(z.unknown()),
  }),
  response: z.strictObject({
    status: z.int().check(z.gte(100), z.lte(599)),
    headers,
    body: z.optional(z.unknown()),
  }),
});

export const recordingSchema = z.strictObject({
  version: z.literal(1),
  source: z.enum(['documentation', 'sandbox', 'live']),
  date: z.iso.date(),
  page: z.optional(z.url()),
  digest: z.optional(z.string().check(z.regex(/^sha256:[0-9a-f]{64}$/))),
  run: z.strictObject({
    id: z.string().check(z.regex(/^[a-z0-9]{4,32}$/)),
    now: z.iso.datetime(),
  }),
  inputs: z.optional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
  steps: z.record(z.string(), z.array(exchange).check(z.minLength(1))),
});
