import { defined } from '../../../defined.ts';
import type { Problem, Result } from '../../../diagnostics/problem.ts';
import type { ExitCode, NotRun, TenantObstacle, TenantOfRun } from '../../../run/result.ts';
import { dirtyRuns } from '../../loading/dirty-runs.ts';
import { keep } from '../../loading/keep-run-history.ts';
import { ledgerFolder } from '../../loading/ledger-folder.ts';
import { type LiveTenant, liveTenants } from '../../loading/live-tenants.ts';
import type { LoadedScenario } from '../../loading/load-scenarios.ts';
import type { RefusedScenario } from '../../loading/plan-scenarios.ts';
import type { LiveFlags } from '../../options/live-config.ts';
import { whereOf } from '../../output/follow-up.ts';
import { printProblems } from '../../output/print-problems.ts';
import { liveRefusals } from '../../steps/live-refusals.ts';
import { type LiveCommand, openLiveCommand, prefixesOf, readLiveWorld } from '../../steps/open-live-command.ts';
import { peopleAt, peopleIn } from '../../steps/prompt-person.ts';
import { type Part, planAndRun } from './plan-and-run.ts';

export type LiveRun = Part & { readonly live: LiveFlags };

/** A tenant as far as it could be opened, and what prevents a run there. */
type Opening = {
  readonly tenant: LiveTenant;
  /** Leftovers of earlier runs there. */
  readonly dirty: readonly Problem[];
  readonly opened: Result<LiveCommand>;
};

/** The live run: in one tenant, or side by side in each of many, with a session each. */
export async function liveRun(part: readonly LoadedScenario[], about: LiveRun): Promise<ExitCode> {
  const { config, live, streams, scenarios } = about;
  const { own, operands } = config;
  const tenants = await liveTenants({ live, given: own.given, scenarios, operands });
  if (!tenants.ok) return printProblems(tenants.problems, streams);
  const world = await readLiveWorld({ own, scenarios, streams, prefixes: prefixesOf(tenants.value) });
  if (!world.ok) return printProblems(world.problems, streams);
  const openings: Opening[] = [];
  try {
    for (const tenant of tenants.value) openings.push(await open(tenant, part, { ...about, world: world.value }));
    return await (live.fleet === undefined ? runInOne(part, openings, about) : runInMany(part, openings, about));
  } finally {
    await Promise.all(openings.map(({ opened }) => opened.ok && opened.value.session.close()));
  }
}

type Opened = LiveRun & Pick<Parameters<typeof openLiveCommand>[0], 'world'>;

async function open(tenant: LiveTenant, concerned: readonly LoadedScenario[], about: Opened): Promise<Opening> {
  const { config, streams, scenarios, world } = about;
  const { live, given } = tenant;
  const folder = ledgerFolder(live.ledger, streams);
  const where = whereOf(about.live, config.own);
  const own = { ...config.own, given };
  const opened = await openLiveCommand({
    own,
    live,
    scenarios,
    concerned,
    streams,
    tolerant: true,
    ...(world && { world }),
  });
  const origin = opened.ok ? opened.value.session.backend([]).origin : undefined;
  const dirty =
    live.allowDirty || config.dryRun ? [] : await dirtyRuns(folder, { ...where, tenant: live.tenant, origin });
  return { tenant, dirty, opened };
}

async function runInOne(
  part: readonly LoadedScenario[],
  [opening]: readonly Opening[],
  about: LiveRun,
): Promise<ExitCode> {
  const { config, streams, found, notRun } = about;
  if (opening === undefined) throw new Error('a live run without a tenant');
  const { dirty, opened } = opening;
  if (!opened.ok) return printProblems([...dirty, ...opened.problems], streams);
  const { session, streams: safe } = opened.value;
  const shared = sharedBy(about, safe);
  const { origin } = new URL(session.cloud.graphOrigin);
  const refusals = (plans: Result<unknown>) =>
    liveRefusals({ opened: opened.value, dirty, plans, dryRun: config.dryRun });
  const targets = [{ options: { live: { ...opened.value, ...shared.options } } }];
  const { waits } = shared;
  const code = await planAndRun(part, config, {
    ...{ streams: safe, found, notRun, targets, vault: session.secrets, origin, waits, refusals },
  });
  shared.report();
  return code;
}

/** What all tenants of a run share: the ledgers and the terminal. */
function sharedBy({ config, live, streams }: LiveRun, safe: LiveRun['streams']) {
  const folder = ledgerFolder(live.ledger, streams);
  const { keeping, report, waits } = keep({
    folder,
    where: whereOf(live, config.own),
    bail: config.bail,
    streams: safe,
  });
  const people = live.unattended ? undefined : peopleAt(streams);
  return { report, waits, options: { dryRun: config.dryRun, keeping, ...defined({ people }) } };
}

/** A tenant that cannot be tested keeps no other from it. */
async function runInMany(
  part: readonly LoadedScenario[],
  openings: readonly Opening[],
  about: LiveRun,
): Promise<ExitCode> {
  const { config, live, streams, found } = about;
  const [first] = openings;
  // A value for no input is wrong in all of them.
  if (first?.opened.ok === true && first.opened.value.unknown.length > 0) {
    return printProblems(first.opened.value.unknown, streams);
  }
  const shared = sharedBy(about, streams);
  const { people } = shared.options;
  const prompting = (name: string) => (people === undefined ? {} : { people: peopleIn(people, name) });
  const members = openings.map((one) => ({ ...one, name: nameOf(one), obstacles: obstaclesOf(one, config.dryRun) }));
  const targets = members.flatMap(({ name, opened, obstacles }) =>
    opened.ok && obstacles.length === 0
      ? [{ tenant: name, options: { live: { ...opened.value, ...shared.options, ...prompting(name) } } }]
      : [],
  );
  const mine = (scenario: number, tenant: string | undefined) => {
    const cell = scenario * members.length + members.findIndex(({ name }) => name === tenant);
    return config.shard === undefined || cell % config.shard.of === config.shard.index - 1;
  };
  const count = (which: (scenario: number, member: (typeof members)[number]) => boolean) =>
    part.reduce((sum, _, scenario) => sum + members.filter((member) => which(scenario, member)).length, 0);
  const notRun: NotRun = {
    selection: (about.notRun.selection ?? 0) * members.length,
    ...(config.shard !== undefined && { shard: count((scenario, { name }) => !mine(scenario, name)) }),
    tenant: count((scenario, { name, obstacles }) => mine(scenario, name) && obstacles.length > 0),
  };
  const fleet = (refused: readonly RefusedScenario[]) => ({
    perTenant: live.fleet?.perTenant ?? 1,
    tenants: members.map(({ name, tenant, obstacles }): TenantOfRun => {
      const all = [...obstacles, ...refused.filter((one) => one.tenant === name).flatMap(refusal)];
      const tags = tenant.live.member?.tags ?? [];
      return { name, tags, ...(all.length === 0 ? {} : { obstacles: all }) };
    }),
  });
  const code = await planAndRun(part, config, {
    ...{ streams, found, targets, notRun, waits: shared.waits, fleet: { mine, fleet } },
    ...defined({ vault: streams.secrets }),
  });
  shared.report();
  return code;
}

const nameOf = ({ tenant: { live } }: Opening): string => live.member?.name ?? live.tenant;

/** Why nothing can be run in a tenant. A dry run sends nothing: neither its credentials nor its state matter. */
function obstaclesOf({ dirty, opened }: Opening, dryRun: boolean): readonly TenantObstacle[] {
  if (!opened.ok) return once([...dirty, ...opened.problems]).map((one) => obstacle(one));
  if (dryRun) return [];
  return once([...dirty, ...opened.value.session.unsettled.values()]).map((one) => obstacle(one));
}

/** A problem with a setting of several actors is reported once. */
const once = (problems: readonly Problem[]): readonly Problem[] => [
  ...new Map(problems.map((one) => [one.message, one])).values(),
];

function obstacle({ code, message, fix }: Problem, file?: string): TenantObstacle {
  return { ...defined({ file }), code, message, ...defined({ fix }) };
}

const refusal = ({ file, problems }: RefusedScenario): readonly TenantObstacle[] =>
  problems.map((one) => obstacle(one, file));
