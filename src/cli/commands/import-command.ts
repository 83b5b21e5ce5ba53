import { defined } from '../../defined.ts';
import { ownCommand } from '../../diagnostics/own-command.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import { type ImportedPage, importPage } from '../../harness/import-page.ts';
import { printText } from '../../report/wording/terminal-view.ts';
import { exitCode } from '../../run/exit-code.ts';
import type { ExitCode } from '../../run/result.ts';
import { schemaReference } from '../loading/library/package-folder.ts';
import { importConfig } from '../options/import-config.ts';
import { printProblems } from '../output/print-problems.ts';
import type { Streams } from '../output/streams.ts';
import { writeTextFiles } from '../output/write-text-files.ts';
import { today } from '../steps/today.ts';

/** `import`: a page becomes a scenario, its recording, and the seed of its runs in the sandbox. */
export async function importCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const config = importConfig(args);
  if (!config.ok) return printProblems(config.problems, streams);
  const { page, output, address, force } = config.value;
  const schema = schemaReference(output);
  const read = await importPage(page, {
    scenarioPath: output,
    today: today(streams),
    ...defined({ schema, address }),
  });
  if (!read.ok) return printProblems(read.problems, streams);
  const { scenario, recording, seed, summary, replayed } = read.value;
  const files = [scenario, recording, seed];
  const failed = await writeTextFiles(files, force);
  if (failed.length > 0) return printProblems(failed, streams);
  const lines = [...files.map(({ path }) => safeLine(path)), '', ...summary, replayLine(read.value)];
  printText(`${lines.join('\n')}\n`, streams.stdout);
  const wrong = stepsThatDoNotPass(read.value);
  printText(wrong.map((line) => `${safeLine(line)}\n`).join(''), streams.stderr);
  return replayed.ok ? exitCode({ failed: wrong.length > 0 }) : printProblems(replayed.problems, streams);
}

/** The steps of the imported scenario that do not pass, and why: such a scenario should not be written. */
function stepsThatDoNotPass({ replayed, scenario }: ImportedPage): readonly string[] {
  if (!replayed.ok) {
    const lines = scenario.text.split('\n');
    const steps = replayed.problems.flatMap(({ at }) => {
      // A problem belongs to the last step that begins above its line.
      const id =
        at?.file === scenario.path ? lines.slice(0, at.line).findLast((line) => /^ {2}- id: /.test(line)) : undefined;
      return id === undefined ? [] : [id.slice('  - id: '.length)];
    });
    return [...new Set(steps)].map((id) => `step ${id} does not pass \`check\``);
  }
  // A manual step, and the steps that depend on it, do not show that the import is wrong.
  return [...replayed.value.steps, ...replayed.value.cleanup].flatMap(({ id, outcome }) => {
    if (outcome.kind === 'blocked') return [`step ${id} does not pass: ${outcome.message}`];
    if (outcome.kind !== 'failed') return [];
    const [{ path, message }] = outcome.differences;
    return [`step ${id} does not pass: ${path}: ${message}`];
  });
}

function replayLine({ replayed, scenario }: ImportedPage): string {
  if (!replayed.ok) return 'replays:    no, it does not pass check';
  const steps = [...replayed.value.steps, ...replayed.value.cleanup];
  const count = (kind: string) => steps.filter(({ outcome }) => outcome.kind === kind).length;
  const others = ['failed', 'blocked', 'skipped', 'pending'].flatMap((kind) =>
    count(kind) === 0 ? [] : [`${count(kind)} ${kind}`],
  );
  const verdict = count('failed') + count('blocked') === 0 ? 'yes' : 'no';
  return `replays:    ${verdict}, ${[`${count('passed')} passed`, ...others].join(', ')}; ${ownCommand} run ${safeLine(scenario.path)}`;
}
