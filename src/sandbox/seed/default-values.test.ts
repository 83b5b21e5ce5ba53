import { expect, test } from 'vitest';
import { typedTenant } from '../../../test/support/sandbox/typed-sandbox.ts';
import type { JsonObject } from '../../json/json.ts';
import { createSandbox } from '../create-sandbox.ts';

const event = { subject: 'Tea', start: { dateTime: '2026-12-01T10:00:00' } };

test('a new object has what a seed gives it, but for what the request or the service says', () => {
  const properties = {
    showAs: 'tentative',
    subject: 'Coffee',
    createdDateTime: '2001-01-01T00:00:00Z',
    start: { dateTime: '2001-01-01T00:00:00', timeZone: 'UTC' },
    attendees: [{ type: 'required' }],
  };
  const { send } = typedTenant({ seed: { version: 1, defaults: [{ path: '/me/calendars/*/events', properties }] } });
  const attendees = [{ emailAddress: { address: 'a@contoso.com' } }];
  const made = send('POST', '/me/calendars/1/events', { ...event, attendees });
  expect(made.status).toBe(404);
  const calendar = String(send('POST', '/me/calendars', { name: 'Mine' }).body['id']);
  const { body } = send('POST', `/me/calendars/${calendar}/events`, { ...event, attendees });
  expect(body).toMatchObject({
    showAs: 'tentative',
    subject: 'Tea',
    start: { dateTime: '2026-12-01T10:00:00.0000000', timeZone: 'UTC' },
    attendees: [{ type: 'required', emailAddress: { address: 'a@contoso.com' } }],
  });
  expect(body['createdDateTime']).not.toBe('2001-01-01T00:00:00Z');
  expect(send('POST', '/me/events', event).body['showAs']).toBe('busy');
});

test('the default with the most similar body is used, equal ones in turn', () => {
  const path = '/me/events';
  const seen = (subject: string, showAs: string) => ({ path, sent: { subject }, properties: { showAs } });
  const defaults = [seen('A', 'free'), seen('B', 'oof'), seen('B', 'tentative')];
  const { send } = typedTenant({ seed: { version: 1, defaults } });
  const shownAs = ['B', 'A', 'B', 'B'].map((subject) => send('POST', path, { subject }).body['showAs']);
  expect(shownAs).toEqual(['oof', 'free', 'tentative', 'tentative']);
});

test('no default changes a value that a pack decides', () => {
  const defaults = [
    { path: '/subscriptions', properties: { creatorId: 'x', notificationContentType: 'application/json' } },
  ];
  const sandbox = createSandbox({ seed: { version: 1, defaults } });
  const body = {
    changeType: 'updated',
    notificationUrl: 'https://contoso.com/hook',
    resource: '/users',
    expirationDateTime: new Date(sandbox.clock.now() + 3_600_000).toISOString(),
  };
  const request = { method: 'POST' as const, url: '/v1.0/subscriptions', headers: {}, body };
  const { text, label } = sandbox.handle(request, sandbox.administrator);
  const made: JsonObject = JSON.parse(text);
  expect(made['notificationContentType']).toBe('application/json');
  expect(made['creatorId']).not.toBe('x');
  expect(label).toEqual({ source: 'modeled', filled: 'seed' });
});

test('a change leaves the members of a complex value that it does not name, unless the value is of another type then', () => {
  const { send } = typedTenant();
  const path = `/me/events/${String(send('POST', '/me/events', { ...event, body: { contentType: 'html', content: 'a' } }).body['id'])}`;
  expect(send('PATCH', path, { body: { content: 'b' } }).body['body']).toEqual({ contentType: 'html', content: 'b' });
  const lessons = `/education/classes/${send('POST', '/education/classes', { displayName: 'A' }).id}/assignments`;
  const one = { '@odata.type': '#microsoft.graph.educationAssignmentIndividualRecipient', recipients: ['a'] };
  const all = { '@odata.type': '#microsoft.graph.educationAssignmentClassRecipient' };
  const { id, status } = send('POST', lessons, { displayName: 'A', assignTo: one });
  expect(status).toBe(201);
  expect(send('PATCH', `${lessons}/${id}`, { assignTo: all }).body['assignTo']).toEqual(all);
});

test('annotations of a seed are shown, and an etag is that of the object until it is changed', () => {
  const path = '/me/contacts/c1';
  const properties = { '@odata.type': '#microsoft.graph.contact', '@odata.etag': 'W/"old"', givenName: 'Ann' };
  const homeAddress = { '@odata.type': '#microsoft.graph.physicalAddress', city: 'Bern' };
  const objects = [{ path, properties: { ...properties, homeAddress } }];
  const { send } = typedTenant({ seed: { version: 1, objects } });
  const { body } = send('GET', path);
  expect(body).toMatchObject({ '@odata.type': '#microsoft.graph.contact', homeAddress });
  expect(body['@odata.etag']).toBe('W/"old"');
  const changed = send('PATCH', path, { givenName: 'Bea' }, { 'if-match': 'W/"old"' });
  expect(changed.status).toBe(200);
  expect(changed.body['@odata.etag']).not.toBe('W/"old"');
  expect(send('PATCH', path, { givenName: 'Cy' }, { 'if-match': 'W/"old"' }).status).toBe(412);
});
