import { isJsonObject, type Json, type JsonObject } from '../../../json/json.ts';

/**
 * What the service puts into objects when they are created: by type, from the property tables and the create pages of Graph's
 * v1.0 reference (2026-08). Facts only; docs/sandbox-inferences.md has what is guessed.
 */

const noAddresses: JsonObject = {
  logoUrl: null,
  marketingUrl: null,
  privacyStatementUrl: null,
  supportUrl: null,
  termsOfServiceUrl: null,
};
const nobodyVerified: JsonObject = { displayName: null, verifiedPublisherId: null, addedDateTime: null };

/** `now()`, `uuid()`, `caller()`, `tenant()`, `domain()`, `id()` and others are filled in; all else stands as it is. */
const values: { readonly [type: string]: JsonObject } = {
  application: {
    appId: 'uuid()',
    publisherDomain: 'domain()',
    signInAudience: 'AzureADandPersonalMicrosoftAccount',
    createdDateTime: 'now()',
    info: { ...noAddresses },
    parentalControlSettings: { countriesBlockedForMinors: [], legalAgeGroupRule: 'Allow' },
    verifiedPublisher: { ...nobodyVerified },
    api: {
      acceptMappedClaims: null,
      knownClientApplications: [],
      oauth2PermissionScopes: [],
      preAuthorizedApplications: [],
      requestedAccessTokenVersion: 2,
    },
    publicClient: { redirectUris: [] },
    spa: { redirectUris: [] },
    web: {
      homePageUrl: null,
      logoutUrl: null,
      redirectUris: [],
      implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
    },
  },
  servicePrincipal: {
    accountEnabled: true,
    appOwnerOrganizationId: 'tenant()',
    appRoleAssignmentRequired: false,
    servicePrincipalType: 'Application',
    signInAudience: 'AzureADMyOrg',
    info: { ...noAddresses },
    verifiedPublisher: { ...nobodyVerified },
  },
  unifiedRoleDefinition: { isBuiltIn: false, templateId: 'id()', resourceScopes: ['/'] },
  unifiedRoleAssignment: { directoryScopeId: '/' },
  unifiedRoleAssignmentScheduleRequest: {
    status: 'Provisioned',
    isValidationOnly: false,
    createdBy: 'caller()',
    completedDateTime: 'now()',
    targetScheduleId: 'id()',
  },
  unifiedRoleEligibilityScheduleRequest: {
    status: 'Provisioned',
    isValidationOnly: false,
    createdBy: 'caller()',
    completedDateTime: 'now()',
    targetScheduleId: 'id()',
  },
  privilegedAccessGroupAssignmentScheduleRequest: {
    status: 'Provisioned',
    isValidationOnly: false,
    createdBy: 'caller()',
  },
  privilegedAccessGroupEligibilityScheduleRequest: {
    status: 'Provisioned',
    isValidationOnly: false,
    createdBy: 'caller()',
  },
  accessPackageCatalog: { catalogType: 'userManaged', state: 'published', isExternallyVisible: false },
  accessPackage: { isHidden: false },
  accessPackageAssignmentRequest: { state: 'submitted', status: 'Accepted' },
  accessPackageResourceRequest: { state: 'delivered' },
  conditionalAccessPolicy: { state: 'enabled' },
  schemaExtension: { status: 'InDevelopment', owner: 'client()' },
  subscription: { applicationId: 'client()', creatorId: 'caller-id()', latestSupportedTlsVersion: 'v1_2' },
  'identityGovernance.workflow': { version: 1, isEnabled: true, isSchedulingEnabled: false },
  accessReviewHistoryDefinition: { status: 'requested' },
  bookingBusiness: { isPublished: false },
  call: { state: 'establishing', direction: 'outgoing', callChainId: 'uuid()', myParticipantId: 'uuid()' },
  checklistItem: { isChecked: false },
  columnDefinition: { description: '', enforceUniqueValues: false, hidden: false, indexed: false },
  educationAssignment: { addedStudentAction: 'none', allowLateSubmissions: true, status: 'draft', assignTo: null },
  educationAssignmentResource: { distributeForStudentWork: false },
  extensionProperty: { isSyncedFromOnPremises: false },
  fileAssessmentRequest: { contentType: 'file' },
  identityUserFlowAttribute: { userFlowAttributeType: 'custom' },
  mailAssessmentRequest: { contentType: 'mail' },
  emailFileAssessmentRequest: { contentType: 'mail' },
  urlAssessmentRequest: { contentType: 'url' },
  threatAssessmentRequest: { status: 'pending', requestSource: 'administrator' },
  messageRule: { hasError: false, isReadOnly: false },
  offerShiftRequest: { assignedTo: 'recipient', state: 'pending', senderUserId: 'caller-id()' },
  openShiftChangeRequest: { assignedTo: 'manager', state: 'pending', senderUserId: 'caller-id()' },
  swapShiftsChangeRequest: { assignedTo: 'recipient', state: 'pending', senderUserId: 'caller-id()' },
  organizationalBranding: { cdnList: [], usernameHintText: '' },
  organizationalBrandingLocalization: { cdnList: [], usernameHintText: '' },
  permissionGrantConditionSet: {
    permissionClassification: 'all',
    permissions: ['all'],
    clientApplicationIds: ['all'],
    clientApplicationTenantIds: ['all'],
    clientApplicationPublisherIds: ['all'],
    clientApplicationsFromVerifiedPublisherOnly: false,
    resourceApplication: 'any',
  },
  printerShare: { isAcceptingJobs: true, status: { state: 'ready', details: [], description: '' } },
  printJob: { isFetchable: false },
  subjectRightsRequest: { status: 'active' },
  teamsApp: { distributionMethod: 'organization', externalId: 'uuid()' },
  temporaryAccessPassAuthenticationMethod: {
    isUsable: true,
    methodUsabilityReason: 'EnabledByPolicy',
    temporaryAccessPass: 'opaque8()',
  },
  'termStore.group': { scope: 'global' },
  userActivity: { status: 'updated', createdDateTime: 'now()', expirationDateTime: 'in-30-days()' },
  activityHistoryItem: { status: 'updated' },
  onlineMeeting: {
    allowedPresenters: 'everyone',
    isEntryExitAnnounced: true,
    lobbyBypassSettings: { scope: 'organization', isDialInBypassEnabled: false },
    joinWebUrl: 'https://teams.microsoft.com/l/meetup-join/uuid()',
    videoTeleconferenceId: 'uuid()',
    creationDateTime: 'now()',
    chatInfo: { threadId: '19:meeting_uuid()@thread.v2', messageId: '0' },
  },
  team: { isArchived: false, visibility: 'public' },
  channel: { membershipType: 'standard', isArchived: false },
  message: {
    isDraft: true,
    isRead: true,
    hasAttachments: false,
    importance: 'normal',
    inferenceClassification: 'focused',
    conversationId: 'uuid()',
    changeKey: 'opaque()',
    internetMessageId: '<uuid()@domain()>',
    parentFolderId: 'opaque()',
    subject: '',
    body: { contentType: 'text', content: '' },
    bodyPreview: '',
    isDeliveryReceiptRequested: false,
    isReadReceiptRequested: false,
    flag: { flagStatus: 'notFlagged' },
    receivedDateTime: 'now()',
    sentDateTime: 'now()',
    webLink: 'https://outlook.office365.com/owa/?ItemID=uuid()&exvsurl=1&viewmodel=ReadMessageItem',
  },
  event: {
    isCancelled: false,
    isOrganizer: true,
    isDraft: false,
    isAllDay: false,
    isReminderOn: true,
    reminderMinutesBeforeStart: 15,
    hasAttachments: false,
    hideAttendees: false,
    responseRequested: true,
    allowNewTimeProposals: true,
    isOnlineMeeting: false,
    onlineMeetingProvider: 'unknown',
    importance: 'normal',
    sensitivity: 'normal',
    showAs: 'busy',
    type: 'singleInstance',
    iCalUId: 'hex112()',
    changeKey: 'opaque()',
    bodyPreview: '',
    organizer: { emailAddress: { name: 'caller-name()', address: 'caller-name()' } },
    responseStatus: { response: 'organizer', time: '0001-01-01T00:00:00Z' },
    webLink: 'https://outlook.office365.com/owa/?itemid=uuid()&exvsurl=1&path=/calendar/item',
  },
  calendarGroup: { classId: 'uuid()', changeKey: 'opaque()' },
  contact: { changeKey: 'opaque()', parentFolderId: 'opaque()' },
  contactFolder: { parentFolderId: 'opaque()' },
  todoTask: {
    status: 'notStarted',
    importance: 'normal',
    isReminderOn: false,
    body: { content: '', contentType: 'text' },
  },
  todoTaskList: { isOwner: true, isShared: false, wellknownListName: 'none' },
  mailSearchFolder: { isSupported: true },
  mailFolder: {
    parentFolderId: 'opaque()',
    childFolderCount: 0,
    unreadItemCount: 0,
    totalItemCount: 0,
    isHidden: false,
  },
  calendar: {
    color: 'auto',
    hexColor: '',
    isRemovable: true,
    changeKey: 'opaque()',
    canEdit: true,
    canShare: true,
    canViewPrivateItems: true,
    isDefaultCalendar: false,
  },
  plannerTask: {
    percentComplete: 0,
    priority: 5,
    checklistItemCount: 0,
    referenceCount: 0,
    activeChecklistItemCount: 0,
  },
  chatMessage: { messageType: 'message', importance: 'normal', locale: 'en-us', etag: 'millis()', from: 'caller()' },
  phoneAuthenticationMethod: { smsSignInState: 'notAllowedByPolicy' },
  authenticationStrengthPolicy: { policyType: 'custom', requirementsSatisfied: 'mfa' },
};

export type Marks = {
  readonly now: string;
  readonly id: string;
  readonly tenant: string;
  readonly domain: string;
  readonly clientId: string;
  readonly caller: JsonObject | undefined;
  readonly callerId: string | undefined;
  readonly callerName: string | undefined;
  readonly uuid: () => string;
};

/**
 * The values of the table for a type and its bases, and `more`, filled in. What only a tenant's settings say, a seed may say
 * otherwise: `defaults`.
 */
export function createdValues(
  lineage: readonly string[],
  marks: Marks,
  {
    more = {},
    defaults = {},
  }: { readonly more?: JsonObject | undefined; readonly defaults?: JsonObject | undefined } = {},
): JsonObject {
  const table = Object.assign({}, ...lineage.toReversed().map((one) => values[one] ?? {})) as JsonObject;
  const isSaid = ([name, value]: readonly [string, Json]): boolean =>
    Object.hasOwn(defaults, name) && !JSON.stringify(value).includes('()');
  const filled = Object.entries({
    ...Object.fromEntries(Object.entries(table).filter((one) => !isSaid(one))),
    ...more,
  });
  return Object.fromEntries(filled.map(([name, value]) => [name, fill(value, marks)]));
}

function fill(value: Json, marks: Marks): Json {
  switch (value) {
    case 'now()':
      return marks.now;
    case 'uuid()':
      return marks.uuid();
    case 'id()':
      return marks.id;
    case 'tenant()':
      return marks.tenant;
    case 'domain()':
      return marks.domain;
    case 'client()':
      return marks.clientId;
    case 'caller()':
      return marks.caller ?? null;
    case 'bare-caller()':
      return marks.callerId === undefined
        ? null
        : { application: null, device: null, user: { displayName: null, id: marks.callerId } };
    case 'caller-name()':
      return marks.callerName ?? null;
    case 'caller-id()':
      return marks.callerId ?? null;
    case 'millis()':
      return String(Date.parse(marks.now));
    case 'in-30-days()':
      return new Date(Date.parse(marks.now) + 30 * 86_400_000).toISOString().replace('.000Z', 'Z');
    case 'opaque8()':
      return Buffer.from(marks.uuid()).toString('base64').slice(0, 8);
    case 'opaque()':
      return Buffer.from(marks.uuid()).toString('base64');
    case 'hex112()':
      return marks.uuid().replaceAll('-', '').toUpperCase().padEnd(112, '0');
    default:
      return filledWithin(value, marks);
  }
}

function filledWithin(value: Json, marks: Marks): Json {
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fill(one, marks)]));
  }
  return typeof value === 'string' && value.includes('()') ? withMarks(value, marks) : value;
}

const withMarks = (text: string, { uuid, domain }: Marks): string =>
  text.replace('uuid()', uuid).replace('domain()', domain);
