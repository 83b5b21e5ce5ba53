import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readEnvFile } from './read-env-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'env-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['A=1 # a comment', '1'],
  ["A='#1'", '#1'],
  ["A='x'y", "'x'y"],
  ['A: x', 'x'],
  ['export A=x', 'x'],
  ['A="first\nsecond"', 'first\nsecond'],
  ['A=x\r\nB=y', 'x'],
])('%j is read as dotenv reads it', async (text, value) => {
  const file = join(folder, '.env');
  writeFileSync(file, text);
  const read = await readEnvFile(file);
  expect(read.ok && read.value['A']).toBe(value);
});
