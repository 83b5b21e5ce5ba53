import { expect, test } from 'vitest';
import { everything, isWhole, namedSteps } from './selection.ts';

test.each([
  [everything, true],
  [{ only: ['read'] }, false],
  [{ only: [], from: 'read' }, false],
  [{ only: [], to: 'read' }, false],
])('%j selects all steps: %s', (selection, whole) => {
  expect(isWhole(selection)).toBe(whole);
  expect(namedSteps(selection)).toEqual(whole ? [] : ['read']);
});
