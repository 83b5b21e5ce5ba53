import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleMetadata } from '../../../test/support/contract/sample-contract.ts';
import { checkPage } from './check-page.ts';
import { fixPage } from './fix-page.ts';

const basis = { metadata: { 'v1.0': await sampleMetadata() }, metadataDay: 0 };
const fence = '```';

const sample = `---
title: "T"
ms.date: 01/02/2026
---
# Update shelf

## Permissions

|Permission type|Permissions|
|:---|:---|
|Application|Shelf.ReadWrite.All|

## HTTP request

${fence}http
PATCH /mine/shelves/{id}
${fence}

## Request body

| Property | Type | Description |
|:--|:--|:--|
| kind | shelfKind | Possible values: \`open\`, \`closed\`. |

## Response

It returns \`200 OK\`.

<!-- { "blockType": "request", "name": "update" } -->
${fence}http
PATCH https://graph.microsoft.com/v1.0/mine/shelves/3f2504e0-4f89-41d3-9a0c-0305e82c3301?$select=id
Content-Type: application/json

{ "kind": "open", "labels": [ "a", "b" ], "height": 3, "maker": { "name": "x" }, }
${fence}

<!-- { "blockType": "response", "truncated": true, "@odata.type": "microsoft.graph.shelf" } -->
${fence}http
HTTP/1.1 200 OK
Content-type: application/json

{ "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#mine/shelves/$entity", "id": "3f2504e0-4f89-41d3-9a0c-0305e82c3301" }
${fence}
`;

/** What breaks readers: marks of Markdown, JSON and HTTP where none is expected, and characters that are none. */
const crumb = fc.oneof(
  fc.constantFrom('```', '`', '|', '---\n', '<!--', '-->', '{', '}', '[', ']', '"', ',', ':', '\n', '\r', '\u2028'),
  fc.constantFrom('\u0000', '\ud800', '\ufeff', '__proto__', 'constructor', '\\', '$', '%', '(((', '}}}', '\t', '> '),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const edits = fc.array(fc.record({ at: fc.nat(sample.length), cut: fc.nat(40), put: crumb }), { maxLength: 6 });
const edited = edits.map((all) =>
  all.reduce((text, { at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut), sample),
);

describe('law: whatever a page holds', () => {
  test('it is checked, and every finding is in it', () => {
    fc.assert(
      fc.property(edited, (text) => {
        for (const { span, message } of checkPage({ path: 'page.md', text }, basis, 0)) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.start).toBeLessThanOrEqual(span.end);
          expect(span.end).toBeLessThanOrEqual(text.length);
          expect(message).not.toBe('');
        }
      }),
      { numRuns: 500 },
    );
  });

  test('fixing is idempotent: the corrected page has nothing left to correct', () => {
    fc.assert(
      fc.property(edited, (text) => {
        const check = (one: string) =>
          checkPage({ path: 'page.md', text: one }, basis, 0).filter(
            ({ level, fix }) => level === 'error' && fix !== undefined,
          );
        const corrected = fixPage(text, check);
        expect(check(corrected)).toEqual([]);
        expect(corrected === text).toBe(check(text).length === 0);
      }),
      { numRuns: 300 },
    );
  });
});

test.each([
  ['front matter that never ends', `---\n${'a: *b\n'.repeat(100_000)}`],
  [
    'front matter of anchors',
    `---\n${Array.from({ length: 2000 }, (_, n) => `a${n}: &a${n} [*a${n - 1}, *a${n - 1}]`).join('\n')}\n---\n# T\n`,
  ],
  ['fences that never end', `${'~~~http\nGET /me\n'.repeat(20_000)}`],
  ['headings', '# T\n'.repeat(100_000)],
  ['quotes within quotes', `${'>'.repeat(50_000)} GET /me\n`],
  ['lists within lists', Array.from({ length: 3000 }, (_, n) => `${' '.repeat(n % 200)}- x`).join('\n')],
  ['comments that never end', '<!-- { "blockType": "request"\n'.repeat(20_000)],
  [
    'tables of permissions',
    `## Permissions\n\n${'|Application|Shelf.Reed.All, Shelf.ReadWrite.All|\n'.repeat(20_000)}`,
  ],
  ['a line without end', `${fence}http\nGET https://graph.microsoft.com/v1.0/${'a('.repeat(100_000)}\n${fence}\n`],
  ['one text', `${fence}http\nHTTP/1.1 200 OK\n\n{ "a": "${'"'.repeat(50_000)} }\n${fence}\n`],
])('no page takes a second: %s', (_, text) => {
  const startMs = performance.now();
  expect(Array.isArray(checkPage({ path: 'page.md', text }, basis, 0))).toBe(true);
  // A whole order above what it takes, so that a loaded machine says nothing.
  expect(performance.now() - startMs).toBeLessThan(10_000);
});
