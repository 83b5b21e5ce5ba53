import { existsSync } from 'node:fs';
import { importConfig } from '../config/import-config.ts';
import { placeOfFile } from '../diagnostics/place.ts';
import type { Problem } from '../diagnostics/problem.ts';
import { safeLine } from '../diagnostics/safe-text.ts';
import type { Source } from '../diagnostics/source.ts';
import { randomWord } from '../harness/harness.ts';
import { type ImportedPage, importPage } from '../harness/import-page.ts';
import { openFileSink } from '../report/write-file.ts';
import { printProblems } from './print-problems.ts';
import type { Streams } from './streams.ts';

/** `import`: a page becomes a scenario and its recording. */
export async function importCommand(args: readonly string[], streams: Streams): Promise<number> {
  const config = importConfig(args);
  if (!config.ok) return printProblems(config.problems, streams);
  const { page, output, address, force } = config.value;
  const today = new Date(streams.wallClock()).toISOString().slice(0, 10);
  const read = await importPage(page, { scenarioPath: output, today, ...(address === undefined ? {} : { address }) });
  if (!read.ok) return printProblems(read.problems, streams);
  const { scenario, recording, summary, replayed } = read.value;
  const files = [scenario, recording];
  const existing = force ? [] : files.filter(({ path }) => existsSync(path)).map(thereAlready);
  if (existing.length > 0) return printProblems(existing, streams);
  const failed = (await Promise.all(files.map(written))).flat();
  if (failed.length > 0) return printProblems(failed, streams);
  const lines = [...files.map(({ path }) => safeLine(path)), '', ...summary, replayLine(read.value)];
  streams.stdout.write(`${lines.join('\n')}\n`);
  return replayed.ok ? 0 : printProblems(replayed.problems, streams);
}

function replayLine({ replayed, scenario }: ImportedPage): string {
  if (!replayed.ok) return 'replays:    no, it does not pass check';
  const steps = [...replayed.value.steps, ...replayed.value.cleanup];
  const count = (kind: string) => steps.filter(({ outcome }) => outcome.kind === kind).length;
  const others = ['differs', 'blocked', 'skipped', 'manual-pending'].flatMap((kind) =>
    count(kind) === 0 ? [] : [`${count(kind)} ${kind}`],
  );
  const verdict = count('differs') + count('blocked') === 0 ? 'yes' : 'no';
  return `replays:    ${verdict}, ${[`${count('passed')} passed`, ...others].join(', ')}; tutorial-replay run ${safeLine(scenario.path)}`;
}

function thereAlready({ path }: Source): Problem {
  return {
    code: 'file-exists',
    message: 'this file is there already',
    at: placeOfFile(path),
    fix: 'give `--force`, or another name with `-o`',
  };
}

async function written({ path, text }: Source): Promise<readonly Problem[]> {
  const sink = openFileSink(path, randomWord());
  if (!sink.ok) return sink.problems;
  sink.value.write(text);
  await sink.value.end();
  return sink.value.problems();
}
