/**
 * The doctor room: finds what a tenant lacks before anything is written to it, and only reads. This file: the findings,
 * as they are printed and read.
 */

import * as z from 'zod/mini';
import { formVersion, keysOf, list, named, says, text } from '../../format/document/schema-words.ts';

export const areas = {
  network: 'network',
  'sign-in': 'sign-in',
  permission: 'permissions',
  role: 'roles',
  license: 'licenses',
  input: 'inputs',
  leftover: 'leftovers',
  refusal: 'what `run` refuses',
} as const;
export type Area = keyof typeof areas;

/** The mark of each state. `beyond-need`: granted, but not needed. */
export const stateMarks = { there: '✓', missing: '✗', 'not-knowable': '?', 'beyond-need': '+' } as const;
export type FindingState = keyof typeof stateMarks;

const finding = z
  .object({
    area: z.enum(keysOf<Area>(areas)).check(says('What it is about.')),
    what: text('What is needed.'),
    state: z
      .enum(keysOf<FindingState>(stateMarks))
      .check(says('Whether it is there; beyond-need: granted, not needed.')),
    why: text('How this is known.'),
    actor: z.exactOptional(text('The actor of the scenarios who needs it.')),
    fix: z.exactOptional(text('What to do about it.')),
    link: z.exactOptional(text('Where to read on.')),
  })
  .check(named('Finding', 'One thing that the scenarios need of the tenant.'));
const findings = () => list(finding, 'What was found; none where many tenants were examined.');
/** Evidence packs of the first releases lack it. */
const healthy = (about: string) => z.exactOptional(z.boolean().check(says(about)));

/**
 * The output of `doctor` for a tenant, or for each of many. Unknown keys are allowed, so that a later release can add
 * some.
 */
export const readinessSchema = z
  .object({
    version: formVersion(1),
    examinedAt: z.iso.datetime().check(says('When: RFC 3339.')),
    healthy: healthy('Whether nothing is missing.'),
    findings: findings(),
    tenants: z.exactOptional(
      list(
        z.object({
          name: text('What the tenants file calls it.'),
          healthy: healthy('Whether nothing is missing in it.'),
          findings: findings(),
        }),
        'Of `--tenants`: each tenant.',
      ),
    ),
  })
  .check(says('What `doctor --json` found.'));

export type ReadinessDocument = z.infer<typeof readinessSchema>;
export type DoctorFinding = z.infer<typeof finding>;
/** The findings in one of many tenants, by its name in the tenants file. */
export type TenantFindings = { readonly name: string; readonly findings: readonly DoctorFinding[] };
/** The part that reports show. */
export type Readiness = Pick<ReadinessDocument, 'examinedAt' | 'findings'> & {
  readonly tenants?: readonly TenantFindings[];
};

/** Whether no known obstacle prevents a run. */
export function isHealthy(findings: readonly DoctorFinding[]): boolean {
  return findings.every(({ state }) => state !== 'missing');
}

/** All findings in one clause, without a capital and a full stop. */
export function readinessVerdict(findings: readonly DoctorFinding[]): string {
  return `${countsText(findings)}: ${isHealthy(findings) ? 'nothing known prevents a run' : 'a run would not complete'}`;
}

export function countsText(findings: readonly DoctorFinding[]): string {
  const count = (state: FindingState) => findings.filter((finding) => finding.state === state).length;
  return `${count('there')} there, ${count('missing')} missing, ${count('not-knowable')} not knowable`;
}

/** Findings as they are shown: by area, with one finding for each actor for all that is beyond need. */
export function shownFindings(all: readonly DoctorFinding[]): readonly DoctorFinding[] {
  const findings = [...all.filter(({ state }) => state !== 'beyond-need'), ...beyondNeed(all)];
  const order = Object.keys(areas);
  return findings.toSorted((a, b) => order.indexOf(a.area) - order.indexOf(b.area));
}

function beyondNeed(findings: readonly DoctorFinding[]): readonly DoctorFinding[] {
  const beyond = findings.filter(({ state }) => state === 'beyond-need');
  return [...new Set(beyond.map(({ actor }) => actor))].flatMap((actor) => {
    const own = beyond.filter((finding) => finding.actor === actor);
    const [first] = own;
    if (first === undefined) return [];
    const { link: _, ...rest } = first;
    return [{ ...rest, what: 'beyond need', why: own.map(({ what }) => what).join(', ') }];
  });
}

export function findingName({ what, actor }: DoctorFinding): string {
  return actor === undefined ? what : `${actor}: ${what}`;
}
