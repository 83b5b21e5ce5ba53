/** The tenants room: a run over many tenants, side by side. This file: the matrix of tenants and scenarios. */
import { defined } from '../../defined.ts';
import type { RunSummary, ScenarioOutcome, ScenarioResult, TenantObstacle, TenantOfRun } from '../../run/result.ts';
import { scenarioKey } from '../../run/tenant-events.ts';
import { type Between, betweenTenants, type StepSign, signsOf } from './between-tenants.ts';

/** A scenario in a tenant. */
type MatrixCell = {
  readonly outcome: ScenarioOutcome;
  /** The first step that is not a success, in one line. */
  readonly said?: string;
  /** Where its story is, in a page. */
  readonly anchor?: string;
};

export type MatrixRow = TenantOfRun & {
  /** By the file of the scenario; absent where it did not run there. */
  readonly cells: ReadonlyMap<string, MatrixCell>;
  readonly counts: { readonly [outcome in ScenarioOutcome]: number };
};

export type TenantMatrix = {
  /** In the order of the tenants file. */
  readonly rows: readonly MatrixRow[];
  readonly scenarios: readonly { readonly file: string; readonly title: string }[];
  /** The differences between tenants, and why. */
  readonly between: readonly Between[];
};

type MatrixBuilder = {
  readonly add: (scenario: ScenarioResult, anchor?: string) => void;
  /** `undefined` where the run was not over many tenants. */
  readonly matrix: (summary: Pick<RunSummary, 'tenants'>) => TenantMatrix | undefined;
};

/** Keeps the data that the matrix needs of scenarios as they end, without their steps. */
export function matrixBuilder(): MatrixBuilder {
  const cells = new Map<string, Map<string, MatrixCell>>();
  const titles = new Map<string, string>();
  const signs: StepSign[] = [];
  return {
    add: (scenario, anchor) => {
      const { tenantName, outcome } = scenario;
      if (tenantName === undefined) return;
      const file = columnOf(scenario);
      titles.set(file, scenario.title);
      const found = signsOf(scenario, tenantName);
      signs.push(...found);
      const said = found.find(({ isTrouble }) => isTrouble)?.text;
      const row = cells.get(tenantName) ?? new Map<string, MatrixCell>();
      row.set(file, { outcome, ...defined({ said, anchor }) });
      cells.set(tenantName, row);
    },
    matrix: ({ tenants }) => {
      if (tenants === undefined) return undefined;
      return {
        rows: tenants.map((tenant) => rowOf(tenant, cells.get(tenant.name) ?? new Map())),
        scenarios: [...titles].map(([file, title]) => ({ file, title })).sort((a, b) => (a.file < b.file ? -1 : 1)),
        between: betweenTenants(signs, tenants),
      };
    },
  };
}

/** A scenario with data rows has a column for each. */
function columnOf({ file, row }: Pick<ScenarioResult, 'file' | 'row'>): string {
  return scenarioKey({ file, ...defined({ row }) });
}

function rowOf(tenant: TenantOfRun, cells: ReadonlyMap<string, MatrixCell>): MatrixRow {
  const counts = { passed: 0, failed: 0, blocked: 0, pending: 0, skipped: 0 };
  for (const { outcome } of cells.values()) counts[outcome] += 1;
  return { ...tenant, cells, counts };
}

/** Why a scenario did not run in a tenant, if known. */
export function obstacleOf({ obstacles = [] }: TenantOfRun, file: string): TenantObstacle | undefined {
  return obstacles.find((one) => one.file === undefined || file.startsWith(one.file));
}

/** The worst outcome of a tenant; a scenario that could not be tested is blocked. */
export function rowOutcome({ counts, obstacles = [] }: MatrixRow): ScenarioOutcome {
  if (counts.failed > 0) return 'failed';
  if (counts.blocked > 0 || obstacles.length > 0) return 'blocked';
  if (counts.pending > 0) return 'pending';
  return counts.passed > 0 ? 'passed' : 'skipped';
}
