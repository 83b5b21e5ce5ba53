import { expect, test } from 'vitest';
import { createSandbox } from '../create-sandbox.ts';

/** Lists that people try Graph out with. The invented tenant has something in each. */
const lists = [
  '/me/messages',
  '/me/mailFolders',
  '/me/events',
  '/me/calendars',
  '/me/contacts',
  '/me/people',
  '/me/todo/lists',
  '/me/drive/recent',
  '/me/drive/root/children',
  '/me/insights/trending',
  '/me/insights/shared',
  '/me/insights/used',
  '/me/planner/tasks',
  '/users/CaseyL@contoso.com/planner/tasks',
  '/me/onenote/notebooks',
  '/groups/38e5d7a4-b06f-8192-8c7e-d94a21f0b5c3/conversations',
  '/groups/38e5d7a4-b06f-8192-8c7e-d94a21f0b5c3/events',
  '/groups/38e5d7a4-b06f-8192-8c7e-d94a21f0b5c3/drive/root/children',
  '/groups/38e5d7a4-b06f-8192-8c7e-d94a21f0b5c3/planner/plans',
  '/planner/plans/xqQg5FS2LkCp935s-FIFm2QAFkHM/buckets',
  '/planner/plans/xqQg5FS2LkCp935s-FIFm2QAFkHM/tasks',
  '/identity/conditionalAccess/policies',
  '/identity/conditionalAccess/namedLocations',
  "/identityProtection/riskyUsers?$filter=riskLevel eq 'high'",
  '/identityProtection/riskDetections',
  '/schemaExtensions',
  '/security/alerts',
  "/security/alerts?$filter=networkConnections/any(d:d/destinationAddress eq '203.0.113.7')",
  '/devices',
  '/applications',
  '/servicePrincipals',
  '/directoryRoles',
  '/sites/root/lists',
  "/sites/root/lists/2f9d4e81-70c6-8b35-a1d4-93e0c5b7f268/items?$filter=fields/Title eq 'Plan'",
  '/subscribedSkus',
  '/me/activities/recent',
  '/users/cdb555e3-b33e-4fd5-a427-17fadacbdfa7/joinedTeams',
  '/sites/root/pages/6c1b8e37-04fa-8d92-b5e0-17a9d3c4f826/microsoft.graph.sitePage/webParts',
  '/sites/root/pages/6c1b8e37-04fa-8d92-b5e0-17a9d3c4f826/microsoft.graph.sitePage/canvasLayout/horizontalSections',
];

test.each(lists)('%s is not empty in the invented tenant', (url) => {
  const sandbox = createSandbox();
  const { status, text } = sandbox.handle({ method: 'GET', url: `/v1.0${url}`, headers: {} }, sandbox.administrator);
  expect(status).toBe(200);
  expect(JSON.parse(text).value).not.toEqual([]);
});

test('the first group of the invented tenant is one with mail, files and a team', () => {
  const sandbox = createSandbox();
  const request = {
    method: 'GET',
    url: '/v1.0/groups?$top=1&$select=groupTypes,resourceProvisioningOptions',
    headers: {},
  } as const;
  const { text } = sandbox.handle(request, sandbox.administrator);
  expect(JSON.parse(text).value).toEqual([{ groupTypes: ['Unified'], resourceProvisioningOptions: ['Team'] }]);
});

test('the administrator has a photo with bytes', () => {
  const sandbox = createSandbox();
  const { status, headers } = sandbox.handle(
    { method: 'GET', url: '/v1.0/me/photo/$value', headers: {} },
    sandbox.administrator,
  );
  expect([status, headers['content-type']]).toEqual([200, 'image/gif']);
});
