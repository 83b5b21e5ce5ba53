import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { settingNames } from '../../tenant/auth/setting-names.ts';
import { misspeltVariables, type VariableNeed } from './misspelt-variables.ts';

const owner: VariableNeed['inputs'][number] = { name: 'owner', env: 'REPLAY_OWNER' } as VariableNeed['inputs'][number];
const needs: readonly VariableNeed[] = [{ actors: ['groupOwner'], inputs: [owner] }];

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

test('what is meant for another scenario, another tool, or is set beside it, is passed over', () => {
  expect(misspeltVariables({ REPLAY_SECOND_MEMBER: 'x', AZURE_CLEINT_ID: 'x', PATH: 'x' }, needs)).toEqual([]);
  expect(misspeltVariables({ REPLAY_OWNR: 'x', REPLAY_OWNER: 'y' }, needs)).toEqual([]);
});

test('every setting that sign-ins look for is known', () => {
  const source = readFileSync(new URL('../../tenant/auth/actor-settings.ts', import.meta.url), 'utf8');
  const used = [...source.matchAll(/(?:find|at|required|own)\('([A-Z_]+)'/g)].map(([, name = '']) => name);
  expect(used.length).toBeGreaterThan(5);
  expect(used.filter((name) => !settingNames.some((known) => known === name))).toEqual([]);
});
