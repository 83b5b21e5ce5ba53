import type { JsonObject } from '../../../../json/json.ts';

const shared: readonly string[] = [
  'id',
  'deletedDateTime',
  'classification',
  'createdDateTime',
  'description',
  'displayName',
  'expirationDateTime',
  'groupTypes',
  'isAssignableToRole',
  'mail',
  'mailEnabled',
  'mailNickname',
  'membershipRule',
  'membershipRuleProcessingState',
  'onPremisesDomainName',
  'onPremisesLastSyncDateTime',
  'onPremisesNetBiosName',
  'onPremisesSamAccountName',
  'onPremisesSecurityIdentifier',
  'onPremisesSyncEnabled',
  'preferredDataLocation',
  'preferredLanguage',
  'proxyAddresses',
  'renewedDateTime',
  'resourceBehaviorOptions',
  'resourceProvisioningOptions',
  'securityEnabled',
  'securityIdentifier',
  'theme',
  'visibility',
  'onPremisesProvisioningErrors',
];

const v1Names: readonly string[] = [...shared, 'creationOptions', 'uniqueName', 'serviceProvisioningErrors'];
const betaNames: readonly string[] = [
  ...shared,
  'createdByAppId',
  'infoCatalogs',
  'isManagementRestricted',
  'writebackConfiguration',
];
const betaNamesOfUnique: readonly string[] = [...betaNames, 'uniqueName'];

/** What is shown of a group where no `$select` asks for more. */
export function groupNames(version: string, { uniqueName = null }: JsonObject): readonly string[] {
  if (version === 'v1.0') return v1Names;
  return uniqueName === null ? betaNames : betaNamesOfUnique;
}

/** A group with everything Graph can show of one, as it is where nothing was set. */
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
