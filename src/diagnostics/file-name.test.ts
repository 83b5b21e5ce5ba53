import { posix, win32 } from 'node:path';
import { expect, test } from 'vitest';
import { fileName } from './file-name.ts';

test.each([
  ['scenarios\\groups\\..\\a.scenario.yaml', 'scenarios/a.scenario.yaml'],
  ['.\\scenarios/a.scenario.yaml', 'scenarios/a.scenario.yaml'],
  ['C:\\work\\a.scenario.yaml', 'C:/work/a.scenario.yaml'],
  ['\\\\server\\share\\a.scenario.yaml', '//server/share/a.scenario.yaml'],
])('on Windows, %s is %s', (given, expected) => {
  expect(fileName(given, win32)).toBe(expected);
});

test.each([
  ['./scenarios//a.scenario.yaml', 'scenarios/a.scenario.yaml'],
  // There, it is a character of a name.
  ['scenarios/a\\b.scenario.yaml', 'scenarios/a\\b.scenario.yaml'],
])('elsewhere, %s is %s', (given, expected) => {
  expect(fileName(given, posix)).toBe(expected);
});
