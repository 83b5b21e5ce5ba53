import * as z from 'zod/mini';
import { inputTypes } from '../input-types.ts';
import { actorName, described, name, nonEmpty, textList } from './schema-parts.ts';

export const actorsSchema = z
  .record(
    actorName(),
    z.strictObject({
      context: z.optional(
        z
          .enum(['delegated', 'application'])
          .register(...described('On behalf of a user (the default) or without one.')),
      ),
      permissions: z.optional(textList('Microsoft Graph permissions.')),
      user: z.optional(
        nonEmpty('Whose sign-in this is: an id or user principal name, mostly ${…} of an input.', 'template'),
      ),
    }),
  )
  .register(
    ...described(
      'The senders of requests; default: one, user, delegated. Credentials are in the environment, not here.',
    ),
  );

export const inputsSchema = z
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
        z.unknown().register(...described('A value for recorded and sandboxed runs; a live run takes no examples.')),
      ),
      env: z.optional(
        z
          .string()
          .check(z.regex(/^[A-Z][A-Z0-9_]*$/))
          .register(...described('The environment variable that may give the value: capitals, digits and `_`.')),
      ),
    }),
  )
  .register(...described('The values that the reader supplies.'));

export const useSchema = z
  .record(name(), nonEmpty('The path of a file of shared steps, from this file.'))
  .register(...described('Files of shared steps, by the name that `call` uses. Of version 2.'));

export const matrixSchema = z
  .array(z.looseObject({ name: nonEmpty('What the row is called: in reports, and of its recording.') }))
  .check(z.minLength(1))
  .register(
    ...described('Data rows: the scenario runs once for each, with the values of the row as its inputs. Of version 2.'),
  );
