import { exitCode } from '../../../run/exit-code.ts';
import type { ExitCode } from '../../../run/result.ts';
import { type Choices, type InitConfig, initConfig, pipelines, roles } from '../../options/init-config.ts';
import { printProblems } from '../../output/print-problems.ts';
import type { Streams } from '../../output/streams.ts';
import { today } from '../../steps/today.ts';
import { firstFiles } from './first-files.ts';
import { writeMissing } from './write-missing.ts';

/** `init`: writes the first files of a project, as far as they are missing, and prints the next command. */
export async function initCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const config = initConfig(args);
  if (!config.ok) return printProblems(config.problems, streams);
  const choices = await choose(config.value, streams);
  if (choices === undefined) return printProblems([notChosen], streams);
  const files = await firstFiles(choices, today(streams));
  if (!files.ok) return printProblems(files.problems, streams);
  const written = await writeMissing(files.value.files);
  for (const { path, did } of written.files) streams.stdout.write(`${`${did}:`.padEnd(10)} ${path}\n`);
  if (written.problems.length > 0) return printProblems(written.problems, streams);
  const next = files.value.next.flatMap(({ command, after }) => [
    ...(after === undefined ? [] : [`Then, after ${after}:`]),
    `    ${command}`,
  ]);
  streams.stdout.write(`\nNext:\n${next.join('\n')}\n`);
  return exitCode({});
}

const notChosen = {
  code: 'usage',
  message: 'no choice was made, so nothing was written',
  fix: `write \`init --for ${roles.join('|')}\`, or \`init --yes\``,
} as const;

/** At most two questions, and none without a terminal. */
async function choose({ role: given, yes }: InitConfig, streams: Streams): Promise<Choices | undefined> {
  const ask = yes ? undefined : streams.ask;
  const role = given ?? (await oneOf('Who begins here?', roles, ask));
  if (role === undefined) return undefined;
  const pipeline = role === 'ci' ? await oneOf('Where do tests run?', pipelines, ask) : 'none';
  return pipeline === undefined ? undefined : { role, pipeline };
}

/** The first is the default; after an invalid answer it prompts once more, then gives up. */
async function oneOf<T extends string>(
  question: string,
  words: readonly [T, ...(readonly T[])],
  ask: Streams['ask'],
  isLast = false,
): Promise<T | undefined> {
  if (ask === undefined) return words[0];
  const answer = (await ask(`${question} ${words.join(' · ')} [${words[0]}] `))?.trim().toLowerCase();
  if (answer === undefined) return undefined;
  if (answer === '') return words[0];
  const [begun, ...others] = words.filter((word) => word.startsWith(answer));
  if (begun !== undefined && others.length === 0) return begun;
  return isLast ? undefined : oneOf(`\`${answer}\` is not one of them:`, words, ask, true);
}
