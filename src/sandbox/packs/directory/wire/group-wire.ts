import type { JsonObject } from '../../../../json/json.ts';

/** A group with all properties in Graph, with their initial values. */
export const groupTemplate: JsonObject = {
  id: '',
  deletedDateTime: null,
  createdDateTime: '',
  createdByAppId: '',
  creationOptions: [],
  description: null,
  displayName: '',
  groupTypes: [],
  infoCatalogs: [],
  mail: null,
  mailEnabled: false,
  mailNickname: '',
  onPremisesSyncEnabled: null,
  proxyAddresses: [],
  renewedDateTime: '',
  resourceBehaviorOptions: [],
  resourceProvisioningOptions: [],
  securityEnabled: true,
  securityIdentifier: '',
  visibility: null,
  writebackConfiguration: { isEnabled: null, onPremisesGroupType: null },
  onPremisesProvisioningErrors: [],
  serviceProvisioningErrors: [],
  classification: null,
  expirationDateTime: null,
  isAssignableToRole: null,
  isManagementRestricted: null,
  membershipRule: null,
  membershipRuleProcessingState: null,
  onPremisesDomainName: null,
  onPremisesLastSyncDateTime: null,
  onPremisesNetBiosName: null,
  onPremisesSamAccountName: null,
  onPremisesSecurityIdentifier: null,
  preferredDataLocation: null,
  preferredLanguage: null,
  theme: null,
  uniqueName: null,
};

const ofBeta = ['createdByAppId', 'infoCatalogs', 'isManagementRestricted', 'writebackConfiguration'];
const ofV1 = ['creationOptions', 'serviceProvisioningErrors'];
const without = (...hidden: readonly string[]): readonly string[] =>
  Object.keys(groupTemplate).filter((name) => !hidden.includes(name));
const [v1Names, betaNames, betaNamesOfUnique] = [without(...ofBeta), without(...ofV1, 'uniqueName'), without(...ofV1)];

/** The properties of a group without `$select`. */
export function groupNames(version: string, { uniqueName = null }: JsonObject): readonly string[] {
  if (version === 'v1.0') return v1Names;
  return uniqueName === null ? betaNames : betaNamesOfUnique;
}
