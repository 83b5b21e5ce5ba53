import * as z from 'zod/mini';
import { type Outcome, success } from '../../diagnostics/problem.ts';
import type { Source } from '../../diagnostics/source.ts';
import { type DocumentForm, readDocument } from '../../format/document/read-document.ts';
import { formVersion, list, says, text } from '../../format/document/schema-words.ts';
import { prettyJson } from '../../json/pretty.ts';
import { keyOf, type PlacedFinding } from './page-report.ts';

export const baselineSchema = z
  .object({
    baseline: z.literal('pages check').check(says('The command that wrote it.')),
    version: formVersion(1),
    findings: list(
      z.object({
        page: text('The page, relative to the folder.'),
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
  version: 1,
  code: 'baseline-invalid',
  fix: 'write it again with `--write-baseline`',
};

/** How often each finding is known already. */
export type Baseline = ReadonlyMap<string, number>;

export function printBaseline(found: readonly PlacedFinding[]): string {
  const findings = [...Map.groupBy(found, keyOf).values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [{ page: first.page, code: first.code, message: first.message, count: others.length + 1 }],
  );
  const document: BaselineDocument = { baseline: 'pages check', version: 1, findings };
  return `${prettyJson(document)}\n`;
}

/** Problems: `baseline-invalid`, each at its place. */
export function readBaseline(source: Source): Outcome<Baseline> {
  const read = readDocument(source, form);
  return read.ok ? success(new Map(read.value.findings.map((one) => [keyOf(one), one.count]))) : read;
}

/** The findings that the baseline does not have: of one that it has twice, the third is new. */
export function newSince(baseline: Baseline, found: readonly PlacedFinding[]): readonly PlacedFinding[] {
  const remaining = new Map(baseline);
  return found.filter((finding) => {
    const count = remaining.get(keyOf(finding)) ?? 0;
    remaining.set(keyOf(finding), count - 1);
    return count <= 0;
  });
}
