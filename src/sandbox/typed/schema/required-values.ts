/**
 * What the service does not create objects without: by type, from the create pages of Graph's v1.0 reference (2026-08). Facts
 * only.
 */
const required: { readonly [type: string]: readonly string[] } = {
  accessPackage: ['displayName', 'catalog'],
  accessPackageAssignmentPolicy: ['displayName', 'accessPackage'],
  accessPackageAssignmentRequest: ['requestType'],
  accessPackageCatalog: ['displayName'],
  accessPackageResourceRequest: ['requestType'],
  accessPackageResourceRoleScope: ['role', 'scope'],
  administrativeUnit: ['displayName'],
  appRoleAssignment: ['principalId', 'resourceId', 'appRoleId'],
  application: ['displayName'],
  attributeSet: ['id'],
  authenticationStrengthPolicy: ['displayName', 'allowedCombinations'],
  bookingBusiness: ['displayName'],
  calendar: ['name'],
  channel: ['displayName'],
  chat: ['chatType'],
  chatMessage: ['body'],
  conditionalAccessPolicy: ['displayName', 'conditions', 'state'],
  connectedOrganization: ['displayName'],
  contactFolder: ['displayName'],
  countryNamedLocation: ['displayName', 'countriesAndRegions'],
  customSecurityAttributeDefinition: ['attributeSet', 'name', 'status', 'type'],
  deviceCategory: ['displayName'],
  directoryRole: ['roleTemplateId'],
  domain: ['id'],
  educationSchool: ['displayName'],
  emailAuthenticationMethod: ['emailAddress'],
  extensionProperty: ['name', 'dataType', 'targetObjects'],
  'externalConnectors.externalConnection': ['id', 'name'],
  'externalConnectors.externalGroup': ['id'],
  externalDomainName: ['id'],
  'externalConnectors.identity': ['id', 'type'],
  federatedIdentityCredential: ['audiences', 'issuer', 'name', 'subject'],
  fileAttachment: ['name'],
  'identityGovernance.workflow': ['category', 'displayName', 'executionConditions', 'tasks'],
  ipNamedLocation: ['displayName', 'ipRanges'],
  list: ['displayName'],
  mailFolder: ['displayName'],
  oAuth2PermissionGrant: ['clientId', 'consentType', 'resourceId', 'scope'],
  openTypeExtension: ['extensionName'],
  organizationalBrandingLocalization: ['id'],
  phoneAuthenticationMethod: ['phoneNumber', 'phoneType'],
  plannerBucket: ['name', 'planId'],
  plannerPlan: ['title'],
  plannerTask: ['planId', 'title'],
  privilegedAccessGroupAssignmentScheduleRequest: ['accessId', 'action', 'groupId', 'principalId'],
  privilegedAccessGroupEligibilityScheduleRequest: ['accessId', 'action', 'groupId', 'principalId'],
  schemaExtension: ['id', 'targetTypes', 'properties'],
  servicePrincipal: ['appId'],
  stsPolicy: ['displayName', 'definition'],
  subscription: ['changeType', 'notificationUrl', 'resource', 'expirationDateTime'],
  synchronizationJob: ['templateId'],
  todoTask: ['title'],
  todoTaskList: ['displayName'],
  unifiedRoleAssignment: ['principalId', 'roleDefinitionId'],
  unifiedRoleAssignmentScheduleRequest: ['action', 'principalId', 'roleDefinitionId'],
  unifiedRoleDefinition: ['displayName', 'rolePermissions'],
  unifiedRoleEligibilityScheduleRequest: ['action', 'principalId', 'roleDefinitionId'],
};

/** Created from nothing: the service takes an empty body. */
const fromNothing = new Set([
  'message',
  'event',
  'contact',
  'onlineMeeting',
  'temporaryAccessPassAuthenticationMethod',
]);

export const requiredAtCreate = (lineage: readonly string[]): readonly string[] =>
  lineage.flatMap((one) => required[one] ?? []);

export const mayBeEmpty = (lineage: readonly string[]): boolean => lineage.some((one) => fromNothing.has(one));
