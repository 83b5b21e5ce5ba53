import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { account, comparison, reported } from '../../../test/support/report/sample-account.ts';
import { paintFor } from '../wording/paint.ts';
import { comparisonJson } from './comparison-json.ts';
import { comparisonMarkdown } from './comparison-markdown.ts';
import { comparisonText } from './comparison-text.ts';

const folder = new URL('golden/', import.meta.url);

/** Golden files change only with UPDATE_GOLDEN, and are then read line by line. */
function expectGolden(name: string, text: string): void {
  const file = new URL(name, folder);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, 'utf8'));
}

const id = (last: number) => `00000000-0000-4000-8000-${String(last).padStart(12, '0')}`;
const decision = (at: number, more: object) => ({ id: id(at), decision: 'NotReviewed', ...more });

const pilot = account(
  [
    reported('create-group', {
      method: 'POST',
      url: '/beta/groups',
      status: 201,
      sent: { mailEnabled: false },
      actual: { id: id(1) },
    }),
    reported('create-review', {
      method: 'POST',
      url: '/beta/identityGovernance/accessReviews/definitions',
      status: 201,
      actual: {
        id: id(2),
        status: 'NotStarted',
        reviewers: [{ query: `/users/${id(7)}` }],
        createdDateTime: '2026-10-01T08:00:00Z',
      },
    }),
    reported('list-decisions', {
      url: `/beta/definitions/${id(2)}/decisions`,
      actual: { value: [1, 2, 3].map((at) => decision(at + 20, {})) },
    }),
    reported('who-reviews', { url: `/beta/users/${id(7)}`, actual: { id: id(7), mail: 'adele@contoso.com' } }),
    reported('old-step', { url: '/beta/me' }),
  ],
  { file: 'pilot.recording.json' },
);

const production = account(
  [
    reported('create-group', {
      method: 'POST',
      url: '/v1.0/groups',
      status: 403,
      sent: { mailEnabled: false },
      actual: { error: { code: 'Authorization_RequestDenied' } },
    }),
    reported('create-review', {
      method: 'POST',
      url: '/v1.0/identityGovernance/accessReviews/definitions',
      status: 201,
      actual: {
        id: id(102),
        status: 'InProgress',
        reviewers: [{ query: `/users/${id(107)}` }],
        createdDateTime: '2026-11-01T08:00:00Z',
      },
    }),
    reported('list-decisions', {
      url: `/v1.0/definitions/${id(102)}/decisions`,
      actual: { value: [1, 2, 3].map((at) => decision(at + 120, { insights: [] })) },
    }),
    reported('who-reviews', { url: `/v1.0/users/${id(108)}`, actual: { id: id(108), mail: 'megan@fabrikam.com' } }),
    reported('new-step', { url: '/v1.0/me' }),
  ],
  { file: 'production.recording.json', about: 'live, 2026-11-01' },
);

const drives = '\u001b[2J\n::error::x ##vso[task.x] | `<b>` \u202e';
const hostile = account([reported(drives, { url: `/v1.0/${drives}`, actual: { [drives]: drives, kind: drives } })], {
  file: drives,
  about: drives,
});
const harmless = account([reported(drives, { url: '/v1.0/x', actual: { kind: 'x' } })]);

describe('what differs, as golden text', () => {
  test.each([
    ['pilot-and-production', comparison(pilot, production)],
    ['nothing', comparison(pilot, pilot)],
    ['hostile', comparison(hostile, harmless)],
  ])('%s', (name, compared) => {
    expectGolden(`${name}.txt`, comparisonText(compared, paintFor(false)));
    expectGolden(`${name}-markdown.txt`, comparisonMarkdown(compared));
    expectGolden(`${name}-json.txt`, comparisonJson(compared));
  });
});
