import { chmod, stat } from 'node:fs/promises';
import { problemTextWithin } from '../../diagnostics/code-frame.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import { randomWord } from '../../harness/harness.ts';
import type { ReadyPlan } from '../../harness/plan-options.ts';
import { type OpenRecording, openRecording, type Recorded, type RecordOptions } from '../../harness/record-run.ts';
import { openFileSink } from '../../report/files/write-file.ts';
import { printText } from '../../report/wording/terminal-view.ts';
import { exitCode } from '../../run/exit-code.ts';
import type { ExitCode, RunListener, ScenarioResult } from '../../run/result.ts';
import type { Streams } from './streams.ts';

/** Makes recordings of runs, beside their reports. */
export type RecordingWriter = {
  readonly begin: (ready: ReadyPlan) => {
    readonly listener: RunListener;
    readonly end: (result: ScenarioResult) => Promise<void>;
  };
  /** Prints what happened to each scenario's recording; returns the exit code. */
  readonly report: () => ExitCode;
};

const words = { new: 'recorded ', changed: 'changed  ', none: 'unchanged' } as const;

/** Files are complete or unchanged; files in which only values that change with every run changed are not written. */
export function keepRecordings(options: RecordOptions, { stdout, stderr }: Streams): RecordingWriter {
  const lines: string[] = [];
  const found: Problem[] = [];
  const write = async (recorded: Recorded): Promise<void> => {
    const problems = recorded.change === 'none' ? [] : await written(recorded, options.secrets);
    if (problems.length === 0) lines.push(`${words[recorded.change]}  ${safeLine(recorded.path)}`);
    found.push(...problems);
  };
  const finish = async (open: OpenRecording, result: ScenarioResult): Promise<void> => {
    const recorded = await open.end(result);
    if (recorded.ok) return write(recorded.value);
    found.push(...recorded.problems);
  };
  return {
    begin: (ready) => {
      const open = openRecording(ready, options);
      return { listener: open.listener, end: (result) => finish(open, result) };
    },
    report: () => {
      if (lines.length > 0) stdout.write(`\n${lines.join('\n')}\n`);
      for (const problem of found) printText(`${problemTextWithin(problem, stderr.columns)}\n\n`, stderr);
      // The outcome of a step has an exit code already.
      return exitCode({ unwritten: found.some(({ code }) => code !== 'not-recorded') });
    },
  };
}

async function written({ path, text }: Recorded, secrets: RecordOptions['secrets']): Promise<readonly Problem[]> {
  const sink = openFileSink(path, randomWord(), { replaces: 'any', secrets, shared: true });
  if (!sink.ok) return sink.problems;
  await sink.value.write(text);
  const mode = (await stat(path).catch(() => undefined))?.mode;
  await sink.value.end();
  const problems = sink.value.problems();
  if (problems.length === 0 && mode !== undefined) await chmod(path, mode);
  return problems;
}
