import { expect, test } from 'vitest';
import { typedTenant } from '../../../test/support/sandbox/typed-sandbox.ts';

const ann = { emailAddress: { name: 'Ann', address: 'ann@contoso.com' } };
const bo = { emailAddress: { name: 'Bo', address: 'bo@contoso.com' } };

test('a reply and a forward are drafts about the message, and are sent once', () => {
  const { create, send } = typedTenant();
  const { id } = create('/me/messages', { subject: 'Lamps', from: ann, toRecipients: [bo], body: { content: 'x' } });
  const reply = create(`/me/messages/${id}/createReply`, { Comment: 'Yes' });
  expect(reply.body).toMatchObject({ subject: 'RE: Lamps', toRecipients: [ann], isDraft: true });
  expect(create(`/me/messages/${id}/createReplyAll`, {}).body['toRecipients']).toEqual([ann, bo]);
  const forward = create(`/me/messages/${reply.id}/createForward`, { ToRecipients: [bo] });
  expect(forward.body).toMatchObject({ subject: 'FW: RE: Lamps', toRecipients: [bo] });
  expect(send('POST', `/me/messages/${reply.id}/send`).status).toBe(202);
  expect(send('GET', `/me/messages/${reply.id}`).body).toMatchObject({ isDraft: false });
  expect(send('POST', `/me/messages/${reply.id}/send`).status).toBe(400);
});

test('what is moved has another id and place, what is copied stays as well, and sent mail is kept unless not wanted', () => {
  const { create, send, values } = typedTenant();
  const folder = create('/me/mailFolders', { displayName: 'Old' });
  const { id } = create('/me/messages', { subject: 'Lamps' });
  const copy = create(`/me/messages/${id}/copy`, { DestinationId: folder.id });
  const moved = create(`/me/messages/${id}/move`, { DestinationId: folder.id });
  expect(values(`/me/mailFolders/${folder.id}/messages?$select=subject`).map((one) => one['id'])).toEqual([
    copy.id,
    moved.id,
  ]);
  expect(send('GET', `/me/messages/${id}`).status).toBe(404);
  const count = () => values("/me/messages?$filter=subject eq 'Sent'").length;
  const message = { subject: 'Sent', toRecipients: [bo] };
  expect(send('POST', '/me/sendMail', { Message: message }).status).toBe(202);
  expect(send('POST', '/me/sendMail', { Message: message, SaveToSentItems: false }).status).toBe(202);
  expect(count()).toBe(1);
});

test('an invitation is answered, and a meeting that is cancelled is gone', () => {
  const { create, send } = typedTenant();
  const { id } = create('/me/events', { subject: 'Lamps' });
  expect(send('POST', `/me/events/${id}/accept`, { SendResponse: true }).status).toBe(202);
  expect(send('GET', `/me/events/${id}`).body).toMatchObject({ responseStatus: { response: 'accepted' } });
  expect(send('POST', `/me/events/${id}/cancel`, {}).status).toBe(202);
  expect(send('GET', `/me/events/${id}`).status).toBe(404);
});

test('keys stay without their bytes, and a workbook has sessions', () => {
  const { create, send } = typedTenant({ seed: { version: 1, objects: [{ path: '/me/drive/items/book' }] } });
  const { id } = create('/applications', { displayName: 'A' });
  const keyCredential = { type: 'AsymmetricX509Cert', usage: 'Verify', key: 'AAAA' };
  const added = create(`/applications/${id}/addKey`, { keyCredential, proof: 'x' });
  const keyId = String(added.body['keyId']);
  expect(send('GET', `/applications/${id}`).body['keyCredentials']).toMatchObject([
    { keyId, usage: 'Verify', key: null },
  ]);
  expect(send('POST', `/applications/${id}/removeKey`, { keyId, proof: 'x' }).status).toBe(204);
  expect(send('POST', `/applications/${id}/removeKey`, { keyId, proof: 'x' }).status).toBe(400);
  const session = send('POST', '/me/drive/items/book/workbook/createSession', { persistChanges: true });
  expect(session).toMatchObject({ status: 201, body: { persistChanges: true } });
});
