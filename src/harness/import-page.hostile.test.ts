import { expect, test } from 'vitest';
import { cpuClock } from '../../tools/cpu-clock.ts';
import { importTutorial } from '../tutorial/import/import-tutorial.ts';
import { readPage } from '../tutorial/page/read-page.ts';

/** The longest page that is read at all is worth no more than a second of work, whatever stands on it. */
const id = (n: number) => `aaaaaaaa-bbbb-4ccc-8ddd-${String(n).padStart(12, '0')}`;
const many = (count: number, text: (n: number) => string) => Array.from({ length: count }, (_, n) => text(n)).join('');
const root = 'https://graph.microsoft.com/v1.0/';
const fence = (text: string) => `\`\`\`http\n${text}\n\`\`\`\n\n`;
const post = (what: string, body: string, response: string) =>
  fence(`POST ${root}${what}\ncontent-type: application/json\n\n${body}`) +
  fence(`HTTP/1.1 201 Created\ncontent-type: application/json\n\n${response}`);

test.each([
  [
    'creates many things',
    many(900, (n) => post('groups', `{"mailNickname":"n${n}","x":"${id(n - 1)}"}`, `{"id":"${id(n)}"}`)),
  ],
  ['asks for many ids', many(2_500, (n) => fence(`GET ${root}groups/${id(n)}`))],
  ['shows one id again and again', many(900, () => post('groups', '{"mailNickname":"n"}', `{"id":"${id(1)}"}`))],
  ['has a long text', post('groups', `{"description":"${'abcdef12 '.repeat(25_000)}"}`, `{"id":"${id(1)}"}`)],
  ['has a text of ids', post('groups', `{"description":"${many(3_000, (n) => `${id(n)} `)}"}`, `{"id":"${id(1)}"}`)],
  ['repeats itself', `# a\n\n## Step 1\n\n${fence(`GET ${root}groups`)}${'Repeat Step 1.\n\n'.repeat(8_000)}`],
  [
    'has many headings',
    `${many(9_000, (n) => `## H${n}\n\nSign in as one of the members.\n\n`)}${fence(`GET ${root}groups`)}`,
  ],
])('a page that %s costs no more than a second or two to import', (_what, text) => {
  const page = readPage({ path: 'page.md', text });
  const spentMs = cpuClock();
  expect(importTutorial(page, { run: { id: 'abcdefghijklm', password: 'x' }, today: '2026-11-22' })).toBeDefined();
  // Twice what is expected: machines differ, and other work does not count.
  expect(spentMs()).toBeLessThan(2_000);
});
