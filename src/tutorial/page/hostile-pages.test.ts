import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { busySecondMs, cpuClock } from '../../../tools/cpu-clock.ts';
import type { Page } from './page.ts';
import { readPage } from './read-page.ts';

/** The longest page that the expectation is about: it is read within a second of computing, whatever it holds. */
const longest = 256 * 1024;

const fill = (unit: string) => unit.repeat(Math.ceil(longest / unit.length)).slice(0, longest);

function cpuMsOf(text: string): number {
  const spentMs = cpuClock();
  readPage({ path: 'page.md', text });
  return spentMs();
}

const units = [
  ['code blocks', '```\n```\n'],
  ['code blocks never closed', '```http\nGET /x\n\n'],
  ['requests', '```http\nGET /x\n```\n'],
  ['quotes in quotes', '>'],
  ['quoted code', '> ```\n'],
  ['lists in lists', '- '],
  ['list items', '- a\n'],
  ['brackets', '['],
  ['links', '[a]('],
  ['emphasis', '*a_'],
  ['backticks', '`'],
  ['one long line', 'a'],
  ['empty lines', '\n'],
  ['comments never closed', '<!--\n'],
  ['annotations', '<!-- {"blockType":"request"} -->\n'],
  ['headings', '# a\n'],
  ['underlines', 'a\n=\n'],
  ['table rows', '|\n'],
  ['sentences', 'Replace `a` with b. '],
  ['sentences without spaces', '。'],
  ['underscores', '_'],
  ['spaces', ' '],
  ['tabs', '\t'],
] as const;

const bodyUnits = [
  ['brackets', '['],
  ['braces', '{'],
  ['names', '{"a":'],
  ['quotes', '"'],
  ['smart quotes', '“'],
  ['backslashes', '\\'],
  ['comments', '/*'],
  ['ellipses', '...'],
  ['items', '1,'],
  ['items without commas', '1 '],
  ['lines', 'GET /x\n'],
] as const;

describe('a page of 256 KiB takes no longer than a second', () => {
  test.each(units)('%s', (_, unit) => {
    expect(cpuMsOf(fill(unit))).toBeLessThan(busySecondMs());
    expect(cpuMsOf(`# A\n\n- \`\`\`http\n${fill(unit)}`)).toBeLessThan(busySecondMs());
  });

  test.each(bodyUnits)('a body of %s', (_, unit) => {
    const head = '```http\nPOST /users\nContent-type: application/json\n\n';
    expect(cpuMsOf(`${head}{"a": [${fill(unit)}\n\`\`\`\n`)).toBeLessThan(busySecondMs());
  });
});

test('a page far beyond that is refused', () => {
  const page = readPage({ path: 'page.md', text: 'a'.repeat(512 * 1024 + 1) });
  expect(page.problems).toMatchObject([{ code: 'file-too-large', at: { file: 'page.md', line: 1, column: 1 } }]);
});

const piece = fc.constantFrom(
  ...['\n', '\n\n', '\r\n', ' ', '    ', '\t', '> ', '- ', '1. ', '# ', '## Request\n', '### Response\n', '---\n'],
  ...['```', '```http\n', '```json\n', '~~~\n', '\n```\n', '`', '**', '<!--', '-->', '{', '}', '[', ']', '"', ',', ':'],
  ...[
    'GET https://graph.microsoft.com/v1.0/users',
    'POST /groups\n',
    'DELETE users',
    'HTTP/1.1 200 OK\n',
    '204 No Content',
  ],
  ...[
    'Content-Type: application/json\n',
    '{ "value": [] }',
    '"id": "a"',
    '...',
    '“',
    '’',
    '\u200b',
    '\u202e',
    '\0',
    '\ud800',
  ],
  ...[
    '<!-- { "blockType": "request", "name": "a" } -->\n',
    '<!-- { "blockType": "response" -->',
    '# [HTTP](#tab/http)\n',
  ],
  ...[
    'Replace `a` with **id**.',
    'Sign in as the member. ',
    'Repeat Step 1 twice. ',
    'returns `204 No Content`. ',
    '# Prerequisites\n',
  ],
);

describe('laws', () => {
  const texts = fc.oneof(
    fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
    fc.string({ unit: 'binary', maxLength: 200 }),
  );

  test('any text is a page, and every place lies within it', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const page = readPage({ path: 'page.md', text });
        for (const { start, end } of spansOf(page)) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
        for (const { at, fix } of page.problems) {
          expect(at?.file).toBe('page.md');
          expect(fix).not.toBe('');
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('items and problems come in the order of the page', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const page = readPage({ path: 'page.md', text });
        const starts = page.items.map((item) =>
          item.kind === 'request' ? item.request.span.start : item.instruction.span.start,
        );
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
        const lines = page.problems.map(({ at }) => at?.line ?? 0);
        expect(lines).toEqual(lines.toSorted((a, b) => a - b));
      }),
      { numRuns: 500 },
    );
  });
});

function spansOf(page: Page): readonly { readonly start: number; readonly end: number }[] {
  const { permissions, roles, licenses } = page.prerequisites;
  return [
    ...[...page.headings, ...permissions, ...roles, ...licenses].map(({ span }) => span),
    ...page.items.flatMap((item) => {
      if (item.kind === 'instruction') return [item.instruction.span];
      const { span, body, responses, prose, urlSpan = span, urlRepairs = [] } = item.request;
      const bodies = [body, ...responses.map((response) => response.body)].flatMap((one) => one ?? []);
      const repairs = bodies.flatMap((one) => (one.kind === 'json' ? one.repairs : []));
      return [span, urlSpan, ...[...bodies, ...repairs, ...responses, ...prose, ...urlRepairs].map((one) => one.span)];
    }),
  ];
}
