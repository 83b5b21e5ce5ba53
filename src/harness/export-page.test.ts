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

const fence = (...lines: readonly string[]) => `\`\`\`http\n${lines.join('\n')}\n\`\`\`\n`;
const root = 'https://graph.microsoft.com/v1.0';

test('links, texts and ids that end in `=` are shown as pages write them', async () => {
  const page = [
    ...['# Copy', fence(`GET ${root}/me/messages/AAMkADAwAABf02bAAAA=/$value`)],
    ...[fence('HTTP/1.1 200 OK', 'content-type: text/plain', '', 'Subject: A')],
    ...[fence(`POST ${root}/copy`), fence('HTTP/1.1 202 Accepted', `location: ${root}/operations/7`)],
    ...[fence(`GET ${root}/operations/7`)],
    ...[fence('HTTP/1.1 200 OK', 'content-type: application/json', '', '{ "status": "succeeded" }')],
  ].join('\n\n');
  const first = await imported(page);
  if (first === undefined) throw new Error('nothing was imported');
  const shown = exported(first);
  expect(shown).toContain('/messages/AAMkADAwAABf02bAAAA=/$value\n');
  expect(shown).toContain(`location: ${root}/operations/7\n`);
  expect(shown).toContain('content-type: text/plain\n\nSubject: A\n');
  const again = await imported(shown);
  expect(again && carried(again.imported.document)).toEqual(carried(first.imported.document));
  expect(first.imported.document.steps.map(({ request }) => request?.url).at(-1)).toBe('${operation}');
});

test('people are signed in by name, by what they are, or as another user', async () => {
  const me = `${fence(`GET ${root}/me`)}\n${fence('HTTP/1.1 200 OK')}`;
  const signIn = ['as **Adele**', 'as one of the owners', 'to Graph Explorer as another user'];
  const page = ['# People', ...signIn.flatMap((who, at) => [`## Step ${at}`, `Sign in ${who}.`, me])].join('\n\n');
  const first = await imported(page);
  if (first === undefined) throw new Error('nothing was imported');
  expect(Object.keys(first.imported.document.actors)).toEqual(['adele', 'owner', 'second-person']);
  const again = await imported(exported(first));
  expect(again && carried(again.imported.document)).toEqual(carried(first.imported.document));
});
