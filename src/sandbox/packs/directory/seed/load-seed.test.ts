import { describe, expect, test } from 'vitest';
import { placeText } from '../../../../diagnostics/place.ts';
import { idSource } from '../../../service/id-source.ts';
import { sandboxClock } from '../../../service/sandbox-clock.ts';
import { objectStore } from '../../../store/object-store.ts';
import { createDirectory } from '../create-directory.ts';
import { defaultSeed } from './default-seed.ts';
import { parseSeeds } from './load-seed.ts';

function problemsOf(text: string): readonly string[] {
  const parsed = parseSeeds([{ path: 'seed.json', text }]);
  if (parsed.ok) return [];
  return parsed.problems.map(({ at, code, message, fix }) => {
    const how = fix === undefined ? '' : ` (${fix})`;
    return `${at === undefined ? '' : placeText(at)} ${code}: ${message}${how}`;
  });
}

const tenant = `"tenant": {
    "id": "6a9d41c8-3f27-8b15-9d60-e14c07b2a583",
    "displayName": "Contoso",
    "domains": ["contoso.com"],
    "licenses": ["AAD_PREMIUM_P2"]
  }`;

const withUsers = (users: string, more = '') => `{
  "version": 1,
  ${tenant},
  "users": [
    ${users}
  ]${more}
}`;

describe('parseSeeds', () => {
  test('takes the default seed written as a file', () => {
    const parsed = parseSeeds([{ path: 'seed.json', text: JSON.stringify(defaultSeed) }]);
    expect(parsed).toEqual({ ok: true, value: [defaultSeed] });
  });

  test('points at a syntax error', () => {
    expect(problemsOf('{\n  "version": 1,\n}')).toEqual([
      'seed.json:2:15 seed-invalid: not valid JSON: a comma before `}` (correct it here)',
    ]);
  });

  test('lists what does not have the form, each at its place', () => {
    const text = withUsers(`{ "displayName": "A", "userPrincipalName": "a@contoso.com", "lastSignIn": "yesterday" },
    { "displayName": "B", "userPrincipalName": "b", "usertype": "Guest" }`);
    expect(problemsOf(text)).toEqual([
      expect.stringMatching(/^seed\.json:10:\d+ seed-invalid: `lastSignIn` cannot be "yesterday"/),
      expect.stringMatching(/^seed\.json:11:\d+ seed-invalid: `userPrincipalName` cannot be "b"/),
      expect.stringMatching(
        /^seed\.json:11:\d+ seed-invalid: `usertype` is not a key here \(did you mean `userType`\?\)/,
      ),
    ]);
  });

  test('points at names that no one has, names that two have, and domains and roles that there are not', () => {
    const text = withUsers(
      `{ "displayName": "Casey", "userPrincipalName": "casey@contoso.com" },
    { "displayName": "Robin", "userPrincipalName": "Casey@contoso.com" },
    { "displayName": "Sam", "userPrincipalName": "sam@contoso.org", "manager": "cassey@contoso.com" }`,
      `,
  "groups": [{ "displayName": "G", "mailNickname": "g", "kind": "security", "members": ["h"] }],
  "roles": [{ "role": "Global Admin", "active": ["g"] }]`,
    );
    expect(problemsOf(text)).toEqual([
      expect.stringMatching(/^seed\.json:11:\d+ seed-invalid: `Casey@contoso\.com` occurs more than once/),
      expect.stringMatching(/^seed\.json:12:\d+ seed-invalid: `contoso\.org` is not a domain of the tenant/),
      expect.stringMatching(
        /^seed\.json:12:\d+ seed-invalid: there is no `cassey@contoso\.com` in the seed \(did you mean/,
      ),
      expect.stringMatching(/^seed\.json:14:\d+ seed-invalid: there is no `h` in the seed/),
      expect.stringMatching(/^seed\.json:15:\d+ seed-invalid: `Global Admin` is not a directory role/),
    ]);
  });

  test('refuses a key that occurs twice', () => {
    expect(problemsOf('{"version": 1, "version": 1}')).toEqual([
      'seed.json:1:16 seed-invalid: $.version occurs at 1:2 already (keep one of the two)',
    ]);
  });
});

describe('a seeded directory', () => {
  const directory = createDirectory({
    clock: sandboxClock(Date.UTC(2027, 0, 31)),
    ids: idSource('seed'),
    store: objectStore(),
    seed: defaultSeed,
  });

  test('has times that were reported as durations at that distance from its start', () => {
    expect(directory.user('AlexM@contoso.com')?.lastSignInDateTime).toBe('2027-01-29T00:00:00Z');
    expect(directory.user('TaylorB@contoso.com')?.lastSignInDateTime).toBeNull();
    expect(directory.user('TaylorB@contoso.com')?.values['createdDateTime']).toBe('2027-01-11T00:00:00Z');
  });

  test('has everybody whom the shipped scenarios name', () => {
    for (const id of [
      '010b2de0-0ed4-4ece-bfa2-22fff71d0497',
      'b828cc0e-4240-46ed-bb25-888744487e2d',
      '43b12b0c-ee2c-4257-96fe-505d823e06ab',
      '859924d0-7115-422a-9ee8-ea8c0c014707',
      'cdb555e3-b33e-4fd5-a427-17fadacbdfa7',
    ]) {
      expect(directory.user(id)?.userType).toBe('Member');
    }
    expect(directory.rolesOf('b828cc0e-4240-46ed-bb25-888744487e2d')).toEqual(['Global Administrator']);
    expect(directory.userByMail('john@tailspintoys.com')).toBeUndefined();
  });

  test('has one of each kind that reviews care about', () => {
    expect(directory.rolesOf(directory.user('SamH@contoso.com')?.id ?? '')).toEqual(['Security Reader']);
    expect(directory.rolesOf(directory.user('TaylorB@contoso.com')?.id ?? '')).toEqual([]);
    expect(directory.managerOf(directory.user('TaylorB@contoso.com')?.id ?? '')).toBeUndefined();
    expect(directory.users().filter(({ userType }) => userType === 'Guest')).toHaveLength(2);
    const nested = directory.groups().find(({ mailNickname }) => mailNickname === 'facilities')?.id ?? '';
    expect(directory.members(nested)).toHaveLength(3);
    expect(directory.transitiveMembers(nested)).toHaveLength(5);
    expect(directory.accessPackageAssignments()).toHaveLength(2);
    expect(directory.owners('61e9c2d8-f507-8b4a-83c6-a9f04d7e2b15')).toHaveLength(1);
    expect(directory.appAssignments('61e9c2d8-f507-8b4a-83c6-a9f04d7e2b15')).toHaveLength(3);
  });
});
