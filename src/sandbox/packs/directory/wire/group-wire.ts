import type { Json, JsonObject } from '../../../../json/json.ts';
import type { ApiVersion } from '../../../service/route.ts';
import type { Group } from '../directory.ts';
import { securityIdentifier } from '../packed-id.ts';

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
export function groupNames(version: ApiVersion, group: Group): readonly string[] {
  if (version === 'v1.0') return v1Names;
  return group.other?.['uniqueName'] === undefined ? betaNames : betaNamesOfUnique;
}

const nothing: JsonObject = Object.fromEntries(
  [
    'classification',
    'expirationDateTime',
    'isAssignableToRole',
    'isManagementRestricted',
    'membershipRule',
    'membershipRuleProcessingState',
    'onPremisesDomainName',
    'onPremisesLastSyncDateTime',
    'onPremisesNetBiosName',
    'onPremisesSamAccountName',
    'onPremisesSecurityIdentifier',
    'preferredDataLocation',
    'preferredLanguage',
    'theme',
    'uniqueName',
  ].map((name): [string, Json] => [name, null]),
);

/** A group with everything Graph can show of one; mail-enabled groups get an address in the tenant's default domain. */
export function groupWire(group: Group, domain: string): JsonObject {
  const mail = group.mailEnabled ? `${group.mailNickname}@${domain}` : null;
  return {
    id: group.id,
    deletedDateTime: null,
    createdDateTime: group.createdDateTime,
    createdByAppId: group.createdByAppId,
    creationOptions: [],
    description: group.description,
    displayName: group.displayName,
    groupTypes: group.groupTypes,
    infoCatalogs: [],
    mail,
    mailEnabled: group.mailEnabled,
    mailNickname: group.mailNickname,
    onPremisesSyncEnabled: group.onPremisesSyncEnabled,
    proxyAddresses: mail === null ? [] : [`SMTP:${mail}`],
    renewedDateTime: group.createdDateTime,
    resourceBehaviorOptions: [],
    resourceProvisioningOptions: [],
    securityEnabled: group.securityEnabled,
    securityIdentifier: securityIdentifier(group.id),
    visibility: group.visibility,
    writebackConfiguration: { isEnabled: null, onPremisesGroupType: null },
    onPremisesProvisioningErrors: [],
    serviceProvisioningErrors: [],
    ...nothing,
    ...group.other,
  };
}
