import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { account, comparison, told } from '../../../test/support/report/sample-account.ts';
import { paintFor } from '../wording/paint.ts';
import { comparisonJson } from './comparison-json.ts';
import { comparisonMarkdown } from './comparison-markdown.ts';
import { comparisonText } from './comparison-text.ts';

const folder = new URL('golden/', import.meta.url);

/** Golden files change only when somebody asks for it, and are then read line by line. */
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
    told('create-group', {
      method: 'POST',
      url: '/beta/groups',
      status: 201,
      sent: { mailEnabled: false },
      came: { id: id(1) },
    }),
    told('create-review', {
      method: 'POST',
      url: '/beta/identityGovernance/accessReviews/definitions',
      status: 201,
      came: {
        id: id(2),
        status: 'NotStarted',
        reviewers: [{ query: `/users/${id(7)}` }],
        createdDateTime: '2026-10-01T08:00:00Z',
      },
    }),
    told('list-decisions', {
      url: `/beta/definitions/${id(2)}/decisions`,
      came: { value: [1, 2, 3].map((at) => decision(at + 20, {})) },
    }),
    told('who-reviews', { url: `/beta/users/${id(7)}`, came: { id: id(7), mail: 'adele@contoso.com' } }),
    told('old-step', { url: '/beta/me' }),
  ],
  { file: 'pilot.recording.json' },
);

const production = account(
  [
    told('create-group', {
      method: 'POST',
      url: '/v1.0/groups',
      status: 403,
      sent: { mailEnabled: false },
      came: { error: { code: 'Authorization_RequestDenied' } },
    }),
    told('create-review', {
      method: 'POST',
      url: '/v1.0/identityGovernance/accessReviews/definitions',
      status: 201,
      came: {
        id: id(102),
        status: 'InProgress',
        reviewers: [{ query: `/users/${id(107)}` }],
        createdDateTime: '2026-11-01T08:00:00Z',
      },
    }),
    told('list-decisions', {
      url: `/v1.0/definitions/${id(102)}/decisions`,
      came: { value: [1, 2, 3].map((at) => decision(at + 120, { insights: [] })) },
    }),
    told('who-reviews', { url: `/v1.0/users/${id(108)}`, came: { id: id(108), mail: 'megan@fabrikam.com' } }),
    told('new-step', { url: '/v1.0/me' }),
  ],
  { file: 'production.recording.json', about: 'live, 2026-11-01' },
);

const drives = '\u001b[2J\n::error::x ##vso[task.x] | `<b>` \u202e';
const hostile = account([told(drives, { url: `/v1.0/${drives}`, came: { [drives]: drives, kind: drives } })], {
  file: drives,
  about: drives,
});
const harmless = account([told(drives, { url: '/v1.0/x', came: { kind: 'x' } })]);

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
