import type { Json, JsonObject } from '../../../../json/json.ts';
import type { ApiVersion } from '../../../service/route.ts';
import type { User } from '../directory.ts';
import { securityIdentifier } from '../packed-id.ts';

/** What v1.0 shows of a user where no `$select` asks for more. */
const v1Names: readonly string[] = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
];

/** Null where nothing was set; beta shows them all. */
const nullable: readonly string[] = [
  'ageGroup',
  'city',
  'companyName',
  'consentProvidedForMinor',
  'country',
  'creationType',
  'department',
  'employeeHireDate',
  'employeeId',
  'employeeLeaveDateTime',
  'employeeType',
  'externalUserState',
  'externalUserStateChangeDateTime',
  'faxNumber',
  'givenName',
  'jobTitle',
  'legalAgeGroupClassification',
  'mobilePhone',
  'officeLocation',
  'onPremisesImmutableId',
  'onPremisesLastSyncDateTime',
  'onPremisesSecurityIdentifier',
  'onPremisesSyncEnabled',
  'passwordPolicies',
  'postalCode',
  'preferredDataLocation',
  'preferredLanguage',
  'showInAddressList',
  'state',
  'streetAddress',
  'surname',
  'usageLocation',
];

const nothing: JsonObject = Object.fromEntries(nullable.map((name): [string, Json] => [name, null]));

/** Users never change, changed ones are others: each is drawn once. */
const drawn = new WeakMap<User, JsonObject>();

/** A user with everything Graph can show of one. */
export function userWire(user: User): JsonObject {
  const wire = drawn.get(user) ?? draw(user);
  drawn.set(user, wire);
  return wire;
}

function draw(user: User): JsonObject {
  const { lastSignInDateTime } = user;
  return {
    id: user.id,
    deletedDateTime: null,
    accountEnabled: user.accountEnabled,
    businessPhones: [],
    createdDateTime: user.createdDateTime,
    displayName: user.displayName,
    mail: user.mail,
    mailNickname: user.mailNickname,
    otherMails: user.userType === 'Guest' && user.mail !== null ? [user.mail] : [],
    proxyAddresses: user.mail === null ? [] : [`SMTP:${user.mail}`],
    securityIdentifier: securityIdentifier(user.id),
    userPrincipalName: user.userPrincipalName,
    userType: user.userType,
    assignedLicenses: [],
    assignedPlans: [],
    identities: [],
    ...nothing,
    ...user.other,
    ...(lastSignInDateTime !== null && { signInActivity: signInActivity(lastSignInDateTime) }),
  };
}

function signInActivity(lastSignInDateTime: string): JsonObject {
  return {
    lastSignInDateTime,
    lastNonInteractiveSignInDateTime: null,
    lastSuccessfulSignInDateTime: lastSignInDateTime,
  };
}

const betaNames: readonly string[] = [
  'id',
  'deletedDateTime',
  'accountEnabled',
  'businessPhones',
  'createdDateTime',
  'displayName',
  'mail',
  'mailNickname',
  'otherMails',
  'proxyAddresses',
  'securityIdentifier',
  'userPrincipalName',
  'userType',
  'assignedLicenses',
  'assignedPlans',
  'identities',
  ...nullable,
];

export function userNames(version: ApiVersion): readonly string[] {
  return version === 'v1.0' ? v1Names : betaNames;
}
