import { failure, type Outcome, success } from '../../../diagnostics/problem.ts';
import { Tally } from '../../../run/execute/tally.ts';
import type { RunResult } from '../../../run/result.ts';

/** Of a stored run over many tenants, what concerns some of them, its numbers counted again. Problems: `nothing-selected`. */
export function onlyTenants(result: RunResult, names: ReadonlySet<string>): Outcome<RunResult> {
  const { summary } = result;
  const tenants = summary.tenants?.filter(({ name }) => names.has(name)) ?? [];
  if (tenants.length === 0) {
    const had = summary.tenants?.map(({ name }) => name).join(', ') ?? '';
    const fix = had === '' ? 'it is of one tenant: leave `--tenants` out' : `it has ${had}`;
    return failure([{ code: 'nothing-selected', message: 'the result has none of these tenants', fix }]);
  }
  const scenarios = result.scenarios.filter(({ tenantName }) => tenantName !== undefined && names.has(tenantName));
  const tally = new Tally();
  for (const scenario of scenarios) tally.add(scenario);
  // How many a whole tenant would have run is not stored: an obstacle counts as one.
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
