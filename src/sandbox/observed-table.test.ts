import { expect, test } from 'vitest';
import { directoryObserved } from '../../test/support/sandbox/observed/directory-observed.ts';
import { governanceObserved } from '../../test/support/sandbox/observed/governance-observed.ts';
import { givenInPart, notGiven, observedCounts, ofSignIn } from '../../test/support/sandbox/observed/not-given.ts';
import { observedTenant } from '../../test/support/sandbox/observed/observed-row.ts';
import { reviewsObserved } from '../../test/support/sandbox/observed/reviews-observed.ts';
import { serviceObserved } from '../../test/support/sandbox/observed/service-observed.ts';

/**
 * What the service was seen to answer, in public recordings and threads: statuses, codes, messages word for word, headers and
 * shapes. A row has the number of the observation.
 */
const rows = [...reviewsObserved, ...serviceObserved, ...directoryObserved, ...governanceObserved];

test.each(rows)('$no $what', ({ send, seen, tenant }) => {
  expect(send(observedTenant(tenant))).toMatchObject(seen);
});

test('each observation is given, or it is said why not', () => {
  const all = Object.entries(observedCounts).flatMap(([section, count]) =>
    Array.from({ length: count }, (_, at) => `${section}.${at + 1}`),
  );
  const given = [...new Set(rows.map(({ no }) => no)), ...ofSignIn];
  expect([...given, ...Object.keys(notGiven)].sort()).toEqual([...all].sort());
  expect([all.length, given.length]).toEqual([132, 119]);
  expect(Object.keys(givenInPart).filter((no) => !given.includes(no))).toEqual([]);
});
