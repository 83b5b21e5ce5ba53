import type { DifferenceCode } from '../expectation/difference.ts';
import type { BlockedReason, OutcomeKind } from '../run/result.ts';

/** Outcomes in the order in which they are counted. */
export const countedKinds = [
  'passed',
  'differs',
  'blocked',
  'skipped',
  'manual-pending',
] as const satisfies OutcomeKind[];

/** How bad a difference is: from the answer as a whole to its parts. The worst is 0. */
export const differenceRanks: { readonly [code in DifferenceCode]: number } = {
  status: 0,
  'not-json': 1,
  'content-type': 2,
  'request-changed': 3,
  'missing-property': 4,
  type: 5,
  value: 6,
  'array-missing-item': 7,
  'array-extra-item': 8,
  'array-order': 9,
  header: 10,
  capture: 11,
  'undocumented-property': 12,
};

/**
 * What each reason means. This room sees the run as types only, so the sentences stand here again; a test holds them to
 * those of `run/result.ts`.
 */
export const blockedMeanings: { readonly [reason in BlockedReason]: string } = {
  auth: 'no credential, or signing in failed',
  'missing-permission': 'the token lacks a permission the step needs',
  'missing-license': 'the tenant lacks a license the step needs',
  'missing-role': 'the signed-in user lacks a role the step needs',
  throttled: 'the service asked for a longer wait than the budget allows',
  'not-consistent-yet': 'the service did not show this run\u2019s own write in time',
  network: 'the service could not be reached, or its answer did not arrive whole',
  refused: 'a guard of the harness refused to send',
};
