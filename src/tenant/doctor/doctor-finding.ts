/** The doctor room: says what a tenant lacks before anything is written to it. It only reads. This file: what it finds. */

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

/** A mark each. `beyond-need`: granted, and nothing here needs it. */
export const stateMarks = { there: '✓', missing: '✗', 'not-knowable': '?', 'beyond-need': '+' } as const;
export type FindingState = keyof typeof stateMarks;

export type DoctorFinding = {
  readonly area: Area;
  /** What is needed. */
  readonly what: string;
  readonly state: FindingState;
  /** Why it is so. */
  readonly why: string;
  readonly actor?: string;
  /** What to do about it. */
  readonly fix?: string;
  /** Where to read on. */
  readonly link?: string;
};

/** What the doctor found in a tenant, or in each of many, and when (RFC 3339). */
export type Readiness = {
  readonly examinedAt: string;
  /** None where many tenants were examined. */
  readonly findings: readonly DoctorFinding[];
  readonly tenants?: readonly TenantFindings[];
};

/** What was found in a tenant of many, by its name in the tenants file. */
export type TenantFindings = { readonly name: string; readonly findings: readonly DoctorFinding[] };

/** Whether a run has a chance. */
export function isHealthy(findings: readonly DoctorFinding[]): boolean {
  return findings.every(({ state }) => state !== 'missing');
}

/** All of it in one sentence, with neither a capital nor an end. */
export function readinessVerdict(findings: readonly DoctorFinding[]): string {
  return `${countsText(findings)}: ${isHealthy(findings) ? 'nothing known stands in the way of a run' : 'a run would not get through'}`;
}

export function countsText(findings: readonly DoctorFinding[]): string {
  const count = (state: FindingState) => findings.filter((finding) => finding.state === state).length;
  return `${count('there')} there, ${count('missing')} missing, ${count('not-knowable')} not knowable`;
}

/** As they are shown: area by area, and what is beyond need, which may be much, as one for each actor. */
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
