import { existsSync } from 'node:fs';
import { defined } from '../../defined.ts';
import { type Problem, problemsOf } from '../../diagnostics/problem.ts';
import { readBytes, readSource } from '../../diagnostics/read-source.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import type { Source } from '../../diagnostics/source.ts';
import { randomWord } from '../../harness/harness.ts';
import { makePack, recordingBeside, sha256, sharedFiles } from '../../report/evidence/make-pack.ts';
import { signatureOf, signPack, verifySignature } from '../../report/evidence/sign-pack.ts';
import { largestPackBytes, verifyPack } from '../../report/evidence/verify-pack.ts';
import { openFileSink } from '../../report/files/write-file.ts';
import { clockName, clockText, counted } from '../../report/wording/duration-text.ts';
import { ownFiles, type Replaceable, type ReportEnvironment } from '../../report/wording/reporter.ts';
import { exitCode } from '../../run/exit-code.ts';
import type { ExitCode, RunResult } from '../../run/result.ts';
import { version } from '../../version.ts';
import type { PackWish } from '../options/report-config.ts';
import { printProblems } from '../output/print-problems.ts';
import type { Streams } from '../output/streams.ts';

/** Writes the pack of a result, and prints the digest that a person may note elsewhere. */
export async function packEvidence(
  result: RunResult,
  { file, tenant, sign, readiness }: PackWish & Pick<ReportEnvironment, 'readiness'>,
  { stdout }: Streams,
): Promise<readonly Problem[]> {
  const key = sign === undefined ? undefined : await readSource(sign);
  if (key?.ok === false) return key.problems;
  const digests = await digestsFor(result);
  const pack = makePack(result, {
    version,
    ...defined({ tenant }),
    digestOf: (name) => digests.get(name),
    ...defined({ readiness }),
  });
  const signature = key === undefined ? undefined : signPack(pack, key.value);
  if (signature?.ok === false) return signature.problems;
  // Beside a pack that is new, a signature is of another file.
  const files: readonly (readonly [string, Uint8Array, Replaceable])[] = [
    [file, pack, ownFiles.pack],
    ...(signature === undefined
      ? []
      : [[signatureOf(file), signature.value, existsSync(file) ? 'any' : 'none'] as const]),
  ];
  const problems = await writeAll(files);
  if (problems.length > 0) return problems;
  stdout.write(`${safeLine(file)}: ${pack.length} bytes, sha256 ${sha256(pack)}\n`);
  for (const [path] of files.slice(1)) stdout.write(`written: ${safeLine(path)}\n`);
  return [];
}

/** None is written where one of them cannot be. */
async function writeAll(files: readonly (readonly [string, Uint8Array, Replaceable])[]): Promise<readonly Problem[]> {
  const sinks = files.map(([path, bytes, replaces]) => ({
    bytes,
    sink: openFileSink(path, randomWord(), { replaces }),
  }));
  const refused = problemsOf(...sinks.map(({ sink }) => sink));
  for (const { sink, bytes } of sinks) {
    if (!sink.ok) continue;
    if (refused.length > 0) await sink.value.abort();
    else {
      sink.value.writeBytes(bytes);
      await sink.value.end();
    }
  }
  return [...refused, ...sinks.flatMap(({ sink }) => (sink.ok ? sink.value.problems() : []))];
}

/** A stored result may name any file: only files named like a scenario, shared steps or a recording are read. */
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

/** `report --verify`: reports for each pack whether it is unchanged. */
export async function verifyEvidence(
  files: readonly string[],
  keyFile: string | undefined,
  streams: Streams,
): Promise<ExitCode> {
  const problems: Problem[] = [];
  const key = keyFile === undefined ? undefined : await readSource(keyFile);
  if (key?.ok === false) return printProblems(key.problems, streams);
  for (const file of files) {
    const bytes = await readBytes(file, largestPackBytes);
    const manifest = bytes.ok ? verifyPack(file, bytes.value) : bytes;
    const signed = bytes.ok && key !== undefined ? await checkSignature(file, bytes.value, key.value) : [];
    if (!manifest.ok || signed.length > 0) {
      problems.push(...problemsOf(manifest), ...signed);
      continue;
    }
    const { against, startedAt, clock, scenarios, exitCode: code, tenant } = manifest.value;
    const about = [
      `${counted(scenarios.length, 'scenario')} against ${against}`,
      safeLine(startedAt),
      ...(clock === undefined ? [] : [`${clockName(clock)}: ${clockText(clock)}`]),
      `exit code ${code}`,
      ...(tenant === undefined ? [] : [tenant]),
      ...(keyFile === undefined ? [] : [`signed with the key of ${safeLine(keyFile)}`]),
    ];
    streams.stdout.write(`${safeLine(file)}: as it was made · ${about.join(' · ')}\n`);
    if (bytes.ok) streams.stdout.write(`  sha256 ${sha256(bytes.value)}\n`);
  }
  return problems.length === 0 ? exitCode({}) : printProblems(problems, streams);
}

async function checkSignature(file: string, pack: Uint8Array, key: Source): Promise<readonly Problem[]> {
  const signature = await readBytes(signatureOf(file), largestSignatureBytes);
  if (signature.ok) return verifySignature(pack, signature.value, { key, file: signatureOf(file) });
  return signature.problems.map((problem) => ({ ...problem, code: 'signature-wrong' as const }));
}

const largestSignatureBytes = 64 * 1024;
