import { defined } from '../../defined.ts';
import { placeAt, placedMessage, placeText } from '../../diagnostics/place.ts';
import { type Problem, type Result, success } from '../../diagnostics/problem.ts';
import type { Scenario } from '../../format/scenario/scenario.ts';
import { examineLive } from '../../harness/harness.ts';
import { printAs } from '../../report/wording/terminal-view.ts';
import { exitCode } from '../../run/exit-code.ts';
import type { ExitCode } from '../../run/result.ts';
import { type DoctorFinding, isHealthy, type ReadinessDocument } from '../../tenant/doctor/doctor-finding.ts';
import { findingsText, fleetFindingsText } from '../../tenant/doctor/findings-text.ts';
import { dirtyRuns } from '../loading/dirty-runs.ts';
import { ledgerFolder } from '../loading/ledger-folder.ts';
import { type LiveTenant, liveTenants } from '../loading/live-tenants.ts';
import { type LoadedScenario, loadScenarios, wholeScenarios } from '../loading/load-scenarios.ts';
import { planScenarios } from '../loading/plan-scenarios.ts';
import { type DoctorConfig, doctorConfig } from '../options/reading-config.ts';
import { whereOf } from '../output/follow-up.ts';
import { printProblems } from '../output/print-problems.ts';
import { type Streams, stopCodeOf, stopOf } from '../output/streams.ts';
import { liveRefusals } from '../steps/live-refusals.ts';
import { type LiveWorld, openLiveCommand, prefixesOf, readLiveWorld } from '../steps/open-live-command.ts';

/** `doctor`: lists what a tenant, or each of many, lacks for these scenarios, before anything is written. */
export async function doctorCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const parsed = doctorConfig(args);
  if (!parsed.ok) return printProblems(parsed.problems, streams);
  const { own, live, json } = parsed.value;
  const loaded = await loadScenarios(parsed.value);
  if (!loaded.ok) return printProblems(loaded.problems, streams);
  const scenarios = await wholeScenarios(loaded.value);
  if (!scenarios.ok) return printProblems(scenarios.problems, streams);
  const { operands } = parsed.value;
  const tenants = await liveTenants({ live, given: own.given, scenarios: loaded.value, operands });
  if (!tenants.ok) return printProblems(tenants.problems, streams);
  const world = await readLiveWorld({
    ...{ own, scenarios: loaded.value, streams },
    prefixes: prefixesOf(tenants.value),
  });
  if (!world.ok) return printProblems(world.problems, streams);
  const about = { config: parsed.value, loaded: loaded.value, scenarios: scenarios.value, streams, world: world.value };
  const examined = await Promise.all(
    tenants.value.map(async (tenant) => ({ tenant, outcome: await examineTenant(tenant, about) })),
  );
  const signal = stopOf(streams);
  const [first] = examined;
  if (live.fleet === undefined && first?.outcome.ok === false) return printProblems(first.outcome.problems, streams);
  if (signal.aborted) return exitCode({ signal: stopCodeOf(streams), untested: streams.lost.aborted });
  const found = examined.map(({ tenant, outcome }) => ({
    name: tenant.live.member?.name ?? '',
    findings: outcome.ok ? outcome.value : outcome.problems.map(refusalFinding),
  }));
  const healthy = found.every(({ findings }) => isHealthy(findings));
  const examinedAt = new Date(streams.clock?.now() ?? Date.now()).toISOString();
  const findings = live.fleet === undefined ? (found[0]?.findings ?? []) : [];
  const document: ReadinessDocument = {
    version: 1,
    examinedAt,
    healthy,
    findings,
    ...(live.fleet !== undefined && { tenants: found.map((one) => ({ ...one, healthy: isHealthy(one.findings) })) }),
  };
  const print = {
    text: () => (live.fleet === undefined ? findingsText(findings) : fleetFindingsText(found)),
    json: () => `${JSON.stringify(document, null, 2)}\n`,
  };
  await printAs(json ? 'json' : 'text', print, streams.stdout);
  return exitCode({ untested: !healthy });
}

type Examining = {
  readonly config: DoctorConfig;
  readonly loaded: readonly LoadedScenario[];
  readonly scenarios: readonly Scenario[];
  readonly streams: Streams;
  readonly world: LiveWorld;
};

async function examineTenant(
  { live, given }: LiveTenant,
  { config, loaded: concerned, scenarios, streams, world }: Examining,
): Promise<Result<readonly DoctorFinding[]>> {
  const own = { ...config.own, given };
  const opened = await openLiveCommand({ own, live, scenarios: concerned, concerned, streams, tolerant: true, world });
  if (!opened.ok) return opened;
  const { session, environment } = opened.value;
  try {
    const where = whereOf(config.live, own);
    const folder = ledgerFolder(live.ledger, streams);
    const { origin } = session.backend([]);
    const dirty = live.allowDirty ? [] : await dirtyRuns(folder, { ...where, tenant: live.tenant, origin });
    const plans = await planScenarios(concerned, { against: 'live', live: { session, given, environment } });
    const refusals = liveRefusals({ opened: opened.value, dirty, plans });
    const inputs = ofInputs(refusals, scenarios);
    const examined = await examineLive(scenarios, {
      ...{ session, sources: { given, environment }, signal: stopOf(streams) },
      refused: { inputs, ...(!live.allowDirty && { leftovers: dirty }) },
    });
    // Each cause once: these are findings of the inputs, the sign-ins and the leftovers.
    const unsettled = scenarios.flatMap(({ actors }) => actors.map(({ name }) => session.unsettled.get(name)));
    const said = new Set([...dirty, ...unsettled, ...[...inputs.values()].flat()]);
    return success([...examined, ...refusals.filter((one) => !said.has(one)).map(refusalFinding)]);
  } finally {
    await session.close();
  }
}

/** What `run` would refuse, in the words of `run`. */
function refusalFinding(refused: Problem): DoctorFinding {
  const { code, fix } = refused;
  return { area: 'refusal', what: code, state: 'missing', why: placedMessage(refused), ...defined({ fix }) };
}

/** The refusals that are about an input, by its name: those at its place. */
function ofInputs(
  refusals: readonly Problem[],
  scenarios: readonly Scenario[],
): ReadonlyMap<string, readonly Problem[]> {
  const places = new Map(
    scenarios.flatMap(({ inputs, source }) =>
      inputs.map(
        ({ name, span, fixed }) => [placeText(placeAt(source, span)), fixed === undefined ? name : ''] as const,
      ),
    ),
  );
  const inputOf = ({ code, at }: Problem) =>
    (at !== undefined && ['missing-input', 'invalid-input'].includes(code) && places.get(placeText(at))) || '';
  const byName = Map.groupBy(refusals, inputOf);
  byName.delete('');
  return byName;
}
