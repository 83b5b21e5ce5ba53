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
  '/me/onenote/notebooks',
  '/groups/5d82b6c1-9e07-8a43-bc15-e270f4936d8a/conversations',
  '/groups/5d82b6c1-9e07-8a43-bc15-e270f4936d8a/events',
  '/groups/5d82b6c1-9e07-8a43-bc15-e270f4936d8a/planner/plans',
  '/planner/plans/xqQg5FS2LkCp935s-FIFm2QAFkHM/buckets',
  '/planner/plans/xqQg5FS2LkCp935s-FIFm2QAFkHM/tasks',
  '/identity/conditionalAccess/policies',
  '/identity/conditionalAccess/namedLocations',
  "/identityProtection/riskyUsers?$filter=riskLevel eq 'high'",
  '/identityProtection/riskDetections',
  '/schemaExtensions',
  '/security/alerts',
  '/devices',
  '/applications',
  '/servicePrincipals',
  '/directoryRoles',
  '/sites/root/lists',
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

test('the administrator has a photo with bytes', () => {
  const sandbox = createSandbox();
  const { status, headers } = sandbox.handle(
    { method: 'GET', url: '/v1.0/me/photo/$value', headers: {} },
    sandbox.administrator,
  );
  expect([status, headers['content-type']]).toEqual([200, 'image/gif']);
});
