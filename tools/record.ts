/** `npm run record -- SCENARIO…`: records scenarios against the sandbox, into the files beside them. */
import { randomBytes } from 'node:crypto';
import { problemText } from '../src/diagnostics/code-frame.ts';
import { openFileSink } from '../src/report/write-file.ts';
import { recordScenario } from './record-scenario.ts';

async function record(file: string): Promise<readonly string[]> {
  const recorded = await recordScenario(file);
  if (!recorded.ok) return [recorded.message];
  const sink = openFileSink(recorded.path, randomBytes(8).toString('hex'));
  if (!sink.ok) return sink.problems.map(problemText);
  sink.value.write(recorded.text);
  await sink.value.end();
  const problems = sink.value.problems().map(problemText);
  if (problems.length === 0) process.stdout.write(`${recorded.path}\n`);
  return problems;
}

const files = process.argv.slice(2);
if (files.length === 0) {
  process.stderr.write('usage: npm run record -- SCENARIO…\n');
  process.exitCode = 2;
}
for (const file of files) {
  const problems = await record(file);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (problems.length > 0) process.exitCode = 1;
}
