import { defined } from '../../defined.ts';
import type { JsonObject } from '../../json/json.ts';
import type { WholeSeed } from '../packs/directory/seed/seed.ts';
import type { TypedModel } from '../typed/schema/typed-model.ts';
import { isOfDirectory, placedObjects } from './apply-objects.ts';
import type { PlacedObject } from './object-faults.ts';

type SeedUser = NonNullable<WholeSeed['users']>[number];
type SeedGroup = NonNullable<WholeSeed['groups']>[number];

/** The seed with its user and group objects among its people, as the directory makes them. */
export function withPeople(seed: WholeSeed, model: () => TypedModel): WholeSeed {
  if (seed.objects === undefined || seed.objects.length === 0) return seed;
  const placed = placedObjects(seed, model());
  const [domain = seed.tenant.id] = seed.tenant.domains;
  const known = new Set([
    ...[...(seed.users ?? []), ...(seed.groups ?? []), ...(seed.servicePrincipals ?? [])].map(({ id }) =>
      id?.toLowerCase(),
    ),
    ...placed.filter(isOfDirectory).map(({ place }) => place.id.toLowerCase()),
  ]);
  const there = (ids: readonly string[]): string[] => ids.filter((id) => known.has(id.toLowerCase()));
  const isOf =
    (kind: string) =>
    (one: PlacedObject): boolean =>
      one.type.name === kind && isOfDirectory(one);
  return {
    ...seed,
    users: [...(seed.users ?? []), ...placed.filter(isOf('user')).map((one) => userOf(one, domain, there))],
    groups: [...(seed.groups ?? []), ...placed.filter(isOf('group')).map((one) => groupOf(one, there))],
  };
}

type There = (ids: readonly string[]) => string[];

function userOf({ place: { id }, values, object }: PlacedObject, domain: string, there: There): SeedUser {
  const {
    displayName,
    userPrincipalName,
    mail,
    userType,
    accountEnabled,
    createdDateTime,
    id: _,
    ...properties
  } = values;
  const name = textOr(userPrincipalName, `user-${id.slice(0, 8).toLowerCase()}@${domain}`);
  const [manager] = there([object.references?.['manager'] ?? []].flat());
  return {
    id,
    displayName: textOr(displayName, name.slice(0, name.indexOf('@'))),
    userPrincipalName: name,
    ...(mail !== undefined && { mail: mail === null ? null : String(mail) }),
    userType: userType === 'Guest' ? 'Guest' : 'Member',
    accountEnabled: accountEnabled !== false,
    ...(typeof createdDateTime === 'string' ? { created: createdDateTime } : {}),
    ...defined({ manager }),
    properties: properties as NonNullable<SeedUser['properties']>,
  };
}

function groupOf({ place: { id }, values, object }: PlacedObject, there: There): SeedGroup {
  const { displayName, mailNickname, description, groupTypes, createdDateTime, id: _, ...others } = values;
  const when = createdDateTime === null ? { createdDateTime } : {};
  const properties: JsonObject = { ...others, ...when, ...defined({ groupTypes }) };
  const references = object.references ?? {};
  return {
    id,
    displayName: textOr(displayName, `Group ${id.slice(0, 8)}`),
    mailNickname: textOr(mailNickname, `group-${id.slice(0, 8).toLowerCase()}`),
    kind: Array.isArray(groupTypes) && groupTypes.includes('Unified') ? 'microsoft365' : 'security',
    ...(typeof description === 'string' ? { description } : {}),
    ...(typeof createdDateTime === 'string' ? { created: createdDateTime } : {}),
    owners: there([references['owners'] ?? []].flat()),
    members: there([references['members'] ?? []].flat()),
    properties: properties as NonNullable<SeedGroup['properties']>,
  };
}

const textOr = (value: unknown, otherwise: string): string =>
  typeof value === 'string' && value !== '' ? value : otherwise;
