import fc from 'fast-check';
import { expect, test } from 'vitest';
import { actorSettings } from './actor-settings.ts';
import type { CloudVariables } from './cloud.ts';
import { variablePart } from './setting-lookup.ts';

const tenant = '6a9d41c8-3f27-8b15-9d60-e14c07b2a583';

function read(environment: CloudVariables, actor = 'admin') {
  return actorSettings([actor], { environment, tenant });
}
function settingsIn(environment: CloudVariables, actor = 'admin') {
  const settings = read(environment, actor);
  if (!settings.ok) throw new Error(settings.problems.map(({ message }) => message).join('\n'));
  return settings.value.get(actor);
}
function problemsIn(environment: CloudVariables, actor = 'admin') {
  const settings = read(environment, actor);
  return settings.ok ? [] : settings.problems.map(({ code, message, fix }) => `${code}: ${message}; ${fix}`);
}

const everyActor = { REPLAY_CLIENT_ID: 'shared', REPLAY_CLIENT_SECRET: 'shared-secret' };
const own = { REPLAY_ADMIN_CLIENT_ID: 'own', REPLAY_ADMIN_CLIENT_SECRET: 'own-secret' };
const azure = { AZURE_CLIENT_ID: 'azure', AZURE_CLIENT_SECRET: 'azure-secret' };

test('an actor\u2019s own settings win over those for all, and those over Azure\u2019s', () => {
  expect(settingsIn({ ...azure, ...everyActor, ...own })).toEqual({
    kind: 'client-secret',
    clientId: 'own',
    secret: 'own-secret',
  });
  expect(settingsIn({ ...azure, ...everyActor })).toMatchObject({ clientId: 'shared', secret: 'shared-secret' });
  expect(settingsIn(azure)).toMatchObject({ clientId: 'azure', secret: 'azure-secret' });
});

test('actors are people and applications side by side', () => {
  const environment = { ...everyActor, REPLAY_MEMBER_USERNAME: 'a@b.example', REPLAY_MEMBER_PASSWORD: 'secret-word' };
  expect(settingsIn(environment, 'admin')).toMatchObject({ kind: 'client-secret' });
  expect(settingsIn(environment, 'member')).toMatchObject({ kind: 'username-password', clientId: 'shared' });
});

test.each([
  ['admin', 'ADMIN'],
  ['groupOwner', 'GROUP_OWNER'],
  ['group-owner', 'GROUP_OWNER'],
  ['owner2', 'OWNER2'],
])('the actor %s is %s in variables', (actor, part) => {
  expect(variablePart(actor)).toBe(part);
});

const id = { REPLAY_CLIENT_ID: 'app' };
test.each([
  [
    'client-certificate',
    { ...id, REPLAY_CLIENT_CERTIFICATE_PATH: 'a.pem', REPLAY_CLIENT_CERTIFICATE_PASSWORD: 'p' },
    { path: 'a.pem', password: 'p' },
  ],
  [
    'workload-identity',
    { ...id, AZURE_FEDERATED_TOKEN_FILE: '/var/token' },
    { assertion: { kind: 'file', path: '/var/token' } },
  ],
  ['managed-identity', { REPLAY_CREDENTIAL: 'managed-identity' }, {}],
  ['managed-identity', { ...id, REPLAY_CREDENTIAL: 'managed-identity' }, { clientId: 'app' }],
  ['azure-cli', { REPLAY_ADMIN_CREDENTIAL: 'azure-cli', ...azure }, {}],
  ['azd', { REPLAY_CREDENTIAL: 'azd' }, {}],
  ['powershell', { REPLAY_CREDENTIAL: 'powershell' }, {}],
  ['device-code', { ...id, REPLAY_CREDENTIAL: 'device-code' }, { clientId: 'app' }],
  [
    'browser',
    { ...id, REPLAY_CREDENTIAL: 'browser', REPLAY_ADMIN_USERNAME: 'a@b.example' },
    { username: 'a@b.example' },
  ],
])('%s is read with all it needs', (kind, environment: CloudVariables, rest) => {
  expect(settingsIn(environment)).toMatchObject({ kind, ...rest });
});

test.each([
  [
    'nothing at all',
    {},
    /missing-credential: no setting defines how the actor `admin` signs in; set REPLAY_ADMIN_CLIENT_ID/,
  ],
  ['an empty variable', { REPLAY_CLIENT_SECRET: '' }, /missing-credential/],
  [
    'a secret without an application',
    { REPLAY_CLIENT_SECRET: 'some-secret' },
    /has no CLIENT_ID; set REPLAY_ADMIN_CLIENT_ID/,
  ],
  [
    'input 62: a secret of 7 characters, which is not quoted',
    { ...id, REPLAY_CLIENT_SECRET: 'seven77' },
    /^bad-setting: the value of REPLAY_CLIENT_SECRET is too short to be a client secret; (?!.*seven77)/,
  ],
  [
    'a user without a password',
    { ...id, REPLAY_CREDENTIAL: 'username-password', REPLAY_USERNAME: 'a@b.example' },
    /has no PASSWORD/,
  ],
  ['a kind that is none', { REPLAY_ADMIN_CREDENTIAL: 'azurecli' }, /not a way to sign in; did you mean `azure-cli`/],
  [
    'two proofs at once',
    { ...everyActor, REPLAY_PASSWORD: 'p' },
    /by client-secret or username-password; set REPLAY_ADMIN_CREDENTIAL/,
  ],
  [
    'an own application with the secret of another',
    { ...azure, REPLAY_ADMIN_CLIENT_ID: 'own' },
    /whose secret is not set.*set REPLAY_ADMIN_CLIENT_SECRET/,
  ],
  ['a workload without a federated token', { ...id, REPLAY_CREDENTIAL: 'workload-identity' }, /no federated token/],
  [
    'another tenant',
    { ...azure, AZURE_TENANT_ID: '11111111-1111-4111-8111-111111111111' },
    /AZURE_TENANT_ID is another tenant/,
  ],
])('%s is a problem that says what to set', (_, environment: CloudVariables, expected) => {
  expect(problemsIn(environment).join('\n')).toMatch(expected);
});

test('no problem shows a value of a secret', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9~_-]{12,40}$/);
  const names = ['CLIENT_SECRET', 'PASSWORD', 'CLIENT_CERTIFICATE_PASSWORD'].flatMap((name) =>
    ['REPLAY_ADMIN_', 'REPLAY_', 'AZURE_'].map((prefix) => prefix + name),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), secret, { minKeys: 1 }), (environment) => {
      const shown = problemsIn(environment).join('\n');
      for (const value of Object.values(environment)) expect(shown).not.toContain(value);
    }),
  );
});

test('the user who is signed in to a tool needs no application', () => {
  expect(settingsIn({ ...azure, REPLAY_CREDENTIAL: 'azure-cli' })).toEqual({ kind: 'azure-cli' });
});

test('input 62: a secret of 8 characters is taken', () => {
  expect(settingsIn({ ...id, REPLAY_CLIENT_SECRET: 'eight888' })).toMatchObject({ secret: 'eight888' });
});
