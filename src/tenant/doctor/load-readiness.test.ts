import { expect, test } from 'vitest';
import { placeText } from '../../diagnostics/place.ts';
import { parseReadiness } from './load-readiness.ts';

const finding = { area: 'license', what: 'AAD_PREMIUM_P2', state: 'missing', why: 'no subscription has it' };
const document = { version: 1, examinedAt: '2026-11-22T08:30:00.000Z', healthy: false, findings: [finding] };

const parsed = (text: string) => parseReadiness({ path: 'readiness.json', text });

function problemsOf(value: unknown): readonly string[] {
  const outcome = parsed(typeof value === 'string' ? value : JSON.stringify(value, null, 1));
  if (outcome.ok) return [];
  return outcome.problems.map(({ code, message, at, fix }) => {
    expect(fix).toBe('use the unchanged output of `doctor --json`');
    return `${at === undefined ? '' : placeText(at)} ${code}: ${message}`;
  });
}

test('what the doctor found is read back, whatever a later release adds', () => {
  const later = { ...document, more: 1, findings: [{ ...finding, more: 1 }] };
  expect(parsed(`\uFEFF${JSON.stringify(later)}`)).toMatchObject({
    ok: true,
    value: { examinedAt: '2026-11-22T08:30:00.000Z', findings: [finding] },
  });
});

test('the table that doctor prints for people is none', () => {
  expect(problemsOf('network\n  ✓ Microsoft Graph responds\n')).toEqual([
    expect.stringMatching(/^readiness\.json:1:1 readiness-invalid: not valid JSON: /),
  ]);
});

test('all that is wrong is said, each at its place', () => {
  const wrong = { ...document, examinedAt: 'today', findings: [{ ...finding, state: 'mising' }, 7] };
  expect(problemsOf(wrong)).toEqual([
    expect.stringMatching(/^readiness\.json:3:16 readiness-invalid: .*examinedAt/),
    expect.stringMatching(/^readiness\.json:9:13 readiness-invalid: .*mising/),
    expect.stringMatching(/^readiness\.json:12:3 readiness-invalid: /),
  ]);
});

test.each([['[]'], ['null'], ['{}'], ['{"findings": null}']])('%s is not a readiness', (text) => {
  expect(problemsOf(text).length).toBeGreaterThan(0);
});

test('one that states no version, as it was printed at first, is read; one of a later version is not', () => {
  const { version: _, ...first } = document;
  expect(parsed(JSON.stringify(first))).toEqual(parsed(JSON.stringify(document)));
  expect(problemsOf({ ...document, version: 2 })).toEqual([
    'readiness.json:2:13 readiness-invalid: this is version 2, and this release reads version 1',
  ]);
});
