import { isGuid } from '../../../guid.ts';
import { property } from '../../../json/json.ts';
import { holdsOneOf, permissionsOf } from '../../service/caller.ts';
import { forbidden, graphError, notFound } from '../../service/graph-error.ts';
import { found, type Reading, read, refused } from '../../service/reading.ts';
import type { GraphCall, GraphResponse } from '../../service/route.ts';
import type { Group, User } from './directory.ts';
import { readSignIns } from './directory-grants.ts';
import { invalidRequest } from './wire/directory-errors.ts';

/** The user that a path names, by id or user principal name, or the user of `/me`. */
export function userOf(call: GraphCall): Reading<User> {
  const { caller, params, world } = call;
  const name = property(params, 'userId') ?? (caller.kind === 'delegated' ? caller.userId : '');
  return found(String(name), world.directory.user);
}

/** `User.Read` and `User.ReadWrite` reach the signed-in user only. */
export function othersFault({ caller }: GraphCall, user: User): GraphResponse | undefined {
  if (caller.kind === 'application' || caller.userId === user.id) return undefined;
  const ofOneself = ['user.read', 'user.readwrite'];
  const reachesOthers = permissionsOf(caller).some((name) => {
    const lower = name.toLowerCase();
    return /^(?:user|directory|group|groupmember)\./.test(lower) && !ofOneself.includes(lower);
  });
  return reachesOthers ? undefined : forbidden();
}

/** SKUs with Microsoft Entra ID P1 or P2 in them. */
const premium: ReadonlySet<string> = new Set([
  ...['AAD_PREMIUM', 'AAD_PREMIUM_P2', 'EMS', 'EMSPREMIUM', 'SPE_E3', 'SPE_E5', 'SPE_F1', 'SPB'],
  ...['IDENTITY_THREAT_PROTECTION', 'Microsoft_Entra_ID_Governance'],
]);

/** Sign-ins are reported only to those who may read the audit log. */
export function signInFault({ caller, query, world }: GraphCall): GraphResponse | undefined {
  const wantsActivity = [...query].some(
    ([name, value]) => /select|filter|orderby/i.test(name) && /\bsignInActivity\b/i.test(value),
  );
  if (!wantsActivity) return undefined;
  if (!world.tenant.licenses.some((sku) => premium.has(sku))) {
    return graphError(
      403,
      'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
      "Neither tenant is B2C or tenant doesn't have premium license",
    );
  }
  if (holdsOneOf(caller, [readSignIns])) return undefined;
  return graphError(
    403,
    'Authentication_MSGraphPermissionMissing',
    `Calling principal does not have required MSGraph permissions ${readSignIns}`,
  );
}

/** 400 for a text that cannot be an id, as Graph returns it except for users. */
export function idFault(id: string): GraphResponse | undefined {
  return isGuid(id) ? undefined : invalidRequest(`Invalid object identifier '${id}'.`);
}

/** The group that a path names by id or, in its other form, by its unique name. */
export function groupOf({ params, world }: GraphCall): Reading<Group> {
  const { groupId, uniqueName } = params;
  if (groupId === undefined) {
    const named = world.directory.groupByUniqueName(uniqueName ?? '');
    return named === undefined ? refused(notFound(uniqueName ?? '')) : read(named);
  }
  const group = world.directory.group(groupId);
  return group === undefined ? refused(idFault(groupId) ?? notFound(groupId)) : read(group);
}
