import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { carried, exported, imported } from '../../test/support/harness/sample-export.ts';

const folders = ['../tutorial/import/pages/', '../tutorial/page/pages/'].map((name) => new URL(name, import.meta.url));
const pages = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const),
);

test.each(pages)('%s: the page of its scenario gives that scenario again', async (_name, text) => {
  const first = await imported(text);
  if (first === undefined) return;
  const again = await imported(exported(first));
  expect(again && carried(again.imported.document)).toEqual(carried(first.imported.document));
});
