import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { defined } from '../../defined.ts';
import { ownCommand } from '../../diagnostics/own-command.ts';
import { type Problem, success } from '../../diagnostics/problem.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import { shellWord } from '../../diagnostics/shell-word.ts';
import type { Scenario } from '../../format/scenario/scenario.ts';
import { type ServedSandbox, serveSandbox } from '../../harness/harness.ts';
import { loadBeta, loadSeeds } from '../../harness/load-seeds.ts';
import { durationText } from '../../report/wording/duration-text.ts';
import { exitCode } from '../../run/exit-code.ts';
import type { ExitCode } from '../../run/result.ts';
import { missingSignInPackage } from '../../tenant/auth/sign-in-package.ts';
import { demoSettings } from '../loading/demo-settings.ts';
import { loadScenarios } from '../loading/load-scenarios.ts';
import { sandboxSettings } from '../loading/sandbox-settings.ts';
import { type SandboxConfig, sandboxConfig } from '../options/sandbox-config.ts';
import { cacheFolder } from '../output/cache-folder.ts';
import { printProblems } from '../output/print-problems.ts';
import { type Streams, stopCodeOf } from '../output/streams.ts';
import { writeSettingsFile } from '../output/write-settings-file.ts';

/** `sandbox`: serves a local Microsoft Graph until a signal stops it. */
export async function sandboxCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const parsed = sandboxConfig(args);
  if (!parsed.ok) return printProblems(parsed.problems, streams);
  const { port, seeds = [], fixedMs, demo } = parsed.value;
  const seed = await loadSeeds(seeds);
  if (!seed.ok) return printProblems(seed.problems, streams);
  const beta = await loadBeta(parsed.value.beta);
  if (!beta.ok) return printProblems(beta.problems, streams);
  const scenarios = demo === undefined ? success([]) : await loadScenarios({ operands: demo });
  if (!scenarios.ok) return printProblems(scenarios.problems, streams);
  const served = await serveSandbox({
    port,
    folder: folderOf(parsed.value, streams),
    seed: seed.value,
    ...defined({ beta: beta.value, fixedMs }),
  });
  if (!served.ok) return printProblems(served.problems, streams);
  const settings = sandboxSettings(served.value, { follows: fixedMs === undefined });
  if (demo === undefined) {
    streams.stdout.write(settings);
    return untilStopped(served.value, streams);
  }
  const loaded = await Promise.all(scenarios.value.map(({ scenario }) => scenario()));
  const known = loaded.flatMap((scenario) => (scenario.ok ? [scenario.value] : []));
  const file = await writeSettingsFile(settings + demoSettings(known, served.value));
  if (!file.ok) {
    await served.value.server.close();
    return printProblems(file.problems, streams);
  }
  const tenant = served.value.server.sandbox().world.tenant.id;
  const lacking = missingSignInPackage();
  streams.stdout.write(
    demoText({ file: file.value.path, tenant, demo, labels: labelsOf(known), waits: waitsOf(known), lacking }),
  );
  const code = await untilStopped(served.value, streams);
  await file.value.remove();
  return code;
}

type Demo = {
  /** The settings. */
  readonly file: string;
  readonly tenant: string;
  readonly demo: readonly string[];
  readonly labels: readonly string[];
  /** The scenarios that wait for hours or days, a line each. */
  readonly waits: readonly string[];
  /** The problem, if the package for sign-ins is not installed. */
  readonly lacking: Problem | undefined;
};

/**
 * The commands to paste. People and mail of the sandbox are invented: every `--allow` that the scenarios need is added,
 * and no step waits for a person.
 */
export function demoText({ file, tenant, demo, labels, waits, lacking }: Demo): string {
  const allowed = labels.flatMap((label) => ['--allow', label]);
  const words = ['--tenant', tenant, '--env', file, ...allowed, ...demo];
  const flags = words.map(shellWord).join(' ');
  return [
    `written: ${file}, with invented people; it is removed when the sandbox stops`,
    '',
    ...(lacking === undefined ? [] : [`${lacking.message}: ${lacking.fix}`, '']),
    ...(waits.length === 0
      ? []
      : [
          'Live, these wait for the real time, up to:',
          ...waits,
          `Without the wait, as the sandbox's clock moves: ${ownCommand} run --against sandbox ${demo.map(shellWord).join(' ')}`,
          '',
        ]),
    'In another terminal, in this folder:',
    `    ${ownCommand} doctor ${flags}`,
    `    ${ownCommand} run --against live --unattended ${flags}`,
    '',
    '',
  ].join('\n');
}

const longWaitMs = 3_600_000;

function waitsOf(scenarios: readonly Scenario[]): readonly string[] {
  return scenarios.flatMap(({ title, steps }) => {
    const longestMs = Math.max(...steps.map(({ eventually }) => eventually?.withinMs ?? 0));
    return longestMs < longWaitMs ? [] : [`    ${durationText(longestMs).padEnd(8)}  ${safeLine(title)}`];
  });
}

function labelsOf(scenarios: readonly Scenario[]): readonly string[] {
  return [...new Set(scenarios.flatMap(({ steps }) => steps.flatMap(({ labels }) => labels)))].sort();
}

async function untilStopped(served: ServedSandbox, streams: Streams): Promise<ExitCode> {
  const { stderr, signal } = streams;
  stderr.write('serving until it is interrupted\n');
  if (!signal.aborted) await new Promise((stopped) => signal.addEventListener('abort', stopped, { once: true }));
  await served.server.close();
  return exitCode({ signal: stopCodeOf(streams) });
}

function folderOf({ certDir }: SandboxConfig, { environment }: Streams): string {
  if (certDir !== undefined) return resolve(certDir);
  return join(cacheFolder({ platform: process.platform, environment, home: homedir() }), 'sandbox');
}
