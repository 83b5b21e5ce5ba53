import { exitCode } from '../../run/exit-code.ts';
import type { ExitCode } from '../../run/result.ts';
import { pulledFile } from '../loading/metadata-files.ts';
import { pullConfig } from '../options/contract-config.ts';
import { printProblems } from '../output/print-problems.ts';
import { writeWhole } from '../output/rewrite-file.ts';
import { type Streams, stopOf } from '../output/streams.ts';

/** `metadata pull`: fetches the service's own metadata, for `check --contract`. */
export async function metadataCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const config = pullConfig(args);
  if (!config.ok) return printProblems(config.problems, streams);
  const { versions, origin, envProxy } = config.value;
  const { environment } = streams;
  const signal = stopOf(streams);
  const { pullMetadata } = await import('../../harness/pull-metadata.ts');
  const { readMetadata } = await import('../../metadata/read-metadata.ts');
  for (const [at, version] of versions.entries()) {
    const pulled = await pullMetadata(version, { origin, environment, envProxy, signal });
    if (!pulled.ok) {
      printProblems(pulled.problems, streams, at);
      return exitCode({ untested: true });
    }
    // The response of a captive portal that requires a sign-in is not metadata.
    const read = await readMetadata({ path: `${origin}/${version}/$metadata`, text: pulled.value });
    if (!read.ok) {
      printProblems(read.problems, streams, at + 1);
      return exitCode({ untested: true });
    }
    const file = pulledFile(version, streams);
    const problem = await writeWhole(file, pulled.value, { replaces: 'any' });
    if (problem !== undefined) {
      printProblems([problem], streams, at + 1);
      return exitCode({ unwritten: true });
    }
    const types = Object.keys(read.value.types).length;
    streams.stdout.write(`${version}: ${types} types of ${origin}, kept in ${file}\n`);
  }
  return exitCode({});
}
