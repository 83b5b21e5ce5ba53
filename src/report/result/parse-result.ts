import { failure, type Result } from '../../diagnostics/problem.ts';
import type { Source } from '../../diagnostics/source.ts';
import { type DocumentForm, Refusal, readDocument } from '../../format/document/read-document.ts';
import { secretIn } from '../../format/document/secret-in.ts';
import type { RunResult } from '../../run/result.ts';
import { fromFirstVersion } from './first-result-version.ts';
import { resultSchema } from './result-schema.ts';

const noRealTime = new Refusal(
  ['summary', 'startedAt'],
  'in version 1 this is the time of the recording or of the sandbox: it does not contain the real time of the run',
  'run it again: this release stores both',
);

const form: DocumentForm<RunResult> = {
  schema: resultSchema,
  version: 2,
  code: 'result-invalid',
  fix: 'give the file that `--reporter json` wrote, unchanged',
  otherVersionFix: 'read it with the release that wrote it',
  former: { versions: [1], migrate: (document) => fromFirstVersion(document) ?? noRealTime },
};

/**
 * Reads a `RESULT.json`, also of version 1 where its times are real; integers stay exact. Problems: `result-invalid`, each at
 * its place, and `secret-found`: no run writes a result in which one stands.
 */
export function parseResult(source: Source): Result<RunResult> {
  const fix = 'revoke it; give the file that `--reporter json` wrote, unchanged';
  const secret = secretIn(source, { code: 'secret-found', fix });
  return secret === undefined ? readDocument(source, form) : failure([secret]);
}
