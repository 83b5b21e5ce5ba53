import { dirname, relative, resolve } from 'node:path';
import * as z from 'zod/mini';
import { type Result, success } from '../../diagnostics/problem.ts';
import type { Source } from '../../diagnostics/source.ts';
import { type DocumentForm, readDocument } from '../../format/document/read-document.ts';
import { formVersion, list, says, text } from '../../format/document/schema-words.ts';
import { prettyJson } from '../../json/pretty.ts';
import { keyOf, type PlacedFinding } from './page-report.ts';

export const baselineSchema = z
  .object({
    baseline: z.literal('pages check').check(says('The command that wrote it.')),
    version: formVersion(2),
    findings: list(
      z.object({
        page: text('The page, relative to the folder of the baseline.'),
        code: text('The code of the finding.'),
        message: text('Its message.'),
        count: z.int().check(z.gte(1), says('How often the page has it.')),
      }),
      'The findings that are known.',
    ),
  })
  .check(says('What `pages check --write-baseline` wrote.'));

type BaselineDocument = z.infer<typeof baselineSchema>;

const form: DocumentForm<BaselineDocument> = {
  schema: baselineSchema,
  version: 2,
  code: 'baseline-invalid',
  fix: 'write it again with `--write-baseline`',
};

/** How often each finding is known already, and in which file. */
export type Baseline = { readonly file: string; readonly counts: ReadonlyMap<string, number> };

export const noBaseline: Baseline = { file: '', counts: new Map() };

/** The key of a finding in the baseline of `file`, the same for every way of naming the page. */
function keyIn(file: string): (finding: PlacedFinding) => { readonly page: string; readonly key: string } {
  const folder = dirname(resolve(file));
  return (finding) => {
    const page = relative(folder, resolve(finding.at.file)).replaceAll('\\', '/');
    return { page, key: keyOf({ ...finding, page }) };
  };
}

export function printBaseline(found: readonly PlacedFinding[], file: string): string {
  const known = keyIn(file);
  const findings = [...Map.groupBy(found, (one) => known(one).key).values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [{ page: known(first).page, code: first.code, message: first.message, count: others.length + 1 }],
  );
  const document: BaselineDocument = { baseline: 'pages check', version: 2, findings };
  return `${prettyJson(document)}\n`;
}

/** Problems: `baseline-invalid`, each at its place. */
export function readBaseline(source: Source): Result<Baseline> {
  const read = readDocument(source, form);
  if (!read.ok) return read;
  const counts = new Map(read.value.findings.map((one) => [keyOf(one), one.count]));
  return success({ file: source.path, counts });
}

/** The findings that the baseline does not have: of one that it has twice, the third is new. */
export function newSince({ file, counts }: Baseline, found: readonly PlacedFinding[]): readonly PlacedFinding[] {
  const known = keyIn(file);
  const remaining = new Map(counts);
  return found.filter((finding) => {
    const { key } = known(finding);
    const count = remaining.get(key) ?? 0;
    remaining.set(key, count - 1);
    return count <= 0;
  });
}
