import type { SeedObject } from '../../../seed/seed-objects.ts';

/**
 * Objects of the invented tenant other than its people: one or two of each common kind. The administrator is `/me`;
 * teams, sites and plans belong to the marketing people.
 */

/** The first one: a Microsoft 365 group. */
const group = '38e5d7a4-b06f-8192-8c7e-d94a21f0b5c3';
const morgan = 'cdb555e3-b33e-4fd5-a427-17fadacbdfa7';
/** The smallest picture. */
const pixel = 'R0lGODlhAQABAAAAACwAAAAAAQABAAA=';
const casey = '010b2de0-0ed4-4ece-bfa2-22fff71d0497';
const robin = 'b828cc0e-4240-46ed-bb25-888744487e2d';
const day = (hour: string) => ({ dateTime: `2026-01-05T${hour}:00:00.0000000`, timeZone: 'UTC' });
const address = (name: string, mail: string) => ({ emailAddress: { name, address: mail } });
const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const channel = '19:5f2e61b0a4c94d6f8d1e7c3b9a20f864@thread.tacv2';

type Properties = NonNullable<SeedObject['properties']>;
const at = (path: string, properties: Properties, more: Omit<SeedObject, 'path' | 'properties'> = {}): SeedObject => ({
  path,
  properties,
  ...more,
});

const outlook: readonly SeedObject[] = [
  at('/me/mailFolders/Inbox', { displayName: 'Inbox', totalItemCount: 1, unreadItemCount: 1, isHidden: false }),
  at('/me/messages/AAMkAGI2TAAA=', {
    subject: 'Hello world: the campaign starts',
    bodyPreview: 'The pizza is ordered, too.',
    body: { contentType: 'text', content: 'The pizza is ordered, too.' },
    importance: 'high',
    isRead: false,
    isDraft: false,
    receivedDateTime: '2025-12-30T08:00:00Z',
    from: address('Casey Lund', 'CaseyL@contoso.com'),
    sender: address('Casey Lund', 'CaseyL@contoso.com'),
    toRecipients: [address('Robin Ashdown', 'admin@contoso.com')],
  }),
  at('/me/mailFolders/Inbox/messages/AAMkAGI2TAAB=', { subject: 'Welcome', importance: 'normal', isRead: true }),
  at('/me/calendars/AAMkAGI2TAAC=', { name: 'Calendar', canEdit: true, isDefaultCalendar: true }),
  at('/me/events/AAMkAGI2TAAD=', {
    subject: 'Weekly meeting',
    bodyPreview: 'Results and plans',
    start: day('09'),
    end: day('10'),
    organizer: address('Robin Ashdown', 'admin@contoso.com'),
    attendees: [{ ...address('Casey Lund', 'CaseyL@contoso.com'), type: 'required' }],
    location: { displayName: 'Room 1' },
  }),
  at('/me/contacts/AAMkAGI2TAAE=', { displayName: 'Kim Rowe', givenName: 'Kim', surname: 'Rowe' }),
  at('/me/people/7b13c4d6-e820-8f9a-95b7-c46a02df8e31', { displayName: 'Drew Pike', jobTitle: 'Auditor' }),
  at('/me/people/43b12b0c-ee2c-4257-96fe-505d823e06ab', { displayName: 'Jo Alex Marlow', jobTitle: 'Technician' }),
  at('/me/todo/lists/AAMkAGI2TAAF=', { displayName: 'Tasks', isOwner: true, wellknownListName: 'defaultList' }),
  at('/me/todo/lists/AAMkAGI2TAAF=/tasks/AAMkAGI2TAAG=', { title: 'Order flowers', status: 'notStarted' }),
  at('/me/activities/8219306542731', {
    appActivityId: '/campaigns/spring',
    activitySourceHost: 'https://www.contoso.com',
    activationUrl: 'https://www.contoso.com/campaigns/spring',
    visualElements: { displayText: 'Spring campaign' },
    lastModifiedDateTime: '2025-12-30T08:00:00Z',
  }),
  at('/me/extensions/com.contoso.roamingSettings', { theme: 'dark' }, { type: 'openTypeExtension' }),
];

const notes: readonly SeedObject[] = [
  at('/me/onenote/notebooks/1-5f2e61b0', { displayName: 'Notebook', isDefault: true }),
  at('/me/onenote/sections/1-a4c94d6f', { displayName: 'Section', isDefault: true }),
  at('/me/onenote/pages/1-8d1e7c3b', { title: 'Page' }),
];

const book = '/me/drive/items/01K4TQ7ZBUDGET7PLANX5RWMCE2FQ6HS';
const files: readonly SeedObject[] = [
  at(book, { name: 'Finance plan.xlsx', file: { mimeType: workbookType }, size: 18_204 }),
  at(`${book}/workbook/worksheets/Sheet1`, { name: 'Sheet1', position: 0, visibility: 'Visible' }),
  at(`${book}/workbook/worksheets/Sheet1/tables/1`, { name: 'Table1', showHeaders: true, style: 'TableStyleMedium2' }),
  at(`${book}/workbook/worksheets/Sheet1/charts/1`, { name: 'Chart 1', height: 216, width: 360 }),
  at(`/groups/${group}/drive/items/01K4TQ7ZPLANNED6CAMPAIGN2W8RKE`, {
    name: 'Campaigns.txt',
    file: { mimeType: 'text/plain' },
    size: 512,
  }),
  at('/me/drive/items/01K4TQ7ZPHOTOS3FOLDERX6JYN8DVA2BL', { name: 'Photos', folder: { childCount: 0 } }),
];

const plans: readonly SeedObject[] = [
  at(
    '/planner/plans/xqQg5FS2LkCp935s-FIFm2QAFkHM',
    { title: 'Spring campaign', owner: group },
    { references: { buckets: ['hsOf2dhOJkqyYYZEtdzDe2QAIUCR'], tasks: ['01gzSlKkIUSUl6DF_EilrmQAKDhh'] } },
  ),
  at('/me/planner', {}, { references: { tasks: ['01gzSlKkIUSUl6DF_EilrmQAKDhh'] } }),
  at(`/users/${casey}/planner`, {}, { references: { tasks: ['01gzSlKkIUSUl6DF_EilrmQAKDhh'] } }),
  at(`/groups/${group}/planner`, {}, { references: { plans: ['xqQg5FS2LkCp935s-FIFm2QAFkHM'] } }),
  at('/planner/buckets/hsOf2dhOJkqyYYZEtdzDe2QAIUCR', {
    name: 'To do',
    planId: 'xqQg5FS2LkCp935s-FIFm2QAFkHM',
    orderHint: '85752723360752+',
  }),
  at('/planner/tasks/01gzSlKkIUSUl6DF_EilrmQAKDhh', {
    title: 'Write the invitation',
    planId: 'xqQg5FS2LkCp935s-FIFm2QAFkHM',
    bucketId: 'hsOf2dhOJkqyYYZEtdzDe2QAIUCR',
    percentComplete: 0,
  }),
];

const teams: readonly SeedObject[] = [
  at(`/teams/${group}`, { displayName: 'Partner Campaigns', isArchived: false, visibility: 'private' }),
  at(`/teams/${group}/channels/${channel}`, { displayName: 'General', membershipType: 'standard' }),
  at(`/teams/${group}/channels/${channel}/tabs/3f0a7c1d-52b8-8e64-9d17-6c84e2b0a95f`, { displayName: 'Wiki' }),
  at(
    `/teams/${group}/members/ZWUwZjVhZTItOGJjNi00YWU1LTg0NjYtN2RhZWViYmZhMDYy`,
    { displayName: 'Morgan Tide', roles: ['owner'], userId: morgan },
    { type: 'aadUserConversationMember' },
  ),
  at(`/teams/${group}/installedApps/ZGJkNTVjMGQtOGMwZi00ZjU3`, {}),
  at('/teamsTemplates/standard', {}),
  at(`/admin/teams/userConfigurations/${robin}`, { userPrincipalName: 'admin@contoso.com' }),
];

const page = '/sites/root/pages/6c1b8e37-04fa-8d92-b5e0-17a9d3c4f826';
const [welcome, greeting, textPart] = ['d1f4a7c2', '<p>Welcome</p>', { type: 'textWebPart' }] as const;
const sites: readonly SeedObject[] = [
  at('/sites/root', { displayName: 'Contoso', name: 'root', webUrl: 'https://contoso.sharepoint.com' }),
  at('/sites/root/sites/campaigns', {
    displayName: 'Campaigns',
    name: 'campaigns',
    webUrl: 'https://contoso.sharepoint.com/sites/campaigns',
  }),
  at('/sites/root/lists/2f9d4e81-70c6-8b35-a1d4-93e0c5b7f268', { displayName: 'Documents', name: 'Documents' }),
  at('/sites/root/lists/2f9d4e81-70c6-8b35-a1d4-93e0c5b7f268/items/1', { name: 'Plan' }),
  at('/sites/root/lists/2f9d4e81-70c6-8b35-a1d4-93e0c5b7f268/items/1/fields', { Title: 'Plan' }),
  at('/sites/root/lists/2f9d4e81-70c6-8b35-a1d4-93e0c5b7f268/columns/title', { name: 'Title', displayName: 'Title' }),
  at('/sites/root/lists/2f9d4e81-70c6-8b35-a1d4-93e0c5b7f268/contentTypes/0x01', { name: 'Item' }),
  at('/sites/root/columns/title', { name: 'Title', displayName: 'Title' }),
  at('/sites/root/contentTypes/0x01', { name: 'Item' }),
  at('/sites/root/drives/b!5f2e61b0a4c9', { name: 'Documents', driveType: 'documentLibrary' }),
  at(page, { name: 'Home.aspx', title: 'Home' }, { type: 'sitePage' }),
  at(`${page}/canvasLayout`, {}),
  at(`${page}/canvasLayout/horizontalSections/1`, { layout: 'oneColumn', emphasis: 'none' }),
  at(`${page}/canvasLayout/horizontalSections/1/columns/1`, { width: 12 }),
  at(`${page}/canvasLayout/horizontalSections/1/columns/1/webparts/${welcome}`, { innerHtml: greeting }, textPart),
  at(`${page}/webParts/${welcome}`, { innerHtml: greeting }, textPart),
];

const others: readonly SeedObject[] = [
  at('/devices/4d86c2f5-91a0-8b7e-a3c8-5e17f0d9b264', {
    displayName: 'ROBIN-LAPTOP',
    deviceId: '7a31e0c9-46d8-8f52-b1e7-c90d5a28f463',
    operatingSystem: 'Windows',
    accountEnabled: true,
  }),
  at('/security/alerts/2517538088831886529', {
    title: 'Unusual sign-in',
    severity: 'high',
    status: 'newAlert',
    category: 'ransomware',
    networkConnections: [{ destinationAddress: '203.0.113.7', destinationPort: '443' }],
    vendorInformation: { provider: 'ASC', vendor: 'Microsoft' },
  }),
  at('/admin/edge/internetExplorerMode/siteLists/36ba61a1-1492-8b04-9a6c-82f3d5e70b94', {
    displayName: 'Old intranet',
    status: 'draft',
  }),
];

const policy = 'f3d9a0c7-51be-8e24-97d6-0b4c82e61f35';
const governed: readonly SeedObject[] = [
  at(
    '/identity/conditionalAccess/namedLocations/0c62f8d5-7e19-8b43-a6d0-93b1e5c7f284',
    { displayName: 'Home countries', countriesAndRegions: ['DK', 'SE'], includeUnknownCountriesAndRegions: false },
    { type: 'countryNamedLocation' },
  ),
  at(`/identity/conditionalAccess/policies/${policy}`, {
    displayName: 'Administrators use a second factor',
    state: 'disabled',
    createdDateTime: '2025-11-03T09:00:00Z',
    conditions: {
      clientAppTypes: ['all'],
      applications: { includeApplications: ['All'] },
      users: { includeRoles: ['62e90394-69f5-4237-9190-012177145e10'] },
    },
    grantControls: { operator: 'OR', builtInControls: ['mfa'] },
  }),
  at(`/identityProtection/riskyUsers/${morgan}`, {
    riskLevel: 'high',
    riskState: 'atRisk',
    riskDetail: 'none',
    userDisplayName: 'Morgan Tide',
    riskLastUpdatedDateTime: '2025-12-29T06:00:00Z',
  }),
  at('/identityProtection/riskDetections/6a5874ca-abf2-8d82-a5ab-6a04d4c4e10f', {
    riskEventType: 'unfamiliarFeatures',
    riskLevel: 'high',
    riskState: 'atRisk',
    userId: morgan,
    userDisplayName: 'Morgan Tide',
    detectedDateTime: '2025-12-29T06:00:00Z',
  }),
  at('/schemaExtensions/ext7k2m9qa_courses', {
    description: 'Courses',
    targetTypes: ['Group'],
    status: 'InDevelopment',
    owner: 'f27d5b83-a4e9-8c06-90b1-6d3f8e15c7a2',
    properties: [{ name: 'courseId', type: 'Integer' }],
  }),
];

const shared = { containerDisplayName: 'Documents', title: 'Finance plan', type: 'Excel' };
const insights: readonly SeedObject[] = [
  at('/me/insights/trending/AQ1', { weight: 1, resourceVisualization: shared }),
  at('/me/insights/used/AQ2', {
    lastUsed: { lastAccessedDateTime: '2025-12-30T08:00:00Z' },
    resourceVisualization: shared,
  }),
  at('/me/insights/shared/AQ3', { resourceVisualization: shared }),
];

const ofGroups: readonly SeedObject[] = [
  at('/me/photo', { height: 1, width: 1 }, { content: { type: 'image/gif', base64: pixel } }),
  at(`/groups/${group}/conversations/AAQkADY1`, { topic: 'Spring campaign', hasAttachments: false }),
  at(`/groups/${group}/events/AAMkADY2`, { subject: 'Campaign review', start: day('13'), end: day('14') }),
];

export const defaultObjects: readonly SeedObject[] = [
  ...outlook,
  ...governed,
  ...insights,
  ...ofGroups,
  ...notes,
  ...files,
  ...plans,
  ...teams,
  ...sites,
  ...others,
];
