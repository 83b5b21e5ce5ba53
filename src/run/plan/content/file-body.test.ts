import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readFileBody } from './file-body.ts';

const folder = mkdtempSync(join(tmpdir(), 'file-body-'));
writeFileSync(join(folder, 'ten.txt'), '0123456789');
afterAll(() => rmSync(folder, { recursive: true }));

const read = (range?: string) =>
  readFileBody(join(folder, 'a.scenario.yaml'), 'ten.txt', range === undefined ? {} : { range });

test.each([
  [undefined, '0123456789'],
  ['0-9', '0123456789'],
  ['0-0', '0'],
  ['9-9', '9'],
  ['3-5', '345'],
])('of a file of ten bytes, the range %s is %s', (range, text) => {
  const body = read(range);
  expect(body.ok && String(body.content)).toBe(text);
  expect(body.ok && body.size).toBe(10);
});

test.each(['0-10', '10-10', '5-4', '-1', '3', 'a-b', '0-99999999999', ' 0-1'])(
  'there is no range %j in it',
  (range) => {
    expect(read(range)).toMatchObject({ ok: false, on: 'range', fix: expect.stringContaining('up to 9') });
  },
);
