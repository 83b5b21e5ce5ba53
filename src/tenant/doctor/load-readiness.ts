import type { Result } from '../../diagnostics/problem.ts';
import { readSource } from '../../diagnostics/read-source.ts';
import type { Source } from '../../diagnostics/source.ts';
import { type DocumentForm, readDocument } from '../../format/document/read-document.ts';
import { type Readiness, type ReadinessDocument, readinessSchema } from './doctor-finding.ts';

const form: DocumentForm<ReadinessDocument> = {
  schema: readinessSchema,
  version: 1,
  code: 'readiness-invalid',
  fix: 'use the unchanged output of `doctor --json`',
  // It stated no version at first.
  former: { versions: [undefined], migrate: (document) => ({ version: 1, ...document }) },
};

/** Reads the output of `doctor --json`. Problems: `readiness-invalid`, and those of reading a file. */
export async function loadReadiness(path: string): Promise<Result<Readiness>> {
  const source = await readSource(path);
  return source.ok ? parseReadiness(source.value) : source;
}

/** Lists everything that is wrong, each at its place. Problems: `readiness-invalid`. */
export function parseReadiness(source: Source): Result<Readiness> {
  return readDocument(source, form);
}
