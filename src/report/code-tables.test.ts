import { expect, it } from 'vitest';
import { differenceCodes } from '../expectation/difference.ts';
import { blockedReasons, outcomeKinds } from '../run/result.ts';
import { blockedMeanings, countedKinds, differenceRanks } from './code-tables.ts';

it('says of every reason what the run says of it', () => expect(blockedMeanings).toEqual(blockedReasons));

it('counts every outcome', () => expect(countedKinds).toEqual(outcomeKinds));

it('ranks the differences as the table of codes lists them', () => {
  expect(
    Object.entries(differenceRanks)
      .toSorted(([, a], [, b]) => a - b)
      .map(([code]) => code),
  ).toEqual(Object.keys(differenceCodes));
});
