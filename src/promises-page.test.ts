import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** docs/reliability.md says which tests prove what is guaranteed: there is at least one for each row. */
const page = readFileSync(new URL('../docs/reliability.md', import.meta.url), 'utf8');
const src = fileURLToPath(new URL('.', import.meta.url));

const rows = [...page.matchAll(/^\| P(\d+) \| .+ \| .+ \|$/gm)].map(([, number]) => Number(number));
const tests = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => readFileSync(`${src}/${name}`, 'utf8'))
  .join('\n');
const named = new Set([...tests.matchAll(/['"`]P(\d+) \S/g)].map(([, number]) => Number(number)));

test('the guarantees are in the order of their numbers, each once', () => {
  expect(rows.length).toBeGreaterThanOrEqual(14);
  expect(rows).toEqual([...new Set(rows)].toSorted((a, b) => a - b));
});

test.each(rows)('P%i has a test of its name', (row) => {
  expect(named).toContain(row);
});
