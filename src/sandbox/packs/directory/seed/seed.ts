import * as z from 'zod/mini';
import { seedDefaults, seedObject, seedPages, seedResponse } from '../../../seed/seed-objects.ts';

/** The initial state of a sandbox: the file that `tutorial-replay sandbox --seed FILE` reads, and that `import` writes. */

const described = (text: string) => z.describe(text);
const text = (about: string) => z.string().check(z.minLength(1), z.maxLength(1000), described(about));
const guidPattern = /^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;
const guid = (about: string) => z.string().check(z.regex(guidPattern), described(about));
const id = () => z.optional(guid('A GUID; made up where there is none.'));

const momentPattern =
  /^(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z|P(?!$)(?:\d{1,4}Y)?(?:\d{1,4}M)?(?:\d{1,4}W)?(?:\d{1,5}D)?(?:T(?=\d)(?:\d{1,5}H)?(?:\d{1,6}M)?)?)$/;
const moment = (about: string) => z.string().check(z.regex(momentPattern), described(about));
const references = (about: string) => z.optional(z.array(z.string()).check(described(about)));
const principals = 'Ids or user principal names of users, ids or mail nicknames of groups, client ids of applications.';

const user = z.strictObject({
  id: id(),
  displayName: text('The name people see.'),
  userPrincipalName: z.string().check(z.regex(/^[^@\s]+@[^@\s]+$/), described('The sign-in name, name@domain.')),
  mail: z.optional(z.nullable(z.string())),
  userType: z.optional(z.enum(['Member', 'Guest'])),
  accountEnabled: z.optional(z.boolean()),
  manager: z.optional(text('Id or user principal name of another user of the file.')),
  created: z.optional(moment('When, as RFC 3339 in UTC, or how long before the start: P90D.')),
  lastSignIn: z.optional(
    z.nullable(moment('When, as RFC 3339 in UTC, or how long before the start: P3D. null: never.')),
  ),
  password: z.optional(text('For sign-in with user name and password at the local token endpoint.')),
  properties: z.optional(z.record(z.string(), z.json()).check(described('jobTitle, department, …'))),
});

const group = z.strictObject({
  id: id(),
  displayName: text('The name people see.'),
  mailNickname: text('The alias, by which the file can name the group, too.'),
  kind: z.enum(['security', 'microsoft365']),
  description: z.optional(z.string()),
  owners: references(principals),
  members: references(principals),
  created: z.optional(moment('When, as RFC 3339 in UTC, or how long before the start: P90D.')),
  onPremisesSyncEnabled: z.optional(z.boolean()),
  team: z.optional(z.boolean().check(described('A Microsoft 365 group with a team.'))),
  roleAssignable: z.optional(z.boolean()),
  uniqueName: z.optional(z.string()),
  properties: z.optional(z.record(z.string(), z.json()).check(described('classification, theme, …'))),
});

const servicePrincipal = z.strictObject({
  id: id(),
  appId: guid('The client id of its application.'),
  displayName: text('The name people see.'),
  owners: references(principals),
  assignedTo: references(principals),
});

const application = z.strictObject({
  id: id(),
  clientId: guid('The client id.'),
  displayName: text('The name people see.'),
  secret: z.optional(text('What it signs in with at the local token endpoint; any secret where there is none.')),
  permissions: z.optional(
    z.array(z.string()).check(described('Application permissions, such as AccessReview.Read.All.')),
  ),
  servicePrincipalId: id(),
  owners: references(principals),
  assignedTo: references(principals),
});

const role = z.strictObject({
  role: text('Display name or template id of a directory role.'),
  active: references(principals),
  eligible: references(principals),
});

const accessPackageAssignment = z.strictObject({
  id: id(),
  accessPackageId: guid('The access package.'),
  assignmentPolicyId: guid('The policy by which it was assigned.'),
  target: text('Who has it: id or user principal name of a user.'),
});

const tenant = z.strictObject({
  id: guid('The tenant id.'),
  displayName: text('The name of the organization.'),
  domains: z
    .array(z.string().check(z.regex(/^[a-z0-9.-]+$/)))
    .check(z.minLength(1), described('The domains, beginning with the default one.')),
  licenses: z.array(z.string()).check(described('SKU part numbers, such as AAD_PREMIUM_P2.')),
});

export const seedSchema = z.strictObject({
  version: z.literal(1),
  tenant: z.optional(tenant.check(described('Without it, the seed is added to the small invented tenant.'))),
  users: z.optional(z.array(user)),
  groups: z.optional(z.array(group)),
  applications: z.optional(z.array(application)),
  servicePrincipals: z.optional(z.array(servicePrincipal)),
  roles: z.optional(z.array(role)),
  accessPackageAssignments: z.optional(z.array(accessPackageAssignment)),
  faults: z.optional(
    z.array(z.string()).check(described('Simulated errors, such as 429;retry-after=2;method=POST;path=/groups.')),
  ),
  objects: z.optional(z.array(seedObject).check(described('Objects of any type.'))),
  responses: z.optional(
    z.array(seedResponse).check(described('Responses of functions and actions that store nothing.')),
  ),
  defaults: z.optional(
    z.array(seedDefaults).check(described('Values that new objects get unless the request sets them.')),
  ),
  pages: z.optional(
    z.array(seedPages).check(described('The number of items on pages of lists, if it is not the usual one.')),
  ),
});

export type Seed = z.infer<typeof seedSchema>;
/** A seed that defines the tenant. */
export type WholeSeed = Seed & { readonly tenant: NonNullable<Seed['tenant']> };
