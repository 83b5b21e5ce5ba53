/**
 * The fleet room: many tenants, as one file names them. This file: the form of that file, the one source of its reader and
 * of `tenants.schema.json`.
 */
import * as z from 'zod/mini';
import { allowableLabels } from '../../format/scenario/allowable-labels.ts';
import { cloudNames } from '../../http/clouds.ts';

const described = (text: string) => [z.globalRegistry, { description: text }] as const;

/** A word of a tag expression, of a label of CI systems and of a file name. */
const word = /^(?!(?:and|or|not)$)[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$/;
/** How variables of the environment begin. */
const prefix = /^[A-Z][A-Z0-9_]{0,62}[A-Z0-9]$/;
const guid = /^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;

const common = {
  cloud: z.optional(
    z
      .enum(cloudNames)
      .register(...described('The national cloud of the tenant; default: REPLAY_CLOUD, otherwise global.')),
  ),
  credentials: z.optional(
    z
      .string()
      .check(z.regex(prefix))
      .register(
        ...described(
          'What the variables of its credentials begin with: for CONTOSO, CONTOSO_CLIENT_ID and CONTOSO_ADMIN_PASSWORD. Capitals, digits and `_`; default: REPLAY, then AZURE.',
        ),
      ),
  ),
  inputs: z.optional(
    z.record(z.string(), z.unknown()).register(...described('Values of inputs, by their names in the scenarios.')),
  ),
  allow: z.optional(
    z
      .array(z.enum(allowableLabels))
      .register(
        ...described('Labels that runs in the tenant may use, in addition to --allow; replaces those of the defaults.'),
      ),
  ),
  tags: z.optional(
    z
      .array(z.string().check(z.regex(word)))
      .register(...described('Tags for --tenant-tags, in addition to its name and the tags of the defaults.')),
  ),
};

const tenant = z
  .strictObject({
    name: z
      .string()
      .check(z.regex(word))
      .register(
        ...described(
          'What reports call it: letters, digits, `.`, `_` and `-`; 64 characters at most; not `and`, `or` or `not`.',
        ),
      ),
    id: z
      .string()
      .check(z.regex(guid))
      .register(...described('The id of the tenant, such as 00000000-0000-4000-8000-000000000000.')),
    ...common,
  })
  .register(...described('A tenant.'));

export const tenantsSchema = z
  .strictObject({
    version: z.optional(z.literal(1).register(...described('The version of this format.'))),
    defaults: z.optional(
      z.strictObject(common).register(...described('Values for every tenant that does not set them.')),
    ),
    tenants: z
      .array(tenant)
      .check(z.minLength(1))
      .register(...described('The tenants, in the order in which reports list them.')),
  })
  .register(...described('Tenants for `tutorial-replay --tenants`.'));

export type TenantsDocument = z.infer<typeof tenantsSchema>;
