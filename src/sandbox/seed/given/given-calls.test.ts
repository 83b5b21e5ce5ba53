import { expect, test } from 'vitest';
import { defined } from '../../../defined.ts';
import type { Method } from '../../../http/message.ts';
import type { Json, JsonObject } from '../../../json/json.ts';
import { createSandbox } from '../../create-sandbox.ts';
import { shippedModel } from '../../typed/schema/shipped-model.ts';
import { givenOf } from './given-of.ts';
import type { ShownExchange } from './shown/shown-exchange.ts';

/** One request of a page, sent to a sandbox with the seed that the page implies. */
function replayed(method: Method, path: string, more: { body?: Json; status?: number; shown?: Json } = {}) {
  const url = `/v1.0${path}`;
  const exchange: ShownExchange = {
    request: { method, url, ...defined({ body: more.body }) },
    response: { status: more.status ?? 200, ...defined({ body: more.shown }) },
  };
  const sandbox = createSandbox({ seed: givenOf([exchange], shippedModel()) });
  const { status, text } = sandbox.handle(
    { method, url, headers: {}, ...defined({ body: more.body }) },
    sandbox.administrator,
  );
  const body: JsonObject = text === '' ? {} : JSON.parse(text);
  return { status, body };
}

const someone = '11111111-0000-4000-8000-000000000000';
const flow = '/identity/b2xUserFlows/B2X_1_Partner/userAttributeAssignments';

test('a member is asked for in groups that the page names by words of its own', () => {
  const sent = { groupIds: ['groupIds-value'] };
  const shown = { value: ['String'] };
  expect(replayed('POST', '/me/checkMemberGroups', { body: sent, shown }).body['value']).toEqual(['groupids-value']);
  const all = { value: ['groupId-value1', 'groupId-value2'] };
  const body = { securityEnabledOnly: false };
  expect(replayed('POST', '/contacts/c/getMemberGroups', { body, shown: all }).body).toMatchObject(all);
});

test('the attributes of a user flow that an order names are assigned to it', () => {
  const order = ['extension_GUID_ShoeSize', 'City'];
  expect(replayed('GET', `${flow}/getOrder`, { shown: { order } }).body).toMatchObject({ order });
  const body = { newAssignmentOrder: { order } };
  expect(replayed('POST', `${flow}/setOrder`, { body, status: 204 }).status).toBe(204);
});

test('an action that returns its own object shows what the object is like', () => {
  const shown = { accountEnabled: true, city: 'Oslo' };
  const path = `/users/${someone}/reprocessLicenseAssignment`;
  expect(replayed('POST', path, { shown }).body).toMatchObject({ id: someone, ...shown });
});

test('objects that the caller owns are of a kind that has owners', () => {
  const shown = { value: [{ id: someone }] };
  expect(replayed('GET', '/me/ownedObjects', { shown }).body).toMatchObject(shown);
  expect(
    replayed('GET', `/servicePrincipals/${someone}/ownedObjects`, { shown: { value: [{ id: 'x' }] } }),
  ).toMatchObject({ status: 200, body: { value: [{ id: 'x' }] } });
});

test('the organization that a page shows without its id is the tenant', () => {
  const shown = { value: [{ displayName: 'Fabrikam', city: 'Oslo', country: null }] };
  expect(replayed('GET', '/organization', { shown }).body).toMatchObject(shown);
});

test('a deleted object is of the type whose properties the page shows', () => {
  const shown = { id: someone, displayName: 'A', groupTypes: ['Unified'], securityEnabled: false };
  expect(replayed('GET', `/directory/deletedItems/${someone}`, { shown }).body).toMatchObject(shown);
});

test('a product that a page shows keeps its id', () => {
  const shown = { value: [{ id: `${someone}_${someone}`, skuPartNumber: 'X', consumedUnits: 14 }] };
  const listed = replayed('GET', '/subscribedSkus', { shown }).body['value'];
  expect(listed).toEqual(expect.arrayContaining([expect.objectContaining(shown.value[0] ?? {})]));
});

test('what a create names by a word of the page exists', () => {
  const body = { templateId: 'sample-templateId', values: [{ name: 'a', value: 'b' }] };
  expect(replayed('POST', '/groupSettings', { body, status: 201, shown: { id: 'x', ...body } }).status).toBe(201);
  const unit = '/directory/administrativeUnits/u/scopedRoleMembers';
  const member = { roleId: 'sample-roleId', roleMemberInfo: { id: 'sample-member' } };
  expect(replayed('POST', unit, { body: member, status: 201, shown: { id: 'x', ...member } }).status).toBe(201);
});
