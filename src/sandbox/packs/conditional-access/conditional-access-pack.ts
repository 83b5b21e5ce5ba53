import { isJsonObject, type Json, property } from '../../../json/json.ts';
import { contextOf } from '../../odata/response-parts.ts';
import { badRequest, graphError } from '../../service/graph-error.ts';
import { type GraphResponse, grant } from '../../service/route.ts';
import type { Pack, TypeRules, Write } from '../../typed/pack/pack.ts';

const managers = ['Global Administrator', 'Security Administrator', 'Conditional Access Administrator'];

/** The number of the fault is in `innerError` (observed). */
function invalid(reason: string): GraphResponse {
  const message = 'The server could not process the request because it is malformed or incorrect.';
  const inner = { message: `1032: ConditionalActionPolicy validation failed due to ${reason}` };
  return { status: 400, body: { error: { code: 'BadRequest', message, innerError: inner } } };
}

const nothing: GraphResponse = badRequest(
  '1007: Incoming ConditionalAccessPolicy object is null or does not match the schema of ConditionalAccessPolicy type.',
);

const words = new Set(['all', 'none', 'guestsorexternalusers', 'office365', 'microsoftadminportals']);

const policyRules: TypeRules = {
  required: ['displayName', 'state'],
  initial: { modifiedDateTime: null },
  check: (write) => (write.kind === 'delete' ? undefined : policyFault(write)),
  ticks: true,
  created: (write) => {
    showStrength(write);
    forAllClients(write);
  },
  changed: showStrength,
};

/** A policy that names no kind of client is for all of them. */
function forAllClients({ entity, ground }: Write): void {
  const conditions = objectIn(entity.values['conditions']);
  if (listIn(conditions['clientAppTypes']).length > 0) return;
  ground.change(entity, { conditions: { ...conditions, clientAppTypes: ['all'] } });
}

/** A control names the place of its authentication strength, even if it has none (observed). */
function showStrength({ entity, ground, call }: Write): void {
  const grant = entity.values['grantControls'] ?? null;
  if (!isJsonObject(grant)) return;
  const context = `identity/conditionalAccess/policies('${entity.id}')/grantControls/authenticationStrength/$entity`;
  const shown = {
    authenticationStrength: null,
    ...grant,
    'authenticationStrength@odata.context': contextOf(call, context, undefined),
  };
  ground.change(entity, { grantControls: shown });
}

function policyFault(write: Write): GraphResponse | undefined {
  const { values } = write.entity;
  const conditions = objectIn(values['conditions']);
  const [users, applications] = [objectIn(conditions['users']), objectIn(conditions['applications'])];
  if (write.kind === 'create' && !isJsonObject(write.given('conditions') ?? null)) return nothing;
  // A change is checked only for its own values: the rest of a policy from a seed may be incomplete.
  const isNew = write.kind === 'create';
  const says = (condition: string): boolean => isNew || (write.given(`conditions/${condition}`) ?? null) !== null;
  const controls = isNew || ['grantControls', 'sessionControls'].some((name) => write.given(name) !== undefined);
  if (
    says('users') &&
    listIn(users['includeUsers']).length +
      listIn(users['includeGroups']).length +
      listIn(users['includeRoles']).length ===
      0
  )
    return invalid('InvalidUsers: the policy includes no one.');
  const isForApps = ['includeApplications', 'includeUserActions', 'includeAuthenticationContextClassReferences'];
  if (says('applications') && isForApps.every((name) => listIn(applications[name]).length === 0))
    return invalid('InvalidApplications: the policy includes none.');
  const missing = missingFault(write, users);
  if (missing !== undefined || !controls) return missing;
  return controlFault(values['grantControls'] ?? null, values['sessionControls'] ?? null);
}

const objectIn = (value: Json | undefined) => (value !== undefined && isJsonObject(value) ? value : {});
const listIn = (value: Json | undefined): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** People and groups that it names must exist. */
function missingFault({ ground }: Write, users: ReturnType<typeof objectIn>): GraphResponse | undefined {
  const { directory } = ground.world;
  const people = [...listIn(users['includeUsers']), ...listIn(users['excludeUsers'])];
  const groups = [...listIn(users['includeGroups']), ...listIn(users['excludeGroups'])];
  const missing =
    people.find((id) => !words.has(id.toLowerCase()) && directory.user(id) === undefined) ??
    groups.find((id) => directory.group(id) === undefined);
  return missing === undefined ? undefined : invalid(`InvalidUsers: ${missing} is not found.`);
}

function controlFault(grant: Json, session: Json): GraphResponse | undefined {
  if (grant === null && session === null) return invalid('NoControls: a policy needs grant or session controls.');
  const controls = listIn(objectIn(grant)['builtInControls']);
  const hasStrength = (objectIn(grant)['authenticationStrength'] ?? null) !== null;
  if (grant !== null && controls.length === 0 && !hasStrength && listIn(objectIn(grant)['termsOfUse']).length === 0)
    return invalid('InvalidGrantControls: there are none.');
  if (controls.includes('block') && controls.length > 1) return invalid('InvalidGrantControls: block stands alone.');
  const operator = property(objectIn(grant), 'operator');
  return grant === null || operator === 'AND' || operator === 'OR'
    ? undefined
    : invalid('InvalidOperator: it is AND or OR.');
}

const locationRules: TypeRules = {
  check: ({ kind, entity, ground }) => {
    if (kind !== 'delete') return undefined;
    if (entity.values['isTrusted'] === true) return badRequest('1173: A trusted named location cannot be deleted.');
    const isUsed = ground
      .all('identity/conditionalaccess/policies')
      .some(({ values }) => JSON.stringify(objectIn(values['conditions'])['locations'] ?? null).includes(entity.id));
    return isUsed ? badRequest('1170: A named location that policies name cannot be deleted.') : undefined;
  },
};

/** Who may sign in to what, and how. Sign-ins are not modeled: a policy is stored without effect. */
export const conditionalAccessPack: Pack = {
  name: 'conditional access',
  access: {
    read: grant('Policy.Read.All'),
    write: grant('Policy.ReadWrite.ConditionalAccess'),
    roles: { read: [...managers, 'Global Reader', 'Security Reader'], write: managers },
    refusal: graphError(
      403,
      'AccessDenied',
      'You cannot perform the requested operation, required scopes are missing in the token.',
    ),
    license: {
      anyOf: ['AAD_PREMIUM', 'AAD_PREMIUM_P2', 'EMSPREMIUM', 'SPE_E5'],
      writes: true,
      refusal: graphError(
        403,
        'AccessDenied',
        'Your tenant is not licensed for this feature. Please upgrade your subscription to access it.',
      ),
    },
  },
  types: {
    conditionalAccessPolicy: policyRules,
    conditionalAccessTemplate: { never: ['create', 'update', 'delete'] },
    authenticationContextClassReference: {
      access: {
        read: grant('AuthenticationContext.Read.All', 'AuthenticationContext.ReadWrite.All'),
        write: grant('AuthenticationContext.ReadWrite.All'),
      },
      required: ['id', 'displayName'],
      idFrom: '{id}',
      initial: { isAvailable: false },
      like: { id: { form: /^c[1-9][0-9]?$/, is: 'one of c1 to c99' } },
    },
    namedLocation: locationRules,
    ipNamedLocation: { ...locationRules, required: ['displayName', 'ipRanges'] },
    countryNamedLocation: { ...locationRules, required: ['displayName', 'countriesAndRegions'] },
  },
};
