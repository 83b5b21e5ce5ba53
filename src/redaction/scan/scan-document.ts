import * as z from 'zod/mini';
import { defined } from '../../defined.ts';
import { count, formVersion, list, position, says, text } from '../../format/document/schema-words.ts';
import type { SecretFinding } from './secret-scanner.ts';

export const scanSchema = z
  .object({
    version: formVersion(1),
    files: count('How many files were searched.'),
    findings: list(
      z.object({
        file: text('The file.'),
        line: position('From 1.'),
        column: position('From 1, in UTF-16 units, as editors count.'),
        rule: text('The rule that found it, as `--ignore` takes it.'),
        name: z.exactOptional(text('The variable whose value it is.')),
      }),
      'Where secrets are, never what they are.',
    ),
    cut: z.exactOptional(list(text('The file.'), 'Files of which only the first findings are here.')),
  })
  .check(says('What `scan --json` prints.'));

type ScanDocument = z.infer<typeof scanSchema>;

/** The findings in files, as `scan --json` prints them. */
export function scanDocument(
  files: number,
  found: readonly { readonly file: string; readonly finding: SecretFinding }[],
  cut: readonly string[] = [],
): ScanDocument {
  return {
    version: 1,
    files,
    findings: found.map(({ file, finding: { line, column, rule, name } }) => {
      return { file, line, column, rule, ...defined({ name }) };
    }),
    ...(cut.length > 0 && { cut: [...cut] }),
  };
}
