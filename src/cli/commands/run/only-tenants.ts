import { failure, type Result, success } from '../../../diagnostics/problem.ts';
import { Tally } from '../../../run/execute/tally.ts';
import type { RunResult } from '../../../run/result.ts';

/** The selected tenants of a stored run over many, with totals for them alone. Problems: `nothing-selected`. */
export function onlyTenants(result: RunResult, names: ReadonlySet<string>): Result<RunResult> {
  const { summary } = result;
  const tenants = summary.tenants?.filter(({ name }) => names.has(name)) ?? [];
  if (tenants.length === 0) {
    const had = summary.tenants?.map(({ name }) => name).join(', ') ?? '';
    const fix = had === '' ? 'the result is of one tenant: remove `--tenants`' : `it has ${had}`;
    return failure([{ code: 'nothing-selected', message: 'the result has none of these tenants', fix }]);
  }
  const scenarios = result.scenarios.filter(({ tenantName }) => tenantName !== undefined && names.has(tenantName));
  const tally = new Tally();
  for (const scenario of scenarios) tally.add(scenario);
  // How many scenarios a whole tenant would have run is not stored: an obstacle counts as one.
  tally.skip(
    'tenant',
    tenants.reduce((sum, { obstacles = [] }) => sum + obstacles.length, 0),
  );
  const { against, startedAt, durationMs, sent } = summary;
  return success({
    ...result,
    scenarios,
    summary: { ...tally.summary({ against, startedAt, durationMs, tenants }), sent },
  });
}
