import * as z from 'zod/mini';
import type { Json } from '../../json/json.ts';
import { stepIdPattern } from '../scenario/schema/schema-parts.ts';
import { scopedNameForm } from '../template/parse-template.ts';
import type { Value } from '../template/values.ts';

/** The name of an input of shared steps begins with the call. */
const inputNamePattern = new RegExp(`^${scopedNameForm}$`);

/** The id of a shared step begins with the call. */
const stepIdPath = new RegExp(`^${stepIdPattern.source.slice(1, -1)}(?:\\.${stepIdPattern.source.slice(1, -1)})*$`);

/** By the registry, not by a check: each check would copy its schema at every start. */
const described = (text: string) => [z.globalRegistry, { description: text }] as const;

const headers = z._default(
  z
    .record(
      z
        .string()
        .check(z.regex(/^[!#$%&'*+.^_`|~0-9a-z-]+$/))
        .register(...described('The name of a header field, in lower case.')),
      z.string(),
    )
    .register(...described('Header fields: names in lower case, and texts.')),
  {},
);
/** JSON; a string under a content type that is not JSON is the text itself. */
const body = z.exactOptional(z.custom<Json>());

const binary = z.exactOptional(
  z
    .strictObject({
      size: z.int().check(z.gte(0)),
      sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
      base64: z.exactOptional(
        z.string().check(z.regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/)),
      ),
    })
    .register(...described('A binary body: its size in bytes, its SHA-256, and in a response the bytes as base64.')),
);

const exchange = z
  .strictObject({
    origin: z.exactOptional(
      z
        .enum(['documentation', 'derived', 'typed', 'seeded', 'replayed'])
        .register(
          ...described(
            'documentation or derived: whether the page shows this response; typed, seeded or replayed: the source in the sandbox, if the response is not modeled.',
          ),
        ),
    ),
    why: z.exactOptional(z.string().register(...described('What a derived response was made from.'))),
    request: z
      .strictObject({
        method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']),
        url: z
          .string()
          .check(z.regex(/^(?:\/[^/\\]|https:\/\/(?!graph\.microsoft\.)[a-z0-9.:[\]-]+\/(?![/\\]))/))
          .register(
            ...described('Path and query only, such as /v1.0/groups; for a link to another host, the whole address.'),
          ),
        headers,
        body,
        bytes: binary,
      })
      .register(...described('The request: method and url, and headers and body if there were any.')),
    response: z
      .strictObject({
        status: z
          .int()
          .check(z.gte(100), z.lte(599))
          .register(...described('From 100 to 599.')),
        headers,
        body,
        bytes: binary,
      })
      .register(...described('The response: status, and headers and body if there were any.')),
  })
  .register(...described('One exchange: request and response.'));

/** The version that is written. A former one is migrated, or refused, in `load-recording.ts`. */
export const recordingVersion = 1;

/** The structure of `*.recording.json`; problems quote the descriptions. */
export const recordingSchema = z
  .strictObject({
    version: z.literal(recordingVersion).register(...described('The version of this format.')),
    source: z.enum(['documentation', 'sandbox', 'live']).register(...described('The origin of the recording.')),
    date: z.iso.date().register(...described('The day on which it was published or recorded, such as 2021-02-10.')),
    expires: z.exactOptional(
      z.iso.date().register(...described('The last day on which it counts as evidence, such as 2027-02-10.')),
    ),
    page: z.exactOptional(z.url().register(...described('The address of the page.'))),
    digest: z.exactOptional(
      z
        .string()
        .check(z.regex(/^sha256:[0-9a-f]{64}$/))
        .register(...described('sha256: and the digest of the steps.')),
    ),
    run: z
      .strictObject({
        id: z
          .string()
          .check(z.regex(/^[a-z0-9]{4,32}$/))
          .register(...described('4 to 32 lower-case letters and digits.')),
        now: z.iso.datetime().register(...described('A time in UTC, such as 2021-02-10T15:00:00Z.')),
      })
      .register(...described('The run values it was made with: id and now.')),
    inputs: z._default(
      z
        .record(
          z
            .string()
            .check(z.regex(inputNamePattern))
            .register(...described('The name of an input: a letter or `_`, then letters, digits, `_` and `-`.')),
          z.custom<Value>().register(...described('The value, of the type of the input.')),
        )
        .register(...described('The inputs it was made with.')),
      {},
    ),
    steps: z
      .record(
        z
          .string()
          .check(z.regex(stepIdPath))
          .register(...described('Lower-case words joined by `-`, as the id of a step.')),
        z.readonly(
          z
            .array(exchange)
            .check(z.minLength(1))
            .register(...described('At least one exchange.')),
        ),
      )
      .register(...described('The exchanges of each step, by its id.')),
  })
  .register(...described('A recording: version, source, date, run and steps.'));

/** The content of a recording: for each step, in order, its requests and responses. A password is never stored. */
export type Recording = Omit<z.infer<typeof recordingSchema>, 'digest'>;
export type RecordedExchange = z.infer<typeof exchange>;

/** The value of `${run.password}` in a replay: the real one was never stored. */
export const recordedPassword = 'Recorded-passw0rd';
