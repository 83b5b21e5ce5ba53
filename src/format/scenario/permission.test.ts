import { expect, test } from 'vitest';
import { permissionCovers } from './permission.ts';

test.each([
  ['Group.Read.All', 'Group.Read.All', true],
  ['Group.ReadWrite.All', 'Group.Read.All', true],
  ['group.readwrite.all', 'Group.ReadWrite.All', true],
  ['User.Read.All', 'User.Read', true],
  ['User.ReadWrite.All', 'User.Read', true],
  ['Group.Read.All', 'Group.ReadWrite.All', false],
  ['GroupMember.Read.All', 'Group.Read.All', false],
  ['Group.Read.All', 'GroupMember.Read.All', false],
  ['AccessReview.ReadWrite.All', 'AccessReview.Read.All', true],
])('%s covers %s: %s', (grant, need, covered) => {
  expect(permissionCovers(grant, need)).toBe(covered);
});
