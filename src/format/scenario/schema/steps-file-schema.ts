import * as z from 'zod/mini';
import { inputsSchema, useSchema } from './given-schema.ts';
import { described, name, nonEmpty } from './schema-parts.ts';
import { stepSchema } from './step-schema.ts';

/** A file of shared steps: the target of `use`. It always has version 2 of the format, stated or not. */
export const stepsFileSchema = z
  .strictObject({
    version: z.optional(z.literal(2).register(...described('The version of the format.'))),
    use: z.optional(useSchema),
    inputs: z.optional(inputsSchema),
    steps: z.array(stepSchema).register(...described('The steps that a scenario can call, all or one of them.')),
    cleanup: z.optional(
      z.array(stepSchema).register(...described('Steps that run at the end of each scenario that calls these.')),
    ),
    outputs: z.optional(
      z
        .record(name(), nonEmpty('What a scenario can capture of them, mostly ${…} of a capture.', 'template'))
        .register(...described('The values that a call can capture, by name.')),
    ),
  })
  .register(...described('Steps that several scenarios share.'));

/** The JSON Schema (draft 2020-12) of a file of shared steps, for editors. */
export function stepsFileJsonSchema(): object {
  return { ...z.toJSONSchema(stepsFileSchema), title: 'tutorial-replay shared steps' };
}
