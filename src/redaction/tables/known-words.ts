import { wordsOf } from '../../words-of.ts';

/** Words of Microsoft Graph itself: values of its enumerations, names of its paths. They are not personal. */

/** Values that are the same in every tenant. A value that is missing here is replaced, which only makes reports harder to read. */
export const knownValues: ReadonlySet<string> = new Set(
  wordsOf(`
  NotStarted InProgress Completed Applied Applying Initializing Starting Completing AutoReviewing AutoReviewed Approve
  Deny NotReviewed DontKnow Recommendation NoInfoAvailable None New AppliedSuccessfully AppliedWithUnknownFailure
  AppliedSuccessfullyButObjectNotFound ApplyNotSupported NotNotified notNotified notReviewed approve deny dontKnow
  notApplied requested inprogress done error both own month week day any true false null unknown unknownFutureValue
  Unified DynamicMembership Public Private HiddenMembership Guest Member guest member Assigned Facilitator Presenter
  PendingAcceptance Accepted Invitation EmailVerified SelfServiceSignUp LocalAccount user group application device
  servicePrincipal directoryRole User Group Application Device ServicePrincipal DirectoryRole administrativeUnit
  MicrosoftGraph MicrosoftGraphBeta Enabled Disabled Warning Suspended LockedOut Deleted Success success failure
  Failure pending Pending active inactive eligible Active Inactive Expired expired Provisioned provisioned revoked
  Revoked Delivered Direct Inherited direct inherited Managed Federated AAD AzureADMyOrg AzureADMultipleOrgs
  AzureADandPersonalMicrosoftAccount PersonalMicrosoftAccount AllPrincipals Principal delegated applicationOnly Role
  Scope Admin daily weekly absoluteMonthly relativeMonthly absoluteYearly relativeYearly noEnd endDate numbered
  first second third fourth last sunday monday tuesday wednesday thursday friday saturday noExpiration notSpecified
  afterDuration afterDateTime low medium high hidden none On Off Running Paused Paused Processed ProcessingSuccessful
  Team WelcomeEmailDisabled HideGroupInOutlook SubscribeNewGroupMembers AllowOnlyMembersToPost ExchangeProvisioningFlags
  DisablePasswordExpiration DisableStrongPassword Teal Purple Green Blue Pink Orange Red Generic Standard
  AAD_PREMIUM AAD_PREMIUM_P2 EMSPREMIUM SPE_E3 SPE_E5 ENTERPRISEPACK ENTERPRISEPREMIUM MFA_PREMIUM FLOW_FREE POWER_BI_STANDARD
  Microsoft_Entra_ID_Governance Entra_Identity_Governance AADPremiumService MultiFactorService exchange
  GET POST PATCH PUT DELETE HEAD SMTP smtp SIP sip Bearer en-US en-GB UTC json
  AccessReviewInstanceId AccessReviewDefinitionId AccessReviewDefinitionName ReviewedBy ReviewedDateTime Decision
  Justification AppliedBy AppliedDateTime ApplyResult ResourceId ResourceType PrincipalId PrincipalType
  PrincipalDisplayName InstanceStatus InstanceStartDateTime InstanceEndDateTime
  `),
);

/** Segments of paths. */
export const knownSegments: ReadonlySet<string> = new Set(
  wordsOf(`
  v1.0 beta $metadata $entity $ref $value $count $batch $delta delta me users groups members owners transitiveMembers
  transitiveMemberOf memberOf ownedObjects ownedDevices registeredDevices registeredOwners registeredUsers createdObjects
  manager directReports directory deletedItems microsoft.graph.user microsoft.graph.group microsoft.graph.application
  microsoft.graph.servicePrincipal microsoft.graph.device microsoft.graph.directoryRole microsoft.graph.stop
  microsoft.graph.administrativeUnit directoryObjects directoryRoles directoryRoleTemplates administrativeUnits
  applications servicePrincipals appRoleAssignments appRoleAssignedTo oauth2PermissionGrants devices domains contacts
  organization subscribedSkus licenseDetails invitations restore stop sendReminder resetDecisions applyDecisions
  acceptRecommendations batchRecordDecisions recordAllDecisions identityGovernance accessReviews definitions instances
  decisions stages contactedReviewers historyDefinitions generateDownloadUri pendingAccessReviewInstances
  filterByCurrentUser entitlementManagement accessPackages accessPackageAssignments assignments assignmentPolicies
  accessPackageAssignmentPolicies accessPackageAssignmentRequests assignmentRequests catalogs accessPackageCatalogs
  connectedOrganizations resources resourceRequests roleManagement roleDefinitions roleAssignments
  roleEligibilitySchedules roleEligibilityScheduleInstances roleAssignmentSchedules roleAssignmentScheduleInstances
  roleEligibilityScheduleRequests roleAssignmentScheduleRequests lifecycleWorkflows workflows termsOfUse agreements
  privilegedAccess eligibilitySchedules assignmentSchedules policies identity conditionalAccess namedLocations
  authentication methods passwordMethods phoneMethods auditLogs signIns directoryAudits reports security alerts
  sites drive drives root items children lists columns permissions teams channels messages replies chats mailFolders
  inbox events calendar calendars calendarView contactFolders onenote planner tasks plans buckets photo profilePhoto
  extensions schemaExtensions settings groupSettings groupSettingTemplates subscriptions getByIds getMemberObjects
  getMemberGroups checkMemberGroups checkMemberObjects assignLicense changePassword revokeSignInSessions
  invalidateAllRefreshTokens deviceManagement managedDevices accessReviewHistoryDefinitions applyActions reviewers
  additionalNotificationRecipients scope settings query microsoft.graph.accessReviewInstance
  microsoft.graph.accessReviewInstanceDecisionItem microsoft.graph.accessReviewScheduleDefinition resource principal
  `),
);

/** Hosts that are the same for every tenant. */
export function isPublicHost(host: string): boolean {
  return publicHosts.some((one) => host === one || (one.startsWith('.') && host.endsWith(one)));
}

/** Hosts with public pages only. */
export const publicPages: ReadonlySet<string> = new Set([
  ...['learn.microsoft.com', 'docs.microsoft.com', 'developer.microsoft.com', 'aka.ms', 'go.microsoft.com'],
  ...['schemas.microsoft.com', 'www.w3.org'],
]);

const publicHosts: readonly string[] = [
  ...['graph.microsoft.com', 'graph.microsoft.us', 'dod-graph.microsoft.us', 'microsoftgraph.chinacloudapi.cn'],
  ...['login.microsoftonline.com', 'login.microsoftonline.us', 'login.chinacloudapi.cn', 'login.windows.net'],
  ...publicPages,
  ...['myaccess.microsoft.com', 'myapps.microsoft.com', 'portal.azure.com'],
  ...['entra.microsoft.com', 'localhost', 'example.com', 'example.org', 'example.net', '.example'],
];
