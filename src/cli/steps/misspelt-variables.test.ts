import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { settingNames } from '../../tenant/auth/setting-names.ts';
import type { LoadedScenario } from '../loading/load-scenarios.ts';
import { misspeltInputs, misspeltVariables } from './misspelt-variables.ts';

const owner = { name: 'owner', env: 'REPLAY_OWNER' } as LoadedScenario['inputs'][number];
const needs: readonly Pick<LoadedScenario, 'inputs' | 'actors'>[] = [{ actors: ['groupOwner'], inputs: [owner] }];

test.each([
  ['REPLAY_CLEINT_ID', 'REPLAY_CLIENT_ID'],
  ['REPLAY_GROUP_OWNER_PASWORD', 'REPLAY_GROUP_OWNER_PASSWORD'],
  ['REPLAY_OWNR', 'REPLAY_OWNER'],
  ['REPLAY_CLOUDS', 'REPLAY_CLOUD'],
])('%s is read by nothing, and %s may be meant', (given, meant) => {
  expect(misspeltVariables({ [given]: 'x' }, needs)).toEqual([
    `note: nothing reads the variable ${given}; did you mean ${meant}?`,
  ]);
});

test.each([
  ['CONTOSO_CLEINT_ID', 'CONTOSO_CLIENT_ID'],
  ['CONTOSO_GROUP_OWNER_PASWORD', 'CONTOSO_GROUP_OWNER_PASSWORD'],
  ['CONTOSO_REPLAY_OWNR', 'CONTOSO_REPLAY_OWNER'],
  ['CONTOSO_GRAPH_ORIGN', 'CONTOSO_GRAPH_ORIGIN'],
])('of a tenant with a prefix of its own: %s', (given, meant) => {
  expect(misspeltVariables({ [given]: 'x' }, needs)).toEqual([]);
  expect(misspeltVariables({ [given]: 'x' }, needs, ['CONTOSO'])).toEqual([
    `note: nothing reads the variable ${given}; did you mean ${meant}?`,
  ]);
});

test('a variable of one tenant is not meant for another, whose prefix is a letter away', () => {
  expect(misspeltVariables({ T1_CLEINT_ID: 'x', T1_CLIENT_ID: 'y' }, needs, ['T1', 'T2'])).toEqual([]);
  expect(misspeltVariables({ T1_CLEINT_ID: 'x' }, needs, ['T', 'T2', 'T1'])).toEqual([
    'note: nothing reads the variable T1_CLEINT_ID; did you mean T1_CLIENT_ID?',
  ]);
});

test('without a sign-in, only variables of inputs are checked', () => {
  expect(misspeltInputs({ REPLAY_OWNR: 'x', REPLAY_CLEINT_ID: 'x' }, needs)).toEqual([
    'note: nothing reads the variable REPLAY_OWNR; did you mean REPLAY_OWNER?',
  ]);
});

test('variables for another scenario or another tool are ignored', () => {
  expect(misspeltVariables({ REPLAY_SECOND_MEMBER: 'x', AZURE_CLEINT_ID: 'x', PATH: 'x' }, needs)).toEqual([]);
  expect(misspeltVariables({ REPLAY_OWNR: 'x', REPLAY_OWNER: 'y' }, needs)).toEqual([]);
});

test('every setting that sign-ins look for is known', () => {
  const source = readFileSync(new URL('../../tenant/auth/actor-settings.ts', import.meta.url), 'utf8');
  const used = [...source.matchAll(/(?:find|at|required|own)\('([A-Z_]+)'/g)].map(([, name = '']) => name);
  expect(used.length).toBeGreaterThan(5);
  expect(used.filter((name) => !settingNames.some((known) => known === name))).toEqual([]);
});
