import { placeText } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import type { Scenario } from '../../format/scenario/scenario.ts';
import { examineLive, storedRuns } from '../../harness/harness.ts';
import { exitCode } from '../../run/exit-code.ts';
import type { ExitCode } from '../../run/result.ts';
import { type DoctorFinding, isHealthy } from '../../tenant/doctor/doctor-finding.ts';
import { findingsText } from '../../tenant/doctor/findings-text.ts';
import { damageLine } from '../loading/damaged-ledger.ts';
import { dirtyRuns } from '../loading/dirty-runs.ts';
import { ledgerFolder } from '../loading/ledger-folder.ts';
import { type LoadedScenario, loadScenarios } from '../loading/load-scenarios.ts';
import { planScenarios } from '../loading/plan-scenarios.ts';
import { doctorConfig } from '../options/config.ts';
import { followUp, whereOf } from '../output/follow-up.ts';
import { printProblems } from '../output/print-problems.ts';
import { type Streams, stopCodeOf, stopOf } from '../output/streams.ts';
import { liveRefusals } from '../steps/live-refusals.ts';
import { openLiveCommand } from '../steps/open-live-command.ts';

/** `doctor`: what a tenant lacks for these scenarios, before anything is written. */
export async function doctorCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const parsed = doctorConfig(args);
  if (!parsed.ok) return printProblems(parsed.problems, streams);
  const { own, live, json } = parsed.value;
  const loaded = await loadScenarios(parsed.value);
  if (!loaded.ok) return printProblems(loaded.problems, streams);
  const { scenarios, problems } = await everyScenario(loaded.value);
  if (problems.length > 0) return printProblems(problems, streams);
  const concerned = loaded.value;
  const opened = await openLiveCommand({ own, live, scenarios: concerned, concerned, streams, tolerant: true });
  if (!opened.ok) return printProblems(opened.problems, streams);
  const { session, given, environment, streams: safe } = opened.value;
  try {
    const signal = stopOf(streams);
    const where = whereOf(live, own);
    const leftovers = async () => ({
      runs: await leftoversIn(ledgerFolder(live.ledger, streams), live.tenant),
      command: followUp('cleanup', where),
    });
    const dirty = live.allowDirty
      ? []
      : await dirtyRuns(ledgerFolder(live.ledger, streams), { ...where, tenant: live.tenant });
    const plans = await planScenarios(concerned, { against: 'live', live: { session, given, environment } });
    const refusals = liveRefusals({ opened: opened.value, dirty, plans }).map(refusalFinding);
    const examined = await examineLive(scenarios, { session, sources: { given, environment }, signal, leftovers });
    const findings = [...examined, ...refusals];
    if (signal.aborted) return exitCode({ signal: stopCodeOf(streams), untested: streams.lost.aborted });
    const healthy = isHealthy(findings);
    const examinedAt = new Date(streams.clock?.now() ?? Date.now()).toISOString();
    const document = { examinedAt, healthy, findings };
    safe.stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : findingsText(findings));
    return exitCode({ untested: !healthy });
  } finally {
    await session.close();
  }
}

/** What `run` would refuse, as it would print it. */
function refusalFinding({ code, message, at, fix }: Problem): DoctorFinding {
  const why = at === undefined ? message : `${placeText(at)}: ${message}`;
  return { area: 'refusal', what: code, state: 'missing', why, ...(fix === undefined ? {} : { fix }) };
}

/** What earlier runs in this tenant have not finished, a line each. */
async function leftoversIn(folder: string, tenant: string): Promise<readonly string[]> {
  const { runs, damaged } = await storedRuns(folder);
  const open = runs.filter(
    ({ run, open, isRunning, waiting }) =>
      run.tenant === tenant && open.length > 0 && !isRunning && waiting === undefined,
  );
  return [
    ...open.map((one) => `run ${one.run.run} of ${one.run.startedAt} left ${one.open.length}`),
    ...damaged.map(damageLine),
  ];
}

async function everyScenario(loaded: readonly LoadedScenario[]) {
  const scenarios: Scenario[] = [];
  const problems: Problem[] = [];
  for (const { scenario } of loaded) {
    const read = await scenario();
    if (read.ok) scenarios.push(read.value);
    else problems.push(...read.problems);
  }
  return { scenarios, problems };
}
