import { expect, test } from 'vitest';
import { defined } from '../../../defined.ts';
import type { Method } from '../../../http/message.ts';
import type { Json, JsonObject } from '../../../json/json.ts';
import { createSandbox } from '../../create-sandbox.ts';
import { shippedModel } from '../../typed/schema/shipped-model.ts';
import { givenOf } from './given-of.ts';
import type { ShownExchange } from './shown/shown-exchange.ts';

const [person, role, thing, stage] = ['1', '2', '3', '4'].map(
  (digit) => `${digit.repeat(8)}-0000-4000-8000-000000000000`,
) as [string, string, string, string];
const governed = '/v1.0/identityGovernance/entitlementManagement';
const roles = '/v1.0/roleManagement/directory';

/** What a page shows, and the same request to a sandbox with the page's own seed. */
function replayed(method: Method, url: string, more: { body?: Json; status?: number; response?: Json } = {}) {
  const exchange: ShownExchange = {
    request: { method, url, ...defined({ body: more.body }) },
    response: { status: more.status ?? 200, ...defined({ body: more.response }) },
  };
  const sandbox = createSandbox({ seed: givenOf([exchange], shippedModel()) });
  const sent = { method, url, headers: {}, ...defined({ body: more.body }) };
  const { status, text } = sandbox.handle(sent, sandbox.administrator);
  const body: JsonObject = text === '' ? {} : JSON.parse(text);
  return { status, body };
}

test.each([
  [`${governed}/accessPackages/filterByCurrentUser(on='allowedRequestor')`, { displayName: 'Boats' }],
  [`${governed}/assignmentRequests/filterByCurrentUser(on='target')`, { requestType: 'userAdd' }],
  [`${governed}/assignmentRequests/filterByCurrentUser(on='createdBy')`, { requestType: 'userAdd' }],
  [`${governed}/assignments/filterByCurrentUser(on='target')`, { state: 'delivered' }],
  [
    `${roles}/roleEligibilityScheduleRequests/filterByCurrentUser(on='principal')`,
    { principalId: person, roleDefinitionId: role },
  ],
  [
    `${roles}/roleAssignmentScheduleInstances/filterByCurrentUser(on='principal')`,
    { principalId: person, roleDefinitionId: role },
  ],
])('%s shows what is the caller’s own', (url: string, item: JsonObject) => {
  const shown = replayed('GET', url, { response: { value: [{ id: thing, ...item }] } });
  expect(shown).toMatchObject({
    status: 200,
    body: { value: expect.arrayContaining([expect.objectContaining({ id: thing })]) },
  });
});

test('a user who activates a role is eligible for it, and the schedule has the id of the request', () => {
  const body = {
    action: 'selfActivate',
    principalId: person,
    roleDefinitionId: role,
    directoryScopeId: '/',
    justification: 'Drill',
    scheduleInfo: { expiration: { type: 'afterDuration', duration: 'PT5H' } },
  };
  const { status, body: made } = replayed('POST', `${roles}/roleAssignmentScheduleRequests`, { body, status: 201 });
  expect(status).toBe(201);
  expect(made).toMatchObject({
    targetScheduleId: made['id'],
    createdBy: { user: { id: person, displayName: null } },
    ticketInfo: { ticketNumber: null },
  });
});

test('a user who decides a stage of an approval is its approver', () => {
  const url = `${governed}/accessPackageAssignmentApprovals/${thing}/stages/${stage}`;
  const body = { reviewResult: 'Approve', justification: 'Fine' };
  expect(replayed('PATCH', url, { body, status: 204 }).status).toBe(204);
});

test('users and groups of a policy exist', () => {
  const body = {
    displayName: 'Two factors',
    state: 'enabled',
    conditions: {
      clientAppTypes: ['all'],
      applications: { includeApplications: ['All'] },
      users: { includeUsers: [person], excludeGroups: [thing] },
    },
    grantControls: { operator: 'OR', builtInControls: ['mfa'] },
  };
  expect(replayed('POST', '/v1.0/identity/conditionalAccess/policies', { body, status: 201 }).status).toBe(201);
});

test('an object of an abstract type gets the type that its key, a cast or a change names', () => {
  const methods = '/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations';
  expect(replayed('PATCH', `${methods}/sms`, { body: { state: 'enabled' }, status: 204 }).status).toBe(204);
  const location = `/v1.0/identity/conditionalAccess/namedLocations/${thing}`;
  const named = { '@odata.type': '#microsoft.graph.countryNamedLocation', displayName: 'Home' };
  expect(replayed('PATCH', location, { body: named, status: 204 }).status).toBe(204);
  const cast = `/v1.0/directory/federationConfigurations/${thing}/microsoft.graph.samlOrWsFedExternalDomainFederation/domains`;
  expect(replayed('GET', cast, { response: { value: [] } }).status).toBe(200);
});

test('a review that a page changes is the page’s own, and none that the sandbox runs', () => {
  const url = `/v1.0/identityGovernance/accessReviews/definitions/${thing}/instances/${stage}`;
  expect(replayed('POST', `${url}/stop`, { status: 204 }).status).toBe(204);
});
