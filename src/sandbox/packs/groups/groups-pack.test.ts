import { expect, test } from 'vitest';
import { ids } from '../../../../test/support/sandbox/sample-tenant.ts';
import { typedTenant } from '../../../../test/support/sandbox/typed-sandbox.ts';

const settings = { memberSettings: { allowCreateUpdateChannels: true } };

test('a Microsoft 365 group gets a team, once, which goes with it', () => {
  const { send, sendAs, values, create } = typedTenant();
  const place = `/groups/${ids.archive}/team`;
  expect(send('GET', place).status).toBe(404);
  expect(send('PUT', `/groups/${ids.facilities}/team`, settings)).toMatchObject({ status: 400, label: 'modeled' });
  expect(sendAs(ids.alex)('PUT', place, settings).status).toBe(404);
  expect(send('PUT', place, settings)).toMatchObject({
    status: 201,
    label: 'modeled',
    body: { id: ids.archive, displayName: 'Partner Archive', isArchived: false, ...settings },
  });
  expect(send('PUT', place, settings).status).toBe(409);
  expect(send('GET', place).id).toBe(ids.archive);
  const group = send('GET', `/groups/${ids.archive}?$select=resourceProvisioningOptions`).body;
  expect(group['resourceProvisioningOptions']).toEqual(['Team']);
  const channels = `/teams/${ids.archive}/channels`;
  const [general] = values(channels);
  expect(general).toMatchObject({ displayName: 'General' });
  expect(send('DELETE', `${channels}/${String(general?.['id'])}`).status).toBe(400);
  const music = create(channels, { displayName: 'Music' });
  expect(send('POST', channels, { displayName: 'Music' }).status).toBe(400);
  expect(send('DELETE', `${channels}/${music.id}`)).toMatchObject({ status: 204, label: 'modeled' });
  send('DELETE', `/groups/${ids.archive}`);
  expect(send('GET', `/teams/${ids.archive}`).status).toBe(404);
});

test('POST /teams is taken: of a group that is there, or with one of its own', () => {
  const { send, sandbox, values } = typedTenant();
  const post = (body: object) =>
    sandbox.handle(
      { method: 'POST', url: '/v1.0/teams', headers: { 'content-type': 'application/json' }, body: body as never },
      sandbox.administrator,
    );
  const template = { 'template@odata.bind': "https://graph.microsoft.com/v1.0/teamsTemplates('standard')" };
  const bound = { ...template, 'group@odata.bind': `https://graph.microsoft.com/v1.0/groups('${ids.archive}')` };
  expect(post(bound)).toMatchObject({ status: 202, headers: { 'content-location': `/teams('${ids.archive}')` } });
  expect(post(bound).status).toBe(409);
  expect(
    post({ ...bound, 'group@odata.bind': bound['group@odata.bind'].replace(ids.archive, ids.facilities) }).status,
  ).toBe(400);
  expect(post(template).status).toBe(400);
  const { status, headers } = post({ ...template, displayName: 'Night crew', visibility: 'Private' });
  expect(status).toBe(202);
  expect(send('GET', headers['location'] ?? '').body).toMatchObject({
    status: 'succeeded',
    operationType: 'createTeam',
  });
  const [group] = values("/groups?$filter=displayName eq 'Night crew'");
  expect(group).toMatchObject({ groupTypes: ['Unified'], visibility: 'Private' });
  expect(values(`/teams/${String(group?.['id'])}/channels`)).toMatchObject([{ displayName: 'General' }]);
});

test('members that joined or left are in the changes of a group with selected members', () => {
  const { send, sandbox } = typedTenant();
  const changes = (url: string) => {
    const { body, label } = send('GET', url);
    const next = String(body['@odata.deltaLink']).replace('https://graph.microsoft.com', '');
    const found = (body['value'] as { id: string }[]).find(({ id }) => id === ids.nightShift);
    return { found, next, label };
  };
  const first = changes('/groups/delta?$select=displayName,members');
  expect(first).toMatchObject({
    label: 'modeled',
    found: { 'members@delta': [{ id: ids.jamie }, { id: ids.taylor }] },
  });
  expect(changes(first.next).found).toBeUndefined();
  sandbox.world.directory.addMember(ids.nightShift, ids.facilities);
  sandbox.world.directory.removeMember(ids.nightShift, ids.jamie);
  expect(changes(first.next).found).toMatchObject({
    'members@delta': [
      { '@odata.type': '#microsoft.graph.group', id: ids.facilities },
      { id: ids.jamie, '@removed': { reason: 'deleted' } },
    ],
  });
  expect(changes('/groups/delta?$select=displayName').found).not.toHaveProperty('members@delta');
});

test('memberships are found through groups of groups', () => {
  const { send } = typedTenant();
  const sent = { groupIds: [ids.facilities, ids.archive] };
  expect(send('POST', `/users/${ids.jamie}/checkMemberGroups`, sent)).toMatchObject({
    label: 'modeled',
    body: { value: [ids.facilities] },
  });
  expect(send('POST', `/groups/${ids.nightShift}/checkMemberGroups`, sent).body['value']).toEqual([ids.facilities]);
  const all = send('POST', `/users/${ids.jordan}/getMemberGroups`, { securityEnabledOnly: true }).body['value'];
  expect(all).toContain(ids.facilities);
  expect(all).not.toContain(ids.campaigns);
});

test('a subscription ends when it says, unless it is renewed', () => {
  const { send, create, sandbox, values } = typedTenant();
  const body = (more: { readonly [name: string]: string } = {}) => ({
    changeType: 'created,updated',
    notificationUrl: 'https://listener.example.com/changes',
    resource: '/users',
    expirationDateTime: '2026-01-02T00:00:00Z',
    ...more,
  });
  for (const wrong of [
    { notificationUrl: 'http://listener.example.com' },
    { changeType: 'renamed' },
    { expirationDateTime: '2025-12-31T00:00:00Z' },
    { expirationDateTime: '2026-03-01T00:00:00Z' },
  ]) {
    expect(send('POST', '/subscriptions', body(wrong))).toMatchObject({ status: 400, code: 'InvalidRequest' });
  }
  const { id } = create('/subscriptions', body());
  expect(send('PATCH', `/subscriptions/${id}`, { expirationDateTime: '2026-01-03T00:00:00Z' })).toMatchObject({
    status: 200,
  });
  sandbox.clock.advance(36 * 3_600_000);
  expect(values('/subscriptions')).toHaveLength(1);
  sandbox.clock.advance(12 * 3_600_000);
  expect(values('/subscriptions')).toEqual([]);
});

const e5 = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';

test('a license is one that the tenant has, for someone whose place is known', () => {
  const { send, values } = typedTenant();
  const owned = String(values('/subscribedSkus')[0]?.['skuId']);
  const give = (skuId: string) =>
    send('POST', `/users/${ids.alex}/assignLicense`, { addLicenses: [{ skuId }], removeLicenses: [] });
  expect(give(e5)).toMatchObject({ status: 400, label: 'modeled', code: 'Request_BadRequest' });
  expect(give(owned).text).toContain('invalid usage location');
  send('PATCH', `/users/${ids.alex}`, { usageLocation: 'DK' });
  expect(give(owned)).toMatchObject({
    status: 200,
    body: { id: ids.alex, assignedLicenses: [{ skuId: owned, disabledPlans: [] }] },
  });
  const taken = { addLicenses: [], removeLicenses: [owned] };
  expect(send('POST', `/users/${ids.alex}/assignLicense`, taken).body['assignedLicenses']).toEqual([]);
  expect(send('POST', `/users/${ids.alex}/assignLicense`, taken).status).toBe(400);
});

test('an object is a member of groups, roles and administrative units', () => {
  const { send, create } = typedTenant();
  const unit = create('/directory/administrativeUnits', { displayName: 'North' });
  send('POST', `/directory/administrativeUnits/${unit.id}/members/$ref`, {
    '@odata.id': `https://graph.microsoft.com/v1.0/users/${ids.sam}`,
  });
  const all = send('POST', `/users/${ids.sam}/getMemberObjects`, { securityEnabledOnly: false });
  expect(all).toMatchObject({ status: 200, label: 'modeled', body: { value: expect.arrayContaining([unit.id]) } });
  const sent = send('POST', `/users/${ids.sam}/checkMemberObjects`, { ids: [unit.id, ids.campaigns] });
  expect(sent.body['value']).toContain(unit.id);
  expect(send('POST', `/users/${ids.sam}/checkMemberObjects`, { ids: [] }).status).toBe(400);
  const seen = expect.objectContaining({ '@odata.type': '#microsoft.graph.administrativeUnit', displayName: 'North' });
  for (const list of ['memberOf', 'transitiveMemberOf'])
    expect(send('GET', `/users/${ids.sam}/${list}`).body['value']).toEqual(expect.arrayContaining([seen]));
  const units = send('GET', `/users/${ids.sam}/memberOf/microsoft.graph.administrativeUnit`);
  expect(units).toMatchObject({ label: 'modeled', body: { value: [{ id: unit.id }] } });
  expect(units.body['value']).toHaveLength(1);
});

test('sessions that are revoked are so from now on', () => {
  const { send } = typedTenant();
  expect(send('POST', `/users/${ids.alex}/revokeSignInSessions`)).toMatchObject({
    label: 'modeled',
    body: { value: true },
  });
  expect(send('GET', `/users/${ids.alex}?$select=signInSessionsValidFromDateTime`).body).toMatchObject({
    signInSessionsValidFromDateTime: '2026-01-01T00:00:00Z',
  });
});

test('a team is put away and taken out again, and who follows the link sees that it is done', () => {
  const { send, sandbox, create } = typedTenant();
  create('/teams', { displayName: 'Lamps' });
  const [joined] = send('GET', '/me/joinedTeams').body['value'] as readonly { readonly id: string }[];
  const path = `/v1.0/teams/${joined?.id}`;
  const post = (action: string) =>
    sandbox.handle({ method: 'POST', url: `${path}/${action}`, headers: {} }, sandbox.administrator);
  const { status, headers } = post('archive');
  expect(status).toBe(202);
  expect(send('GET', path).body).toMatchObject({ isArchived: true });
  expect(send('GET', headers['location'] ?? '').body).toMatchObject({
    operationType: 'archiveTeam',
    status: 'succeeded',
  });
  expect(post('unarchive').status).toBe(202);
  expect(send('GET', path).body).toMatchObject({ isArchived: false });
});

test('a Microsoft 365 group is a favorite of the caller, and its mail goes to them; others have no mail', () => {
  const { send } = typedTenant();
  const group = `/groups/${ids.archive}`;
  const act = (name: string, of = group) => send('POST', `${of}/${name}`);
  const seen = () => send('GET', `${group}?$select=isFavorite,isSubscribedByMail`).body;
  for (const name of ['addFavorite', 'subscribeByMail', 'resetUnseenCount'])
    expect(act(name), name).toMatchObject({ status: 200, label: 'modeled' });
  expect(seen()).toMatchObject({ isFavorite: true, isSubscribedByMail: true });
  for (const name of ['removeFavorite', 'unsubscribeByMail']) act(name);
  expect(seen()).toMatchObject({ isFavorite: false, isSubscribedByMail: false });
  expect(act('subscribeByMail', `/groups/${ids.facilities}`)).toMatchObject({ status: 400, label: 'modeled' });
});

test('a password is changed by who knows it, to a strong one that is new', () => {
  const { send, sendAs } = typedTenant();
  const me = sendAs(ids.alex);
  const change = (currentPassword: string, newPassword: string) =>
    me('POST', '/me/changePassword', { currentPassword, newPassword }).status;
  expect(send('PATCH', `/users/${ids.alex}`, { passwordProfile: { password: 'First-word-1' } }).status).toBe(204);
  expect(change('Other-word-1', 'Second-word-2')).toBe(400);
  expect(change('First-word-1', 'weak')).toBe(400);
  expect(change('First-word-1', 'First-word-1')).toBe(400);
  expect(change('First-word-1', 'Second-word-2')).toBe(204);
  expect(change('First-word-1', 'Third-word-3')).toBe(400);
});

test('the memberships of an object are in the context of the address that was asked', () => {
  const { send } = typedTenant({ origin: 'https://localhost:1234' });
  expect(
    send('POST', `/users/${ids.alex}/getMemberGroups`, { securityEnabledOnly: false }).body['@odata.context'],
  ).toBe('https://localhost:1234/v1.0/$metadata#Collection(Edm.String)');
});
