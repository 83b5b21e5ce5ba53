import * as z from 'zod/mini';
import { actorsSchema, inputsSchema, matrixSchema, useSchema } from './schema/given-schema.ts';
import { described, type Exact, nonEmpty, textList } from './schema/schema-parts.ts';
import { stepSchema } from './schema/step-schema.ts';

/**
 * The scenario format: the one source of the parser's structure checks and of `scenario.schema.json`. It contains every
 * rule about a single value; rules that involve two places (names, ids, actors) are in parse-scenario.ts and in the
 * plan.
 */

export const scenarioSchema = z
  .strictObject({
    version: z.optional(z.literal([1, 2]).register(...described('The version of the format; default: 1.'))),
    title: z.optional(nonEmpty('What the tutorial documents; default: the name of the file.')),
    tutorial: z.optional(
      z
        .url()
        .register(
          ...described(
            'The address of the page that this scenario follows, such as https://learn.microsoft.com/graph/….',
          ),
        ),
    ),
    seed: z.optional(
      z
        .string()
        .check(z.regex(/^[^/\\\s:]+\.seed\.ya?ml$/))
        .register(...described('The file with the initial state of the sandbox, beside this one: NAME.seed.yaml.')),
    ),
    tags: z.optional(
      z
        .array(z.string().check(z.regex(/^(?!(?:and|or|not)$)[A-Za-z0-9][\w.-]*$/)))
        .register(...described('Words for --tags, of letters, digits, `.`, `_` and `-`; not `and`, `or` or `not`.')),
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
    actors: z.optional(actorsSchema),
    use: z.optional(useSchema),
    matrix: z.optional(matrixSchema),
    inputs: z.optional(inputsSchema),
    steps: z.array(stepSchema).register(...described('The steps, in the page’s order.')),
    cleanup: z.optional(z.array(stepSchema).register(...described('Steps that always run at the end, in this order.'))),
  })
  .register(...described('A tutorial as a test: one request and one expected response for each step.'));

/** Optional keys without `${…}` that need no place of their own: a scenario has them as they are in its file. */
export const plainKeys = ['tutorial', 'seed'] as const;
export type PlainKeys = Exact<Pick<z.infer<typeof scenarioSchema>, (typeof plainKeys)[number]>>;

/** The JSON Schema (draft 2020-12) of a scenario file, for editors. */
export function scenarioJsonSchema(): object {
  return {
    ...z.toJSONSchema(scenarioSchema),
    title: 'tutorial-replay scenario',
  };
}
