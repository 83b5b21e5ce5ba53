import type { Problem } from '../../diagnostics/problem.ts';
import { readBytes } from '../../diagnostics/read-source.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import { randomWord } from '../../harness/harness.ts';
import { makePack, recordingBeside, sha256, sharedFiles } from '../../report/evidence/make-pack.ts';
import { largestPackBytes, verifyPack } from '../../report/evidence/verify-pack.ts';
import { openFileSink } from '../../report/files/write-file.ts';
import { clockName, clockText, counted } from '../../report/wording/duration-text.ts';
import { exitCode } from '../../run/exit-code.ts';
import type { ExitCode, RunResult } from '../../run/result.ts';
import { version } from '../../version.ts';
import type { PackWish } from '../options/report-config.ts';
import { printProblems } from '../output/print-problems.ts';
import type { Streams } from '../output/streams.ts';

/** Writes the pack of a result, and prints the digest that a person may note elsewhere. */
export async function packEvidence(
  result: RunResult,
  { file, tenant }: PackWish,
  { stdout }: Streams,
): Promise<readonly Problem[]> {
  const sink = openFileSink(file, randomWord());
  if (!sink.ok) return sink.problems;
  const digests = await digestsFor(result);
  const pack = makePack(result, {
    version,
    ...(tenant === undefined ? {} : { tenant }),
    digestOf: (name) => digests.get(name),
  });
  sink.value.writeBytes(pack);
  await sink.value.end();
  const problems = sink.value.problems();
  if (problems.length === 0) stdout.write(`${safeLine(file)}: ${pack.length} bytes, sha256 ${sha256(pack)}\n`);
  return problems;
}

/** What a stored result names may be any file: only those that are named like a scenario, shared steps or a recording are looked at. */
async function digestsFor({ scenarios }: RunResult): Promise<ReadonlyMap<string, string>> {
  const digests = new Map<string, string>();
  for (const scenario of scenarios) {
    const { file } = scenario;
    if (!/\.scenario\.ya?ml$/.test(file)) continue;
    const shared = sharedFiles(scenario).filter((one) => /\.steps\.ya?ml$/.test(one));
    for (const name of [file, recordingBeside(scenario), ...shared]) {
      const bytes = await readBytes(name);
      if (bytes.ok) digests.set(name, sha256(bytes.value));
    }
  }
  return digests;
}

/** `report --verify`: says of each pack whether it is as it was made. */
export async function verifyEvidence(files: readonly string[], streams: Streams): Promise<ExitCode> {
  const problems: Problem[] = [];
  for (const file of files) {
    const bytes = await readBytes(file, largestPackBytes);
    const manifest = bytes.ok ? verifyPack(file, bytes.value) : bytes;
    if (!manifest.ok) {
      problems.push(...manifest.problems);
      continue;
    }
    const { against, startedAt, clock, scenarios, exitCode: code, tenant } = manifest.value;
    const about = [
      `${counted(scenarios.length, 'scenario')} against ${against}`,
      safeLine(startedAt),
      ...(clock === undefined ? [] : [`${clockName(clock)}: ${clockText(clock)}`]),
      `exit code ${code}`,
      ...(tenant === undefined ? [] : [tenant]),
    ];
    streams.stdout.write(`${safeLine(file)}: as it was made · ${about.join(' · ')}\n`);
    if (bytes.ok) streams.stdout.write(`  sha256 ${sha256(bytes.value)}\n`);
  }
  return problems.length === 0 ? exitCode({}) : printProblems(problems, streams);
}
