import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readPage } from './read-page.ts';

/**
 * Published tutorials, where they lie beside the checkout. What each page shows was counted by eye; the reader must find
 * all of it. A page says nothing of some responses: those requests have none.
 */
const folder = new URL('../../../../shared/tutorials/', import.meta.url);

const counted: readonly (readonly [page: string, requests: number, responses: number, problems: readonly string[]])[] =
  [
    [
      '2021-application-saml-sso-configure-api.md',
      14,
      14,
      ['page-status-line', 'page-status-line', 'page-status-line'],
    ],
    ['2021-delta-query-groups.md', 5, 7, []],
    ['2021-extensibility-schema-groups.md', 5, 5, []],
    ['2021-json-batching.md', 1, 1, ['page-unused']],
    ['2021-outlook-create-send-messages.md', 2, 0, ['page-unused', 'page-unused', 'page-unused']],
    ['2021-teams-create-group-and-team.md', 2, 2, []],
    ['2021-tutorial-access-package-api.md', 18, 18, ['page-json', 'page-version']],
    ['2021-tutorial-accessreviews-M365group.md', 10, 10, []],
    ['2021-tutorial-accessreviews-securitygroup.md', 9, 9, []],
    ['2021-tutorial-riskdetection-api.md', 9, 9, ['page-version']],
    [
      '2021-workbook-best-practice.md',
      7,
      11,
      ['page-json', 'page-json', 'page-json', 'page-json', 'page-json', 'page-json'],
    ],
    ['2024-tutorial-accessreviews-securitygroup.md', 7, 7, []],
  ];

if (!existsSync(folder)) {
  test('published tutorials are read', (context) => context.skip(`no tutorials at ${fileURLToPath(folder)}`));
} else {
  describe.each(counted)('%s', (name, requests, responses, problems) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    const page = readPage({ path: name, text });
    const found = page.items.flatMap((item) => (item.kind === 'request' ? [item.request] : []));

    test('every request is found, every response has its request', () => {
      expect(found).toHaveLength(requests);
      expect(found.flatMap((request) => request.responses)).toHaveLength(responses);
      expect(page.problems.map(({ code }) => code)).toEqual(problems);
    });

    test('every body is JSON', () => {
      const bodies = found.flatMap((request) => [request.body, ...request.responses.map(({ body }) => body)]);
      expect(bodies.filter((body) => body?.kind === 'other')).toEqual([]);
    });

    test('spans are what they claim to be', () => {
      for (const request of found) {
        const shown = text.slice(request.span.start, request.span.end);
        expect(shown).toMatch(new RegExp(`^${request.method} `));
        if (request.body !== undefined) {
          expect(text.slice(request.body.span.start, request.body.span.end)).toMatch(/^[{[][\s\S]*[}\]]$/);
        }
      }
    });
  });
}
