import { describe, expect, test } from 'vitest';
import type { Method } from '../../../http/message.ts';
import type { Json, JsonObject } from '../../../json/json.ts';
import { createSandbox } from '../../create-sandbox.ts';
import { parseSeeds } from '../../packs/directory/seed/load-seed.ts';

const seed = `version: 1
objects:
  - { path: /me/todo/lists/L1 }
  - { path: /me/todo/lists/L1/tasks/T1, properties: { title: Drill } }
  - { path: /me/todo/lists/L1/tasks/T1/checklistItems/C1, properties: { displayName: Ropes } }
  - { path: /me/todo/lists/L1/tasks/T1/linkedResources/R1, properties: { displayName: Plan } }
  - { path: /solutions/bookingBusinesses/B1, properties: { displayName: Boats } }
  - { path: /solutions/bookingBusinesses/B1/services/S1, properties: { displayName: Tour } }
  - { path: /deviceManagement/termsAndConditions/D1, properties: { title: Loans } }
  - { path: /organization/6a9d41c8-3f27-8b15-9d60-e14c07b2a583 }
  - { path: /organization/6a9d41c8-3f27-8b15-9d60-e14c07b2a583/branding/localizations/fr, properties: { signInPageText: Bonjour } }
  - { path: /identityGovernance/appConsent/appConsentRequests/A1, properties: { appDisplayName: Radio } }
  - { path: /identityGovernance/appConsent/appConsentRequests/A1/userConsentRequests/U1, properties: { reason: Work } }
  - { path: /teams/5d82b6c1-9e07-8a43-bc15-e270f4936d8b, properties: { displayName: Crew } }
  - { path: /teams/5d82b6c1-9e07-8a43-bc15-e270f4936d8b/schedule }
  - { path: /teams/5d82b6c1-9e07-8a43-bc15-e270f4936d8b/schedule/shifts/SH1 }
`;

function sandbox() {
  const parsed = parseSeeds([{ path: 'here.seed.yaml', text: seed }]);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
  const made = createSandbox({ seed: parsed.value });
  return (method: Method, url: string, body?: Json): { readonly status: number; readonly body: JsonObject } => {
    const request = { method, url: `/v1.0${url}`, headers: {}, ...(body === undefined ? {} : { body }) };
    const { status, text } = made.handle(request, made.administrator);
    return { status, body: text === '' ? {} : JSON.parse(text) };
  };
}

const branding = '/organization/6a9d41c8-3f27-8b15-9d60-e14c07b2a583/branding';
const schedule = '/teams/5d82b6c1-9e07-8a43-bc15-e270f4936d8b/schedule';

describe('what succeeds is answered as the reference has it', () => {
  test.each<[Method, string, JsonObject, number, JsonObject]>([
    ['PATCH', '/me/todo/lists/L1/tasks/T1/checklistItems/C1', { isChecked: true }, 200, { isChecked: true }],
    ['PATCH', '/solutions/bookingBusinesses/B1/services/S1', { notes: 'Bring a coat' }, 204, {}],
    ['PATCH', '/deviceManagement/termsAndConditions/D1', { title: 'Lending' }, 200, { title: 'Lending' }],
    ['PUT', `${branding}/localizations/fr`, { signInPageText: 'Salut' }, 204, {}],
    ['PUT', '/policies/adminConsentRequestPolicy', { isEnabled: true }, 204, {}],
    ['PUT', `${schedule}/shifts/SH1`, { userId: 'c5d0c76b' }, 200, { userId: 'c5d0c76b' }],
    [
      'POST',
      '/directory/federationConfigurations/microsoft.graph.samlOrWsFedExternalDomainFederation',
      { displayName: 'Fabrikam' },
      201,
      { displayName: 'Fabrikam' },
    ],
    [
      'PATCH',
      '/me/mailboxSettings',
      { automaticRepliesSetting: { status: 'disabled' } },
      200,
      {
        automaticRepliesSetting: { status: 'disabled', externalReplyMessage: null },
      },
    ],
    ['POST', '/me/calendar/calendarPermissions', { role: 'read' }, 200, { role: 'read' }],
    ['POST', '/external/connections', { id: 'boats', name: 'Boats' }, 200, { name: 'Boats' }],
    ['POST', '/teams/5d82b6c1-9e07-8a43-bc15-e270f4936d8b/archive', {}, 202, {}],
  ])('%s %s', (method, url, sent, status, shown) => {
    const done = sandbox()(method, url, sent);
    expect(done).toMatchObject({ status, body: shown });
    if (status < 300 && Object.keys(shown).length === 0) expect(done.body).toEqual({});
  });
});

describe('what services show without being asked', () => {
  test('is a few relationships, and how many there are', () => {
    const send = sandbox();
    const requests = '/identityGovernance/appConsent/appConsentRequests';
    const shown = { id: 'A1', userConsentRequests: [{ id: 'U1', reason: 'Work' }] };
    expect(send('GET', requests).body).toMatchObject({ '@odata.count': 1, value: [shown] });
    expect(send('GET', `${requests}/A1`).body).toMatchObject(shown);
    expect(send('GET', `${requests}/A1?$select=appDisplayName`).body).not.toHaveProperty('userConsentRequests');
    expect(send('GET', '/me/todo/lists/L1/tasks').body).toMatchObject({ value: [{ linkedResources: [{ id: 'R1' }] }] });
    expect(send('GET', '/me/todo/lists/L1/tasks').body).not.toHaveProperty('@odata.count');
  });
});
