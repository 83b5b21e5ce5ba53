/** The doctor room: says what a tenant lacks before anything is written to it. It only reads. This file: what it finds. */

export const areas = {
  network: 'network',
  'sign-in': 'sign-in',
  permission: 'permissions',
  role: 'roles',
  license: 'licenses',
  input: 'inputs',
  leftover: 'leftovers',
} as const;
export type Area = keyof typeof areas;

/** `beyond-need`: granted, and nothing here needs it. */
export type FindingState = 'there' | 'missing' | 'not-knowable' | 'beyond-need';

export type Finding = {
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

/** Whether a run has a chance. */
export function isHealthy(findings: readonly Finding[]): boolean {
  return findings.every(({ state }) => state !== 'missing');
}
