import type { Json, JsonObject } from '../../../../json/json.ts';
import { wordsOf } from '../../../../words-of.ts';

/** The properties of a user in v1.0 without `$select`. */
const v1Names: readonly string[] = wordsOf(`
  businessPhones displayName givenName jobTitle mail mobilePhone officeLocation preferredLanguage surname
  userPrincipalName id
`);

/** Null where nothing was set; beta shows them all. */
const nullable: readonly string[] = wordsOf(`
  ageGroup city companyName consentProvidedForMinor country creationType department employeeHireDate employeeId
  employeeLeaveDateTime employeeType externalUserState externalUserStateChangeDateTime faxNumber givenName jobTitle
  legalAgeGroupClassification mobilePhone officeLocation onPremisesImmutableId onPremisesLastSyncDateTime
  onPremisesSecurityIdentifier onPremisesSyncEnabled passwordPolicies postalCode preferredDataLocation
  preferredLanguage showInAddressList state streetAddress surname usageLocation
`);

/** A user with all properties in Graph, with their initial values. */
export const userTemplate: JsonObject = {
  id: '',
  deletedDateTime: null,
  accountEnabled: true,
  businessPhones: [],
  createdDateTime: '',
  displayName: '',
  mail: null,
  mailNickname: '',
  otherMails: [],
  proxyAddresses: [],
  securityIdentifier: '',
  userPrincipalName: '',
  userType: 'Member',
  assignedLicenses: [],
  assignedPlans: [],
  identities: [],
  ...Object.fromEntries(nullable.map((name): [string, Json] => [name, null])),
};

export function signInActivity(lastSignInDateTime: string): JsonObject {
  return {
    lastSignInDateTime,
    lastNonInteractiveSignInDateTime: null,
    lastSuccessfulSignInDateTime: lastSignInDateTime,
  };
}

const betaNames: readonly string[] = Object.keys(userTemplate);

export function userNames(version: string): readonly string[] {
  return version === 'v1.0' ? v1Names : betaNames;
}
