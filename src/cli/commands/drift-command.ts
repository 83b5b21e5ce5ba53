import { defined } from '../../defined.ts';
import { problemText } from '../../diagnostics/code-frame.ts';
import { type Place, placeText } from '../../diagnostics/place.ts';
import { type Problem, problemsOf } from '../../diagnostics/problem.ts';
import { safeLine, safeText } from '../../diagnostics/safe-text.ts';
import { prettyJson } from '../../json/pretty.ts';
import { githubLog } from '../../report/ci/github-log.ts';
import { ownFiles } from '../../report/wording/reporter.ts';
import { repositoryPath, repositoryRoot } from '../../report/wording/repository-path.ts';
import { printAs } from '../../report/wording/terminal-view.ts';
import { exitCode, worstCode } from '../../run/exit-code.ts';
import type { ExitCode } from '../../run/result.ts';
import { acceptedText } from '../../tutorial/verify/accept-drift.ts';
import { deviationsOf, notOfPage } from '../../tutorial/verify/deviations.ts';
import { driftDocument } from '../../tutorial/verify/drift-document.ts';
import {
  countDrifted,
  type Drift,
  type DriftReport,
  driftProblems,
  findDrift,
  isContradiction,
} from '../../tutorial/verify/find-drift.ts';
import { serviceReplyOf } from '../../tutorial/verify/hold-against-page.ts';
import { driftSarif } from '../../tutorial/verify/print-sarif.ts';
import { version } from '../../version.ts';
import { documentedPages } from '../loading/documented-pages.ts';
import { type LastRun, lastRun } from '../loading/last-run.ts';
import { loadScenarios } from '../loading/load-scenarios.ts';
import { type DriftConfig, driftConfig } from '../options/drift-config.ts';
import { driftMarkdown } from '../output/drift-markdown.ts';
import { printProblems } from '../output/print-problems.ts';
import { filePatch, rewriteFile, writeAsked } from '../output/rewrite-file.ts';
import type { Streams } from '../output/streams.ts';

/** `drift`: whether page, scenario and service have moved apart. */
export async function driftCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const config = driftConfig(args);
  if (!config.ok) return printProblems(config.problems, streams);
  const scenarios = await loadScenarios(config.value);
  if (!scenarios.ok) return printProblems(scenarios.problems, streams);
  const last = await lastRun(config.value.result);
  if (!last.ok) return printProblems(last.problems, streams);
  const pageOf = documentedPages(config.value);
  const reports: DriftReport[] = [];
  const problems: Problem[] = [];
  for (const { scenario } of scenarios.value) {
    const loaded = await scenario();
    const page = loaded.ok ? await pageOf(loaded.value) : loaded;
    if (!loaded.ok || !page.ok) {
      problems.push(...problemsOf(loaded, page));
      continue;
    }
    const { value } = loaded;
    reports.push(findDrift(value, page.value, (id) => serviceReplyOf(last.value(value, id))));
  }
  if (problems.length > 0) return printProblems(problems, streams);
  return finish(onePerFile(reports), { config: config.value, last: last.value, streams });
}

/** The rows of a scenario are one file: a drift that several of them have is reported once. */
function onePerFile(reports: readonly DriftReport[]): readonly DriftReport[] {
  return [...Map.groupBy(reports, ({ scenario }) => scenario.source.path).values()].flatMap(([first, ...others]) => {
    if (first === undefined || others.length === 0) return first ?? [];
    const drifts = [first, ...others].flatMap((report) => report.drifts);
    const id = ({ kind, message, inPage, inScenario, value }: Drift) =>
      JSON.stringify([kind, message, inPage?.line, inScenario.line, value?.path]);
    return { ...first, drifts: [...new Map(drifts.map((drift) => [id(drift), drift])).values()] };
  });
}

type Finishing = { readonly config: DriftConfig; readonly last: LastRun; readonly streams: Streams };

async function finish(reports: readonly DriftReport[], finishing: Finishing): Promise<ExitCode> {
  const { config, streams } = finishing;
  const drifts = reports.flatMap((report) => report.drifts);
  const root = repositoryRoot(streams.environment, '.');
  const [refused, settled] = split(reports, (report) => report.drifts.some(isContradiction));
  const sarif = () => driftSarif(drifts.map(fromRoot(root)), { version });
  const unreported = await writeAsked(
    [
      { path: config.sarif, text: sarif, replaces: ownFiles.sarif },
      { path: config.summary, text: () => driftMarkdown(reports), replaces: ownFiles.summary },
    ],
    streams,
  );
  const changed = config.accept ? await Promise.all(settled.map(accept)) : [];
  const problems = [...unreported, ...changed.filter((problem) => problem !== undefined)];
  if (problems.length > 0) printProblems(problems, streams);
  const unwritten = problems.length > 0;
  if (config.fix !== undefined) return worstCode([await fix(reports, finishing), exitCode({ unwritten })]);
  if (config.accept && !unwritten) return accepted([settled, refused], { format: config.format, root, streams });
  await printAs(config.format, formatsOf(reports, root), streams.stdout);
  return exitCode({ failed: drifts.length > 0, unwritten });
}

function split<T>(all: readonly T[], test: (one: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [all.filter(test), all.filter((one) => !test(one))];
}

function accept(report: DriftReport): Promise<Problem | undefined> {
  return rewriteFile(report.scenario.source, acceptedText(report));
}

/** A note would hide a contradiction, so a scenario that has one keeps its notes, and the places are listed. */
async function accepted(
  [settled, refused]: readonly [readonly DriftReport[], readonly DriftReport[]],
  {
    format,
    root,
    streams,
  }: Pick<DriftConfig, 'format'> & { readonly root: string | undefined; readonly streams: Streams },
): Promise<ExitCode> {
  // `drift --accept` does not settle drift of the service, vanished blocks, and steps in other files.
  const isLeft = ({ kind, step }: Drift) =>
    kind === 'service' || kind === 'vanished' || step?.span.origin !== undefined;
  const left = settled
    .map((report) => ({ ...report, drifts: report.drifts.filter(isLeft) }))
    .filter(({ drifts }) => drifts.length > 0);
  const print = {
    ...formatsOf([...refused, ...left], root),
    text: () => acceptedSummary(settled.length),
    json: () => {
      const drifts = [...refused, ...left].flatMap((report) => report.drifts);
      return `${prettyJson(
        driftDocument(
          drifts,
          settled.map(({ scenario }) => scenario.source.path),
        ),
      )}\n`;
    },
  };
  await printAs(format, print, streams.stdout);
  if (format === 'text')
    streams.stderr.write(
      notAccepted(
        refused,
        left.flatMap(({ drifts }) => drifts),
      ),
    );
  return exitCode({ failed: refused.length > 0 || left.length > 0 });
}

function acceptedSummary(scenarios: number): string {
  if (scenarios === 0) return '';
  return `${scenarios === 1 ? '1 scenario records' : `${scenarios} scenarios record`} the current blocks of the page\n`;
}

function notAccepted(refused: readonly DriftReport[], left: readonly Drift[]): string {
  const contradictory = refused.flatMap(({ scenario, drifts }) => {
    const found = drifts.filter(isContradiction);
    const places = found.length === 1 ? '1 value' : `${found.length} values`;
    const said = 'not accepted: page and scenario contradict each other about';
    return [`${safeLine(scenario.source.path)}: ${said} ${places}\n`, ...found.map(driftText)];
  });
  const [settledElsewhere, others] = split(left, ({ kind }) => kind !== 'service' && kind !== 'vanished');
  const shared = settledElsewhere.map(
    ({ inScenario }) => `${safeLine(placeText(inScenario))}: not accepted: the step is shared; update its file\n`,
  );
  return [...contradictory, ...shared, ...others.map(driftText)].join('');
}

/**
 * Prints or writes the corrections, and lists what cannot be corrected, with the reason. The exit code is that of
 * `drift`.
 */
async function fix(reports: readonly DriftReport[], { config, last, streams }: Finishing): Promise<ExitCode> {
  const { correctPage } = await import('../../tutorial/verify/correct-page.ts');
  let unwritten = false;
  for (const [page, own] of Map.groupBy(reports, (report) => report.page)) {
    const deviations = own.flatMap((report) => deviationsOf(report, (id) => last(report.scenario, id)));
    const corrected = correctPage(page, deviations);
    const { path, text } = page.source;
    const left = [
      ...corrected.left.map(({ block, why }) => ({ at: `${path}:${block.line}:1`, why })),
      ...notOfPage(own),
    ];
    for (const { at, why } of left) streams.stderr.write(`${safeLine(`${at}: not corrected: ${why}`)}\n`);
    if (corrected.text === text) continue;
    if (config.fix === 'write') {
      const problem = await rewriteFile(page.source, corrected.text);
      if (problem !== undefined) {
        printProblems([problem], streams);
        unwritten = true;
        continue;
      }
      streams.stdout.write(
        `${safeLine(`${path}: ${corrected.blocks === 1 ? '1 block' : `${corrected.blocks} blocks`} corrected`)}\n`,
      );
    } else {
      const patch = await filePatch(page.source, corrected.text);
      streams.stdout.write(
        // For a file it stays exact, so that it applies.
        streams.stdout.isTTY ? safeText(patch) : patch,
      );
    }
  }
  return exitCode({ failed: reports.some(({ drifts }) => drifts.length > 0), unwritten });
}

function formatsOf(reports: readonly DriftReport[], root: string | undefined) {
  return {
    text: () => reportsText(reports),
    json: () => `${prettyJson(driftDocument(reports.flatMap(({ drifts }) => drifts)))}\n`,
    github: () => printGithub(reports, root),
  };
}

/** Places as code scanning names files. */
function fromRoot(root: string | undefined): (drift: Drift) => Drift {
  const placed = (at: Place): Place => ({ ...at, file: repositoryPath(at.file, root) });
  return ({ inPage, inScenario, ...drift }) => ({
    ...drift,
    inScenario: placed(inScenario),
    ...(inPage !== undefined && { inPage: placed(inPage) }),
  });
}

function reportsText(reports: readonly DriftReport[]): string {
  const drifts = reports.flatMap((report) => report.drifts);
  const texts = drifts.map(driftText);
  const steps = reports.reduce((sum, { matches }) => sum + matches.length, 0);
  const without = reports.reduce((sum, { undigested }) => sum + undigested, 0);
  const note =
    without === 0 ? '' : `${without} of them were never compared: \`drift --accept\` records the current blocks\n`;
  const found = drifts.length === 0 ? 'nothing has drifted' : `${countDrifted(drifts)} drifted`;
  return `${texts.join('')}${steps} ${steps === 1 ? 'step' : 'steps'} that pages document: ${found}\n${note}`;
}

function driftText(drift: Drift): string {
  const [first, second] = driftProblems(drift);
  const also = second?.at === undefined ? '' : `\n  scenario: ${safeLine(placeText(second.at))}`;
  return first === undefined ? '' : `${problemText(first)}${also}\n\n`;
}

function printGithub(reports: readonly DriftReport[], root: string | undefined): string {
  const { annotation } = githubLog(root);
  return reports
    .flatMap(({ drifts }) => drifts)
    .flatMap((drift) =>
      driftProblems(drift).map(({ code, message, fix, at }, rank) =>
        annotation({
          level: drift.kind === 'new' ? 'warning' : rank === 0 ? 'error' : 'notice',
          rank,
          code,
          title: drift.title,
          message: `${message}\nfix: ${fix}`,
          ...defined({ at }),
        }),
      ),
    )
    .map((line) => `${line}\n`)
    .join('');
}
