/** Accounts for the tests of this room; no part of the package. */
import type { Json } from '../../../src/json/json.ts';
import type { Account, Reported } from '../../../src/report/compare/comparable-account.ts';
import { type AccountComparison, compareAccounts } from '../../../src/report/compare/compare-accounts.ts';

/** A step that asked for something and got it. */
export function reported(id: string, change: Partial<Reported> = {}): Reported {
  return {
    id,
    method: 'GET',
    url: `/v1.0/${id}`,
    sent: undefined,
    status: 200,
    headers: { 'content-type': 'application/json' },
    actual: {},
    ...change,
  };
}

export function account(
  steps: readonly Reported[],
  change: Partial<Account> & { readonly run?: string } = {},
): Account {
  const { run = 'run1234', ...rest } = change;
  return {
    file: 'a.recording.json',
    kind: 'recording',
    about: 'live, 2026-10-01',
    scenes: [{ name: 'a.recording.json', run, steps }],
    ...rest,
  };
}

export function comparison(before: Account, after: Account): AccountComparison {
  const compared = compareAccounts(before, after);
  if (!compared.ok) throw new Error(compared.problems.map(({ message }) => message).join());
  return compared.value;
}

/** What differs between two accounts, as `step code path`. */
export function changesBetween(before: Account, after: Account): readonly string[] {
  return comparison(before, after).steps.flatMap(({ id, changes }) =>
    changes.map(({ code, path }) => `${id} ${code} ${path}`),
  );
}

/** The same between the responses of one step. */
export function changesOfBodies(before: Json, after: Json, url = '/v1.0/x'): readonly string[] {
  const [one, other] = [before, after].map((actual) => account([reported('x', { url, actual })]));
  return one === undefined || other === undefined ? [] : changesBetween(one, other);
}
