import { statSync } from 'node:fs';
import { join } from 'node:path';
import { placeOfFile } from '../../diagnostics/place.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/problem.ts';
import type { SecretIndex } from '../../redaction/scan/secret-index.ts';
import type { FolderSink } from '../wording/reporter.ts';
import { anotherFile, type FileHabits, openFileSink, writeProblem } from './write-file.ts';

/**
 * Opens a folder in which reports are written file by file, each by `openFileSink`; other files stay. Problems:
 * `file-unreadable`, also if nothing can be written in it; later `secret-found`.
 */
export async function openFolderSink(
  path: string,
  random: () => string,
  secrets?: () => SecretIndex,
): Promise<Result<FolderSink>> {
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === false) return failure([noFolder(path)]);
  } catch (error) {
    return failure([writeProblem(path, error)]);
  }
  const habits: FileHabits = { replaces: 'any', secrets };
  const probe = openFileSink(join(path, 'probe'), random(), habits);
  if (!probe.ok) return probe;
  await probe.value.abort();
  const found: Problem[] = [];
  const put: FolderSink['put'] = async (name, content, own) => {
    if (own !== undefined && anotherFile(join(path, name), own) !== undefined) return false;
    // If one file cannot be written, the following ones cannot either: one problem is enough.
    if (found.some(({ code }) => code === 'file-unreadable')) return false;
    const sink = openFileSink(join(path, name), random(), habits);
    if (!sink.ok) {
      found.push(...sink.problems);
      return false;
    }
    if (typeof content === 'string') await sink.value.write(content);
    else sink.value.writeBytes(content);
    await sink.value.end();
    found.push(...sink.value.problems());
    return sink.value.problems().length === 0;
  };
  return success({ put, problems: () => found });
}

function noFolder(path: string): Problem {
  const fix = 'name a folder, or move the existing file away';
  return { code: 'file-unreadable', message: 'this is not a folder', at: placeOfFile(path), fix };
}
