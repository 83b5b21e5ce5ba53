import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readHistory } from './read-history.ts';

test('a run in which a secret stands is refused, and the secret is not shown', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'history-'));
  const name = '20261129T083000Z-abcdefgh.json';
  const secret = `eyJ${'x9Z'.repeat(10)}.eyJ${'a'.repeat(40)}`;
  await writeFile(join(folder, name), `{\n  "version": 1,\n  "title": "${secret}"\n}`);
  const read = await readHistory(folder, 10);
  await rm(folder, { recursive: true });
  expect(JSON.stringify(read)).not.toContain('x9Zx9Z');
  expect(read).toMatchObject({ ok: false, problems: [{ code: 'secret-found', at: { line: 3, column: 13 } }] });
});
