import { ownCommand } from '../../diagnostics/own-command.ts';
import { type Problem, usage } from '../../diagnostics/problem.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import { type HarPlan, loadHar, planHar } from '../../harness/plan-har.ts';
import type { RecordOptions } from '../../harness/record-run.ts';
import { SecretIndex } from '../../redaction/scan/secret-index.ts';
import { worstCode } from '../../run/exit-code.ts';
import { runOf } from '../../run/plan/plan.ts';
import type { ExitCode } from '../../run/result.ts';
import { scenarioKey } from '../../run/tenant-events.ts';
import { kept, type LoadedScenario } from '../loading/load-scenarios.ts';
import { readSandboxOptions } from '../loading/sandbox-options.ts';
import type { RunConfig } from '../options/config.ts';
import { whereOf } from '../output/follow-up.ts';
import { printProblems } from '../output/print-problems.ts';
import type { Streams } from '../output/streams.ts';
import { keepRecordings } from '../output/write-recordings.ts';
import { today } from '../steps/today.ts';
import { runPlans } from './run/run-plans.ts';

type Found = ReturnType<HarPlan['found']>;
type HarMatch = ReturnType<Found['matches']>[number];
type HarEntry = HarMatch['entry'];

export type HarRecording = { readonly config: RunConfig; readonly file: string; readonly streams: Streams };

/** `record --from-har`: makes a recording from the traffic of a browser, and lists which entry answered which step. */
export async function recordFromHar(
  scenarios: readonly LoadedScenario[],
  { config, file, streams }: HarRecording,
): Promise<ExitCode> {
  const [first, second] = scenarios;
  if (first === undefined || second !== undefined) return printProblems([onlyOne], streams);
  const own = await readSandboxOptions(config.own, scenarios, streams);
  if (!own.ok) return printProblems(own.problems, streams);
  const scenario = await first.scenario();
  if (!scenario.ok) return printProblems(scenario.problems, streams);
  const har = await loadHar(file);
  if (!har.ok) return printProblems(har.problems, streams);
  if (har.value.entries.length === 0) return printProblems([nothingIn(file)], streams);
  const { strict, record } = config;
  const replace = record?.replace ?? false;
  const planned = await planHar(scenario.value, { ...own.value, har: har.value, strict, replace });
  if (!planned.ok) return printProblems(planned.problems, streams);
  const sought = new SecretIndex(
    har.value.secrets.map((value) => ({ name: 'a token or cookie of the archive', value })),
  );
  const secrets = () => sought;
  const code = await runAndKeep(planned.value, { config, secrets, streams });
  streams.stdout.write(`\n${matchLines(planned.value.found(), har.value.others).join('\n')}\n`);
  return code;
}

type Keeping = Pick<HarRecording, 'config' | 'streams'> & { readonly secrets: NonNullable<RecordOptions['secrets']> };

async function runAndKeep(ready: HarPlan, { config, secrets, streams }: Keeping): Promise<ExitCode> {
  const { steps, cleanup, run } = ready.plan;

  const wished = config.record?.expiry === undefined ? {} : { expiry: config.record.expiry };
  const date = run.now.slice(0, 10);
  const { strict } = config;
  const recordingWriter = keepRecordings(
    { source: 'live', today: today(streams), date, strict, secrets, ...wished },
    streams,
  );
  const plan = {
    key: scenarioKey(runOf(ready.plan)),
    steps: steps.length + cleanup.length,
    now: run.now,
    ready: kept(ready),
  };
  const code = await runPlans(
    [plan],
    { ...config, recordingWriter, secrets, where: whereOf(undefined, config.own) },
    streams,
  );
  return worstCode([code, recordingWriter.report()]);
}

/** The urls that were sent contain names of people: only their shape is shown. */
function matchLines({ matches, unmatched }: Found, others: number): readonly string[] {
  const found = matches();
  const left = unmatched();
  return [
    ...found.map((match) => `${match.step}  ←  ${entryText(match.entry)}${howText(match)}`),
    ...left.map((entry) => `nothing  ←  ${entryText(entry)}`),
    ...(others === 0 ? [] : [`${others} more ${others === 1 ? 'entry is' : 'entries are'} not for Microsoft Graph`]),
  ].map(safeLine);
}

function entryText({ number, method, url, response }: HarEntry): string {
  const [path = '', query] = url.split('?', 2);
  const shown = path.replaceAll(/[^/]*(?:@|%40)[^/]*|[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{27}|[^/]{41,}/g, '…');
  return `entry ${number}, ${method} ${shown}${query === undefined ? '' : '?…'} ${response.status}`;
}

function howText({ sameBody, outOfOrder }: HarMatch): string {
  const notes = [
    ...(sameBody ? [] : ['another body']),
    ...(outOfOrder ? ['sent before the entry of an earlier step'] : []),
  ];
  return notes.length === 0 ? '' : ` (${notes.join(', ')})`;
}

const onlyOne = usage(
  '`--from-har` makes a recording of one scenario',
  `name one: \`${ownCommand} record --from-har FILE SCENARIO\``,
);

function nothingIn(file: string): Problem {
  const message = `no entry of ${safeLine(file)} is a request to Microsoft Graph`;
  const fix = 'begin to record in the network view before the first request is sent';
  return { code: 'nothing-selected', message, fix };
}
