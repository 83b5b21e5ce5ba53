import { graphError, notFound } from '../../service/graph-error.ts';
import { grant } from '../../service/route.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { Access, Operate, Pack, TypeRules } from '../../typed/pack/pack.ts';

const places = {
  users: 'identityprotection/riskyusers',
  principals: 'identityprotection/riskyserviceprincipals',
  detections: 'identityprotection/riskdetections',
} as const;
const managers = ['Global Administrator', 'Security Administrator'];
const refusal = graphError(
  403,
  'Forbidden',
  'You cannot perform the requested operation, required scopes are missing in the token.',
);

/** Risk is found by the service, and changed by actions. */
const readOnly: TypeRules = { never: ['create', 'update', 'delete'] };

/** An administrator's action on a user, and the resulting risk. */
type Verdict = { readonly riskState: string; readonly riskLevel: string; readonly riskDetail: string };
const verdicts: { readonly [action: string]: Verdict } = {
  confirmCompromised: {
    riskState: 'confirmedCompromised',
    riskLevel: 'high',
    riskDetail: 'adminConfirmedUserCompromised',
  },
  confirmSafe: { riskState: 'confirmedSafe', riskLevel: 'none', riskDetail: 'adminConfirmedAccountSafe' },
  dismiss: { riskState: 'dismissed', riskLevel: 'none', riskDetail: 'adminDismissedAllRiskForUser' },
};

const pronounced =
  (verdict: Verdict): Operate =>
  ({ parameters, ground, call }) => {
    const ids = Array.isArray(parameters['userIds']) ? parameters['userIds'].map((id) => String(id).toLowerCase()) : [];
    if (ids.length === 0 || ids.length > 60)
      return graphError(400, 'BadRequest', "'userIds' holds the ids of one to sixty users.");
    const missing = ids.find((id) => ground.world.directory.user(id) === undefined);
    if (missing !== undefined) return notFound(missing);
    const by = call.caller.kind === 'delegated' ? call.caller.userId : call.caller.appId;
    for (const id of ids) confirmRisk(ground, id, { verdict, by });
    return { status: 204 };
  };

/** The risk of a service principal is independent of its activity. */
const pronouncedOnPrincipals =
  (verdict: Verdict): Operate =>
  ({ parameters, ground }) => {
    const given = parameters['servicePrincipalIds'];
    const ids = Array.isArray(given) ? given.map((id) => String(id).toLowerCase()) : [];
    const missing = ids.find((id) => ground.world.directory.servicePrincipal(id) === undefined);
    if (ids.length === 0 || missing !== undefined)
      return missing === undefined
        ? graphError(400, 'BadRequest', "'servicePrincipalIds' is empty.")
        : notFound(missing);
    for (const id of ids) {
      const { appId = '', displayName = '' } = ground.world.directory.servicePrincipal(id) ?? {};
      const values = { ...verdict, appId, displayName, riskLastUpdatedDateTime: ground.now };
      const known = ground.store.get(`${places.principals}/${id}`);
      if (known === undefined) ground.put({ type: 'riskyServicePrincipal', in: places.principals, id, values });
      else ground.change(known, values);
    }
    return { status: 204 };
  };

function confirmRisk(
  ground: Ground,
  userId: string,
  { verdict, by }: { readonly verdict: Verdict; readonly by: string },
): void {
  const user = ground.world.directory.user(userId);
  if (user === undefined) return;
  const person = { userDisplayName: user.displayName, userPrincipalName: user.userPrincipalName };
  const values = { ...person, ...verdict, riskLastUpdatedDateTime: ground.now, isDeleted: false, isProcessing: false };
  const made = ground.store.get(`${places.users}/${userId}`);
  const risky = made ?? ground.put({ type: 'riskyUser', in: places.users, id: userId, values });
  ground.change(risky, values);
  ground.put({
    type: 'riskyUserHistoryItem',
    in: `${risky.path}/history`,
    values: { ...values, userId, initiatedBy: by, activity: { detail: verdict.riskDetail, riskEventTypes: [] } },
  });
  const isFound = verdict.riskState === 'confirmedCompromised';
  if (isFound)
    ground.put({
      type: 'riskDetection',
      in: places.detections,
      values: detection(ground, userId, { ...person, ...verdict }),
    });
  for (const one of detectionsOf(ground, userId))
    if (!isFound) ground.change(one, { ...verdict, lastUpdatedDateTime: ground.now });
}

const detectionsOf = (ground: Ground, userId: string): readonly Entity[] =>
  ground.all(places.detections).filter(({ values }) => values['userId'] === userId);

const detection = (
  ground: Ground,
  userId: string,
  more: Verdict & { readonly userDisplayName: string; readonly userPrincipalName: string },
) => ({
  ...more,
  userId,
  riskEventType: 'adminConfirmedUserCompromised',
  activity: 'user',
  activityDateTime: ground.now,
  detectedDateTime: ground.now,
  lastUpdatedDateTime: ground.now,
  detectionTimingType: 'offline',
  source: 'IdentityProtection',
  tokenIssuerType: 'AzureAD',
  additionalInfo: '[]',
  ipAddress: null,
  location: null,
  correlationId: null,
  requestId: null,
});

/** Deleted people have no risk. */
function follow(ground: Ground): void {
  for (const one of ground.all(places.users)) {
    // A seed may have a risky user who is not in its directory.
    if (one.origin === 'seeded' || ground.world.directory.user(one.id) !== undefined) continue;
    for (const found of detectionsOf(ground, one.id)) ground.remove(found);
    ground.remove(one);
  }
}

const servicePrincipalRights: Partial<Access> = {
  read: grant('IdentityRiskyServicePrincipal.Read.All', 'IdentityRiskyServicePrincipal.ReadWrite.All'),
  write: grant('IdentityRiskyServicePrincipal.ReadWrite.All'),
};

/** Users at risk by an administrator's action: sign-ins, from which the service derives risk, are not modeled. */
export const identityProtectionPack: Pack = {
  name: 'identity protection',
  access: {
    read: grant('IdentityRiskyUser.Read.All', 'IdentityRiskyUser.ReadWrite.All'),
    write: grant('IdentityRiskyUser.ReadWrite.All'),
    roles: { read: [...managers, 'Security Reader', 'Global Reader'], write: managers },
    refusal,
    license: {
      anyOf: ['AAD_PREMIUM_P2', 'EMSPREMIUM', 'SPE_E5'],
      refusal: graphError(403, 'Forbidden', 'Your tenant is not licensed for this feature.'),
    },
  },
  types: {
    riskyUser: readOnly,
    riskyUserHistoryItem: readOnly,
    riskyServicePrincipal: { ...readOnly, access: servicePrincipalRights },
    riskyServicePrincipalHistoryItem: { ...readOnly, access: servicePrincipalRights },
    servicePrincipalRiskDetection: {
      ...readOnly,
      access: { read: grant('IdentityRiskyServicePrincipal.Read.All', 'IdentityRiskEvent.Read.All') },
    },
    riskDetection: {
      ...readOnly,
      access: { read: grant('IdentityRiskEvent.Read.All', 'IdentityRiskEvent.ReadWrite.All') },
    },
  },
  operations: Object.fromEntries(
    Object.entries(verdicts).flatMap(([action, verdict]) => [
      [`riskyUser.${action}`, pronounced(verdict)],
      [`riskyServicePrincipal.${action}`, pronouncedOnPrincipals(verdict)],
    ]),
  ),
  follow,
};
