import * as z from 'zod/mini';
import { stepLabels } from '../allowable-labels.ts';
import {
  callPattern,
  conditionPattern,
  described,
  duration,
  type Exact,
  name,
  nonEmpty,
  status,
  stepId,
} from './schema-parts.ts';

const request = z
  .strictObject({
    method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).register(...described('The HTTP method.')),
    url: nonEmpty('Path and query on the configured service, such as /v1.0/groups; may hold ${…}.', 'link'),
    headers: z.optional(
      z
        .record(z.string(), z.string().register(...described('The value of the header field.', 'template')))
        .register(...described('Header fields. Content-Type: application/json is sent with every body.')),
    ),
    body: z.optional(
      z
        .unknown()
        .register(
          ...described(
            'The JSON body, or under another content type the text; strings may hold ${…}. In version 2 also one of { json }, { text }, { form }, { multipart }, { file }, { base64 }.',
            'sent',
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
            'The word none: the url is a captured link to any https host, which a GET or PUT asks without a token (version 2).',
          ),
        ),
    ),
  })
  .register(...described('The request.'));

const response = z
  .strictObject({
    status: z
      .union([status(), z.array(status()).check(z.minLength(1))])
      .register(...described('The expected status, from 100 to 599, or a list of allowed ones.')),
    headers: z.optional(
      z
        .record(z.string(), z.unknown().register(...described('The expected value, or a matcher.', 'expected')))
        .register(...described('Expected header fields; values may be matchers.')),
    ),
    body: z.optional(
      z.unknown().register(...described('The expected JSON body; strings may be <matchers> or hold ${…}.', 'expected')),
    ),
    type: z.optional(z.string().register(...described('The expected media type, such as text/csv. Of version 2.'))),
    text: z.optional(
      z.string().register(...described('The expected text, or a matcher for it. Of version 2.', 'expected')),
    ),
    csv: z.optional(
      z
        .strictObject({ columns: z.optional(z.unknown()), rows: z.optional(z.unknown()) })
        .register(...described('Columns by name, and rows: their number, or a list of them by column. Of version 2.')),
    ),
    size: z.optional(z.unknown().register(...described('The expected size in bytes. Of version 2.', 'expected'))),
    sha256: z.optional(z.string().register(...described('The expected SHA-256, in hexadecimal digits. Of version 2.'))),
  })
  .register(...described('The expected response.'));

const creates = z
  .union([
    z.strictObject({
      delete: nonEmpty('The url whose DELETE removes what this step creates.', 'url'),
      find: z.optional(nonEmpty('The url that lists what this step created, by its unique marker.', 'url')),
    }),
    z.strictObject({ stays: nonEmpty('Why what this step creates cannot be removed.') }),
  ])
  .register(...described('How to delete and find the created object, or the reason why it stays.'));

export const stepSchema = z
  .strictObject({
    id: z.optional(
      stepId(
        'Lower-case words joined by `-`, such as create-group: unique in the scenario, and the key in its recording. Default: made of the title, or of method and url.',
      ),
    ),
    title: z.optional(nonEmpty('What the step does, as a reader would say it.')),
    actor: z.optional(nonEmpty('Who sends; the only actor where there is one.', 'actor')),
    labels: z.optional(
      z.array(z.enum(stepLabels)).register(...described('Labels that a live run allows with --allow.')),
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
              .register(...described('The digest of the page’s blocks: 16 hexadecimal digits.')),
          ),
        })
        .register(...described('Where the page documents this step.')),
    ),
    strict: z.optional(
      z.boolean().register(...described('With true, a property that is not expected is a difference.')),
    ),
    request: z.optional(request),
    response: z.optional(response),
    repeat: z.optional(stepId('The id of an earlier step whose request is sent again.', 'step')),
    manual: z.optional(
      z
        .strictObject({ prompt: nonEmpty('What the person is asked to do.') })
        .register(...described('A step for a person.')),
    ),
    unattended: z.optional(
      z.strictObject({ request, response }).register(...described('The equivalent call without a person.')),
    ),
    call: z.optional(
      z
        .string()
        .check(z.regex(callPattern))
        .register(
          ...described(
            'Shared steps: the name of a file of `use`, and after a dot the step of it that is intended, with those it depends on. Of version 2.',
            'call',
          ),
        ),
    ),
    with: z.optional(
      z
        .record(name(), z.unknown().register(...described('The value of the input; texts may hold ${…}.', 'sent')))
        .register(...described('The inputs of the shared steps, by name; texts may hold ${…}. Of version 2.')),
    ),
    when: z.optional(
      z
        .string()
        .check(z.regex(conditionPattern))
        .register(
          ...described(
            'The step runs only where this is true: ${name}, not ${name}, or ${name} == "text". Of version 2.',
            'condition',
          ),
        ),
    ),
    capture: z.optional(
      z
        .record(
          name(),
          z.union([
            z
              .string()
              .check(z.minLength(1))
              .register(...described('An RFC 9535 JSONPath in the body.', 'path')),
            z.strictObject({
              header: z.string().check(z.minLength(1)),
              text: z.optional(
                z
                  .string()
                  .check(z.minLength(1))
                  .register(
                    ...described('A regular expression (RE2): its first group, or the whole match, in the header.'),
                  ),
              ),
            }),
            z.strictObject({ status: z.union([z.null(), z.literal(true)]) }),
            z.strictObject({ text: z.string().check(z.minLength(1)) }),
            z.strictObject({ output: name() }),
          ]),
        )
        .register(
          ...described(
            'Names and the RFC 9535 JSONPath, in the response’s body, of the one value each stands for. In version 2 also { header }, { status }, { text } with a regular expression, or, of shared steps, { output }.',
          ),
        ),
    ),
    creates: z.optional(creates),
    after: z.optional(
      z
        .union([
          stepId('The id of an earlier step.', 'step'),
          z.array(stepId('The id of an earlier step.', 'step')).check(z.minLength(1)),
        ])
        .register(
          ...described('Earlier steps whose effects this step depends on, if neither captures nor urls show it.'),
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

/** Optional keys without `${…}` that need no place of their own: a step has them as they are in its file. */
export const plainStepKeys = ['page', 'strict'] as const;
export type PlainStepKeys = Exact<Pick<z.infer<typeof stepSchema>, (typeof plainStepKeys)[number]>>;
