import { expect, test } from 'vitest';
import { passingScenario, sampleResult } from '../../../../test/support/report/sample-result.ts';
import type { RunResult } from '../../../run/result.ts';
import { onlyTenants } from './only-tenants.ts';

const inTenant = (tenantName: string) => ({ ...passingScenario, tenantName });
const tenants = [
  { name: 'north', tags: [] },
  { name: 'south', tags: [], obstacles: [{ code: 'not-signed-in', message: 'no' }] },
] as unknown as NonNullable<RunResult['summary']['tenants']>;
const stored = sampleResult([inTenant('north'), inTenant('north'), inTenant('south'), passingScenario], {
  exitCode: 0,
  tenants,
  sent: 7,
});

test('a stored run is reduced to some tenants, with their totals', () => {
  const north = onlyTenants(stored, new Set(['north']));
  expect(north.ok && north.value.scenarios.map(({ tenantName }) => tenantName)).toEqual(['north', 'north']);
  expect(north.ok && north.value.summary).toMatchObject({
    scenarios: { passed: 2, 'not-run': 0 },
    tenants: [{ name: 'north' }],
    sent: 7,
  });
  const south = onlyTenants(stored, new Set(['south', 'west']));
  expect(south.ok && south.value.summary).toMatchObject({
    scenarios: { passed: 1, 'not-run': 1 },
    notRun: { tenant: 1 },
    tenants: [{ name: 'south' }],
  });
});

test('a result without them is a mistake that says which it has', () => {
  const west = onlyTenants(stored, new Set(['west']));
  expect(west).toMatchObject({ ok: false, problems: [{ code: 'nothing-selected', fix: 'it has north, south' }] });
  const one = onlyTenants(sampleResult([passingScenario], { exitCode: 0 }), new Set(['north']));
  expect(one).toMatchObject({ ok: false, problems: [{ fix: 'the result is of one tenant: remove `--tenants`' }] });
});
