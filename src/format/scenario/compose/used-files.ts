import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { placeOnDisk } from '../../../diagnostics/library-path.ts';
import { failure, type Result } from '../../../diagnostics/problem.ts';
import { readSource } from '../../../diagnostics/read-source.ts';
import type { Source, Text } from '../../../diagnostics/source.ts';
import { readYaml } from '../read-yaml.ts';
import type { YamlNode } from '../yaml-node.ts';
import { entriesOf, valueAt } from '../yaml-plain.ts';
import { text } from '../yaml-scalars.ts';

/** The files of shared steps that a scenario uses, itself or through others, by the paths that `usedPath` makes. */
export type UsedFiles = ReadonlyMap<string, Result<Source>>;

export const noUsedFiles: UsedFiles = new Map();

const largestBytes = 1024 * 1024;
/** A limit against hostile trees of files. */
const mostFiles = 200;

/** The path by which a file that another one uses is identified. */
export function usedPath(from: Source, written: string): string {
  return join(dirname(from.path), written);
}

/** The files that a source uses, each with its name. */
export function usesOf(root: YamlNode | undefined): readonly { readonly name: string; readonly path: Text }[] {
  return entriesOf(valueAt(root, 'use')).map(({ key, value }) => ({ name: key, path: text(value) }));
}

/** Reads the files that a scenario uses. The problems of a file are kept with it, for the place that names it. */
export async function readUsedFiles(source: Source): Promise<UsedFiles> {
  const files = new Map<string, Result<Source>>();
  const roots = [dirname(source.path), '.'];
  const waiting = [source];
  for (let from = waiting.pop(); from !== undefined; from = waiting.pop()) {
    // Most scenarios use no files, and are not parsed twice.
    const yaml = /(?:^|[\s{,])["']?use["']?\s*:/.test(from.text) ? readYaml(from) : undefined;
    for (const { path } of yaml?.ok === true ? usesOf(yaml.value) : []) {
      const file = usedPath(from, path.value);
      if (files.has(file) || files.size >= mostFiles) continue;
      const read = await readUsed(file, path.value, roots);
      files.set(file, read);
      if (read.ok) waiting.push(read.value);
    }
  }
  return files;
}

const where = 'name a file below the folder of the scenario, or below the one in which the command runs';

/** A regular file below one of the folders, wherever links lead. */
async function readUsed(file: string, written: string, roots: readonly string[]): Promise<Result<Source>> {
  const refused = (message: string) => failure([{ code: 'file-unreadable', message, fix: where }]);
  if (isAbsolute(written) || written.includes('\\')) return refused(`\`${written}\` is not a relative path with \`/\``);
  // What is wrong with a file is shown with its lines: no other files are looked at.
  if (!/\.steps\.ya?ml$/.test(written)) {
    const message = `\`${written}\` does not have the file name of shared steps`;
    return failure([{ code: 'file-unreadable', message, fix: 'name a file that ends with `.steps.yaml`' }]);
  }
  const root = roots.find((one) => isBelow(resolve(one), resolve(file)));
  if (root === undefined) return refused(`\`${written}\` leads out of the folders that a scenario may read`);
  const [real, folder] = await Promise.all(
    [file, root].map((one) => realpath(placeOnDisk(one)).catch(() => undefined)),
  );
  if (real !== undefined && folder !== undefined && !isBelow(folder, real)) {
    return refused(`\`${written}\` is a link that leads out of the folder`);
  }
  return readSource(file, largestBytes);
}

function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
