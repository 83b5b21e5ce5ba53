import { expect, test } from 'vitest';
import { evil } from '../../../../test/support/report/sample-hostile.ts';
import { sampleReadiness } from '../../../../test/support/report/sample-pages.ts';
import type { DoctorFinding } from '../../../tenant/doctor/doctor-finding.ts';
import { readinessPart } from './readiness-part.ts';

const partOf = (...findings: readonly DoctorFinding[]) => readinessPart({ ...sampleReadiness, findings }).html;
const license: DoctorFinding = {
  area: 'license',
  what: 'AAD_PREMIUM_P2',
  state: 'there',
  why: 'a subscription has it',
};
const missing: DoctorFinding = { ...license, what: 'INTUNE_A', state: 'missing', why: 'none has it', fix: 'assign it' };

/** What a person reads, a line each. */
const read = (html: string) => html.replaceAll(/<[^>]*>/g, '\n').match(/\S[^\n]*/g) ?? [];

test('without an output of the doctor there is no section', () => {
  expect(readinessPart(undefined).html).toBe('');
});

test('one sentence says whether a run has a chance, and as of when', () => {
  expect(read(partOf(license))).toEqual(
    expect.arrayContaining([
      'Readiness of the tenant',
      '2026-11-22 08:30 UTC',
      ', 1 there, 0 missing, 0 not knowable: nothing known prevents a run.',
    ]),
  );
  expect(partOf(license)).toContain('class="note passed"');
  expect(read(partOf(license, missing))).toContain(', 1 there, 1 missing, 0 not knowable: a run would not complete.');
  expect(partOf(license, missing)).toContain('class="note blocked"');
});

test('missing items are open with reason and fix; existing ones are folded', () => {
  const [open = '', folded = ''] = partOf(license, missing).split('<details>');
  expect(read(open).slice(-6)).toEqual(['✗', 'missing', 'INTUNE_A', 'licenses', 'none has it', 'assign it']);
  expect(read(folded)).toEqual([
    '1 other finding',
    '✓',
    'there',
    'AAD_PREMIUM_P2',
    'licenses',
    'a subscription has it',
  ]);
});

test('unneeded permissions are one line for each actor, without a link', () => {
  const beyond = (what: string): DoctorFinding => ({
    area: 'permission',
    what,
    state: 'beyond-need',
    why: 'nothing here needs it',
    actor: 'admin',
    link: 'https://learn.example/permissions',
  });
  const part = partOf(beyond('User.Read'), beyond('Mail.Send'));
  expect(read(part).slice(-5)).toEqual([
    '+',
    'beyond need',
    'admin: beyond need',
    'permissions',
    'User.Read, Mail.Send',
  ]);
  expect(part).not.toContain('href');
});

test('only addresses of the web become links', () => {
  const link = (address: string) => partOf({ ...missing, link: address });
  expect(link('https://learn.example/a?b=c&d')).toContain('<a href="https://learn.example/a?b=c&amp;d" rel=');
  expect(link('javascript:alert(1)')).not.toContain('href');
});

test('P14 whatever a finding says is text', () => {
  const tagsOf = (html: string) => html.match(/<[^>]*>/g);
  const every = (said: string) =>
    partOf({ ...missing, what: said, why: said, actor: said, fix: said, link: said }, { ...license, what: said });
  expect(tagsOf(every(evil))).toEqual(tagsOf(every('a word')));
  expect(every(evil)).not.toMatch(/[\u0000-\u0008\u001b\u202e]/);
});
