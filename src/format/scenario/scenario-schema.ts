import * as z from 'zod/mini';
import { namePattern } from '../template/parse-template.ts';
import { stepLabels } from './allowable-labels.ts';
import { inputTypes } from './input-types.ts';

/**
 * The scenario format: the one source of the parser's structure checks and of `scenario.schema.json`. Everything that
 * one value alone can say is here; what takes two places (names, ids, actors) is in parse-scenario.ts and in the plan.
 */

/** Asked to the registry, and not by a check: each check makes another copy of its schema, at every start. */
const described = (text: string) => [z.globalRegistry, { description: text }] as const;

const nonEmpty = (text: string) =>
  z
    .string()
    .check(z.minLength(1), z.maxLength(2000))
    .register(...described(text));
const textList = (text: string) => z.array(z.string().check(z.minLength(1))).register(...described(text));

export const stepIdPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const stepId = (text: string) =>
  z
    .string()
    .check(z.regex(stepIdPattern), z.maxLength(100))
    .register(...described(text));
const name = () =>
  z
    .string()
    .check(z.regex(namePattern))
    .register(...described('A letter or `_`, then letters, digits, `_` and `-`; 64 characters at most.'));
const duration = (text: string) =>
  z
    .string()
    .check(z.regex(/^P(?!$)(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d{1,3})?S)?)?$/))
    .register(...described(text));
const status = () => z.int().check(z.gte(100), z.lte(599));

const request = z
  .strictObject({
    method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).register(...described('The HTTP method.')),
    url: nonEmpty('Path and query on the configured service, such as /v1.0/groups; may hold ${…}.'),
    headers: z.optional(
      z
        .record(z.string(), z.string())
        .register(...described('Header fields. Content-Type: application/json is sent with every body.')),
    ),
    body: z.optional(
      z
        .unknown()
        .register(
          ...described(
            'The JSON body, or under another content type the text; strings may hold ${…}. In version 2 also one of { json }, { text }, { form }, { multipart }, { file }, { base64 }.',
          ),
        ),
    ),
    pages: z.optional(
      z
        .enum(['first', 'all'])
        .register(...described('With all, @odata.nextLink is followed and the joined value is checked.')),
    ),
    credentials: z.optional(
      z
        .literal('none')
        .register(
          ...described(
            'Version 2. The url is a captured link to any https host: a GET or PUT is sent there without a token.',
          ),
        ),
    ),
  })
  .register(...described('What is sent.'));

const response = z
  .strictObject({
    status: z
      .union([status(), z.array(status()).check(z.minLength(1))])
      .register(...described('The expected status, from 100 to 599; or those of which one must come.')),
    headers: z.optional(
      z.record(z.string(), z.unknown()).register(...described('Expected header fields; values may be matchers.')),
    ),
    body: z.optional(
      z.unknown().register(...described('The expected JSON body; strings may be <matchers> or hold ${…}.')),
    ),
    type: z.optional(z.string().register(...described('Version 2. The expected media type, such as text/csv.'))),
    text: z.optional(z.string().register(...described('Version 2. The expected text, or a matcher for it.'))),
    csv: z.optional(
      z
        .strictObject({ columns: z.optional(z.unknown()), rows: z.optional(z.unknown()) })
        .register(...described('Version 2. Columns by name, and rows: their number, or a list of them by column.')),
    ),
    size: z.optional(z.unknown().register(...described('Version 2. The expected size in bytes.'))),
    sha256: z.optional(z.string().register(...described('Version 2. The expected SHA-256, in hexadecimal digits.'))),
  })
  .register(...described('What is expected to come back.'));

const creates = z
  .union([
    z.strictObject({
      delete: nonEmpty('The url whose DELETE removes what this step creates.'),
      find: z.optional(nonEmpty('The url that lists what this step created, by its unique marker.')),
    }),
    z.strictObject({ stays: nonEmpty('Why what this step creates cannot be removed.') }),
  ])
  .register(...described('What must not be left over, or the reason why it has to be.'));

const step = z
  .strictObject({
    id: stepId(
      'Lower-case words joined by `-`, such as create-group: unique in the scenario, and the key in its recording.',
    ),
    title: z.optional(nonEmpty('What the step does, as a reader would say it.')),
    actor: z.optional(nonEmpty('Who sends; the only actor where there is one.')),
    labels: z.optional(
      z.array(z.enum(stepLabels)).register(...described('What a live run must be allowed to do with --allow.')),
    ),
    page: z.optional(
      z
        .strictObject({
          heading: z.optional(nonEmpty('The heading on the page.')),
          line: z.optional(
            z
              .int()
              .check(z.gte(1))
              .register(...described('The line in the page’s source, 1-based.')),
          ),
          digest: z.optional(
            z
              .string()
              .check(z.regex(/^[0-9a-f]{16}$/))
              .register(...described('16 hexadecimal digits: what the page’s blocks say.')),
          ),
        })
        .register(...described('Where the page documents this step.')),
    ),
    strict: z.optional(
      z.boolean().register(...described('With true, a property that is not expected is a difference.')),
    ),
    request: z.optional(request),
    response: z.optional(response),
    repeat: z.optional(stepId('The id of an earlier step whose request is sent again.')),
    manual: z.optional(
      z
        .strictObject({ prompt: nonEmpty('What the person is asked to do.') })
        .register(...described('A step for a person.')),
    ),
    unattended: z.optional(
      z
        .strictObject({ request, response })
        .register(...described('The call that does the same as the person, where no one watches.')),
    ),
    capture: z.optional(
      z
        .record(
          name(),
          z.union([
            z.string().check(z.minLength(1)),
            z.strictObject({ header: z.string().check(z.minLength(1)) }),
            z.strictObject({ status: z.union([z.null(), z.literal(true)]) }),
            z.strictObject({ text: z.string().check(z.minLength(1)) }),
          ]),
        )
        .register(
          ...described(
            'Names and the RFC 9535 JSONPath, in the response’s body, of the one value each stands for. In version 2 also { header }, { status }, or { text } with a regular expression.',
          ),
        ),
    ),
    creates: z.optional(creates),
    after: z.optional(
      z
        .union([
          stepId('The id of an earlier step.'),
          z.array(stepId('The id of an earlier step.')).check(z.minLength(1)),
        ])
        .register(
          ...described('The earlier steps whose effects this one rests on, where neither captures nor urls show it.'),
        ),
    ),
    eventually: z.optional(
      z
        .strictObject({
          within: duration('The longest wait, an ISO 8601 duration such as PT2M.'),
          every: z.optional(duration('The pause between two attempts, an ISO 8601 duration; default: PT5S.')),
        })
        .register(...described('Sends again until the response matches: within how long, and how often.')),
    ),
  })
  .register(...described('One step of the tutorial.'));

export const scenarioSchema = z
  .strictObject({
    version: z.optional(z.literal([1, 2]).register(...described('Of the format; default: 1.'))),
    title: nonEmpty('What the tutorial documents.'),
    tutorial: z.optional(
      z
        .url()
        .register(
          ...described(
            'The address of the page that this scenario follows, such as https://learn.microsoft.com/graph/….',
          ),
        ),
    ),
    tags: z.optional(
      z
        .array(z.string().check(z.regex(/^[A-Za-z0-9][\w.-]*$/)))
        .register(...described('Words for --tags, of letters, digits, `.`, `_` and `-`.')),
    ),
    undocumented: z.optional(
      z
        .array(z.string().check(z.regex(/^[0-9a-f]{16}$/)))
        .register(
          ...described(
            'Digests of blocks of the page that this scenario leaves out on purpose; drift --accept writes them.',
          ),
        ),
    ),
    strict: z.optional(
      z.boolean().register(...described('With true, a property that is not expected is a difference.')),
    ),
    needs: z.optional(
      z
        .strictObject({
          licenses: z.optional(textList('Service plan or SKU names, such as AAD_PREMIUM_P2.')),
          roles: z.optional(textList('Directory role names.')),
        })
        .register(...described('What the tenant must have.')),
    ),
    actors: z
      .record(
        name(),
        z.strictObject({
          context: z.optional(
            z
              .enum(['delegated', 'application'])
              .register(...described('On behalf of a user (the default) or without one.')),
          ),
          permissions: z.optional(textList('Microsoft Graph permissions.')),
          user: z.optional(nonEmpty('Whose sign-in this is: an id or user principal name, mostly ${…} of an input.')),
        }),
      )
      .register(...described('Who sends. Credentials come from the environment, never from here.')),
    inputs: z.optional(
      z
        .record(
          name(),
          z.strictObject({
            description: z.optional(nonEmpty('What the reader must bring.')),
            type: z.optional(
              z
                .enum(inputTypes)
                .register(...described('The type of the value, whatever its source; default: that of the example.')),
            ),
            example: z.optional(
              z
                .unknown()
                .register(...described('A value for recorded and sandboxed runs; a live run takes no examples.')),
            ),
            env: z.optional(
              z
                .string()
                .check(z.regex(/^[A-Z][A-Z0-9_]*$/))
                .register(...described('The environment variable that may give the value: capitals, digits and `_`.')),
            ),
          }),
        )
        .register(...described('What a reader must bring.')),
    ),
    steps: z.array(step).register(...described('The steps, in the page’s order.')),
    cleanup: z.optional(
      z.array(step).register(...described('Steps that always run, in this order, whatever happened before.')),
    ),
  })
  .register(...described('A tutorial as an expectation: one request and one expected response a step.'));

/** The JSON Schema (draft 2020-12) of a scenario file, for editors. */
export function scenarioJsonSchema(): object {
  return {
    ...z.toJSONSchema(scenarioSchema),
    title: 'tutorial-replay scenario',
  };
}
