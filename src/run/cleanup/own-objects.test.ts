import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { relationsIn } from '../../../test/support/run/metadata-relations.ts';
import { type PackedModel, unpackModel } from '../../metadata/pack-model.ts';
import { shippedFile } from '../../metadata/shipped-file.ts';
import { isOneOf } from './own-objects.ts';

/** `UPDATE_GOLDEN=1` writes the names of new metadata. */
test('the properties that refer to other objects are those of the shipped metadata', () => {
  const file = new URL('relations.ts', import.meta.url);
  const lines: string[] = [];
  for (const name of relationsIn(unpackModel(shippedFile('v1.0.json.gz') as PackedModel))) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + name.length < 116) lines[lines.length - 1] = `${last} ${name}`;
    else lines.push(`  ${name}`);
  }
  const text = `/**
 * Written by own-objects.test.ts from the metadata in model/, which says what its facts are made of: names of properties
 * that refer to other objects instead of holding them, in lower case.
 */
export const relations: readonly string[] = \`
${lines.join('\n')}
\`
  .trim()
  .split(/\\s+/);
`;
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  expect(readFileSync(file, 'utf8')).toBe(text);
});

const own = [
  '/v1.0/groups/g',
  '/v1.0/teams/t',
  '/v1.0/identityGovernance/entitlementManagement/accessPackages/p',
  '/v1.0/users/u',
];

test.each([
  ['/v1.0/groups/g/drive/root:/plan.txt:/content', true],
  ['/v1.0/groups/g/drive/root:/owners/plan.txt:/content', true],
  ['/v1.0/groups/g/drive/root:/owners/plan.txt', true],
  ['/v1.0/groups/g/drive/root:/a:/lastModifiedByUser', false],
  ['/v1.0/groups/g/drive/items/i/children/c', true],
  ['/v1.0/groups/g/team/channels/c/messages/m', true],
  ['/v1.0/teams/t/channels/c/filesFolder', true],
  ['/v1.0/groups/g/sites/root/lists/l/items/i', true],
  ['/v1.0/identityGovernance/entitlementManagement/accessPackages/p/resourceRoleScopes/p', true],
  ['/v1.0/identityGovernance/entitlementManagement/accessPackages/p/incompatibleGroups/other', false],
  ['/v1.0/identityGovernance/entitlementManagement/accessPackages/p/incompatibleGroups/g', true],
  ['/v1.0/groups/g/owners/other', false],
  ['/v1.0/groups/g/owners/u', true],
  ['/v1.0/groups/g/OWNERS/other/$ref', true],
  ['/v1.0/groups/g/createdOnBehalfOf', false],
  ['/v1.0/users/u/oauth2PermissionGrants/other', false],
  ['/beta/users/u/transitiveReports/other', false],
  ['/v1.0/groups/g/members/other', false],
  ['/v1.0/teams/t/members/other', true],
])('%s names an object of the run, or a part of one: %s', (url, isOwn) => expect(isOneOf(own, url)).toBe(isOwn));
