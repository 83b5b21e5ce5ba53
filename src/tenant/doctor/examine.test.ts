import { expect, test } from 'vitest';
import type { DoctorFinding } from './doctor-finding.ts';
import type { DoctorPorts, ExaminedActor, ReadReply } from './doctor-ports.ts';
import { type Examination, examine } from './examine.ts';
import { findingsText } from './findings-text.ts';
import type { Needs } from './tenant-needs.ts';

const admin: ExaminedActor = {
  kind: 'signed-in',
  context: 'delegated',
  permissions: ['Group.ReadWrite.All', 'User.Read', 'openid'],
  names: ['id-of-admin', 'admin@contoso.example'],
  directoryRoles: [],
};
const needs: Needs = { actors: [], licenses: [], roles: [], inputs: [] };
const actor = { name: 'admin', contexts: ['delegated'], permissions: [], userInputs: [] } as const;
const nothing: Examination['refused'] = { inputs: new Map() };
const nowMs = Date.parse('2026-11-22T08:30:00Z');

function json(status: number, body: object): ReadReply {
  return { status, headers: {}, text: JSON.stringify(body) };
}

function portsWith(changes: Partial<DoctorPorts>): DoctorPorts {
  return {
    read: async () => json(403, {}),
    signIn: async () => admin,
    knock: async () => ({ kind: 'answered', status: 200, headers: { date: new Date(nowMs).toUTCString() } }),
    now: () => nowMs,
    ...changes,
  };
}

async function found(
  what: string,
  wanted: Partial<Needs>,
  changes: Partial<DoctorPorts> = {},
  refused = nothing,
): Promise<DoctorFinding | undefined> {
  const inputs = new Map([['owner', '010b2de0-0ed4-4ece-bfa2-22fff71d0497']]);
  const findings = await examine({ needs: { ...needs, ...wanted }, inputs, refused, ports: portsWith(changes) });
  return findings.find((finding) => finding.what === what);
}

test('a permission that the token lacks is missing, with the place to read about it', async () => {
  const actors = [{ ...actor, permissions: ['AccessReview.ReadWrite.All'] }];
  expect(await found('AccessReview.ReadWrite.All', { actors })).toMatchObject({
    state: 'missing',
    link: expect.stringContaining('#accessreviewreadwriteall'),
  });
});

test('a permission of a person who cannot sign in is not knowable', async () => {
  const actors = [{ ...actor, permissions: ['Group.Read.All'] }];
  const signIn = async () => ({ kind: 'trouble', message: 'no' }) as const;
  expect(await found('Group.Read.All', { actors }, { signIn })).toMatchObject({ state: 'not-knowable' });
  expect(await found('signs in', { actors }, { signIn })).toMatchObject({ state: 'missing', why: 'no' });
});

test('a granted permission that is not needed is reported, except those that every user may have', async () => {
  const about = { inputs: new Map(), refused: nothing, ports: portsWith({}) };
  const findings = await examine({ ...about, needs: { ...needs, actors: [actor] } });
  expect(findings.filter(({ state }) => state === 'beyond-need').map(({ what }) => what)).toEqual([
    'Group.ReadWrite.All',
  ]);
});

test('a license that no one may look up is not knowable', async () => {
  const wanted = { actors: [actor], licenses: ['AAD_PREMIUM_P2'] };
  expect(await found('AAD_PREMIUM_P2', wanted)).toMatchObject({
    state: 'not-knowable',
    why: 'Graph responded with 403',
  });
});

const sku = (status: string) => ({
  skuPartNumber: 'EMSPREMIUM',
  capabilityStatus: status,
  servicePlans: [{ servicePlanName: 'AAD_PREMIUM_P2' }],
});

test.each([
  ['Enabled', 'there'],
  ['Warning', 'there'],
  ['Suspended', 'missing'],
  ['Deleted', 'missing'],
])('a license in a subscription that is %s is %s', async (status, state) => {
  const read = async () => json(200, { value: [sku(status)] });
  const wanted = { actors: [actor], licenses: ['AAD_PREMIUM_P2'] };
  expect(await found('AAD_PREMIUM_P2', wanted, { read })).toMatchObject({ state });
});

test('roles are known from the token where they cannot be read', async () => {
  const wanted = { actors: [actor], roles: ['User Administrator'] };
  const withRole = { ...admin, directoryRoles: ['fe930be7-5e62-47db-91af-98c3a49a38b1'] };
  expect(await found('User Administrator', wanted)).toMatchObject({ state: 'not-knowable' });
  expect(await found('User Administrator', wanted, { signIn: async () => withRole })).toMatchObject({ state: 'there' });
  const none = async () => json(200, { value: [] });
  expect(await found('User Administrator', wanted, { read: none })).toMatchObject({ state: 'missing' });
  const application = { ...admin, context: 'application' } as const;
  expect(await found('User Administrator', wanted, { signIn: async () => application })).toMatchObject({
    state: 'not-knowable',
  });
});

test('an id that is no user is missing where a user is needed, and not knowable elsewhere', async () => {
  const read = async () => json(404, {});
  const input = (namesUser: boolean) => ({ actors: [actor], inputs: [{ name: 'owner', namesUser }] });
  expect(await found('owner', input(true), { read })).toMatchObject({ state: 'missing' });
  expect(await found('owner', input(false), { read })).toMatchObject({ state: 'not-knowable' });
  expect(await found('owner', input(true))).toMatchObject({ state: 'not-knowable', why: 'Graph responded with 403' });
});

test.each([
  [-400, 'missing', '399 s ahead of Graph'],
  [-100, 'there', '99 s ahead of Graph'],
  [0, 'there', 'the same as that of Graph'],
  [400, 'missing', '400 s behind Graph'],
])('a server whose clock is %d s off: %s', async (seconds, state, why) => {
  const date = new Date(nowMs + seconds * 1000).toUTCString();
  const knock: DoctorPorts['knock'] = async () => ({ kind: 'answered', status: 401, headers: { date } });
  expect(await found('the clock of this machine is correct', {}, { knock })).toMatchObject({ state, why });
});

test('leftovers of earlier runs are a missing item', async () => {
  const what = 'no leftovers of earlier runs';
  expect(await found(what, {})).toMatchObject({ state: 'not-knowable' });
  expect(await found(what, {}, {}, { ...nothing, leftovers: [] })).toMatchObject({ state: 'there' });
  const left = { message: 'the run ab12 left a group', fix: 'finish it' };
  expect(await found(what, {}, {}, { ...nothing, leftovers: [left] })).toMatchObject({
    state: 'missing',
    why: left.message,
    fix: left.fix,
  });
});

test('an input that several scenarios lack is one finding for each thing to do', async () => {
  const lacks = (message: string, fix: string) => ({ message, fix });
  const obstacles = [
    lacks('no owner', 'give it'),
    lacks('no owner of a group', 'give it'),
    lacks('not a user', 'write an id'),
  ];
  const findings = await examine({
    needs: { ...needs, inputs: [{ name: 'owner', namesUser: true }] },
    ...{ inputs: new Map(), refused: { inputs: new Map([['owner', obstacles]]) }, ports: portsWith({}) },
  });
  const missing = findings.filter(({ area }) => area === 'input');
  expect(missing.map(({ state, fix }) => [state, fix])).toEqual([
    ['missing', 'give it'],
    ['missing', 'write an id'],
  ]);
});

test('data cannot drive the terminal of who reads the table', () => {
  const text = findingsText([
    { area: 'sign-in', what: 'signs in', actor: 'a\u001b[2J', state: 'missing', why: '##vso[task]\n' },
  ]);
  expect(text).not.toContain('\u001b');
  expect(text).not.toContain('##vso[');
});
