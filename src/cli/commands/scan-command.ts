import { normalize } from 'node:path';
import { problemText } from '../../diagnostics/code-frame.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import { scanFile } from '../../redaction/scan/scan-file.ts';
import { secretProblem } from '../../redaction/scan/secret-problem.ts';
import { mostFindings, type SecretFinding } from '../../redaction/scan/secret-scanner.ts';
import { printAs } from '../../report/wording/terminal-view.ts';
import { exitCode } from '../../run/exit-code.ts';
import type { ExitCode } from '../../run/result.ts';
import { everyFileBelow, filesNamed } from '../loading/files-of.ts';
import { scanConfig } from '../options/scan-config.ts';
import { printProblems } from '../output/print-problems.ts';
import type { Streams } from '../output/streams.ts';

type Found = { readonly file: string; readonly finding: SecretFinding };

/** `scan`: searches files for secrets, and lists their places, never their values. */
export async function scanCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const config = scanConfig(args, streams.environment);
  if (!config.ok) return printProblems(config.problems, streams);
  const { operands, sought, allowed, json } = config.value;
  const problems: Problem[] = [];
  const files = await findFiles(operands, problems);
  if (files.length === 0) return printProblems(problems, streams);
  const found: Found[] = [];
  // Files that were not searched to their end.
  const cut: string[] = [];
  for (const file of files) {
    const scanned = await scanFile(file, sought, allowed);
    if (!scanned.ok) problems.push(...scanned.problems);
    else {
      for (const finding of scanned.value) found.push({ file, finding });
      if (scanned.value.length >= mostFindings) cut.push(file);
    }
  }
  const print = {
    text: () => asText(files.length, found, cut),
    json: async () => {
      const { scanDocument } = await import('../../redaction/scan/scan-document.ts');
      return `${JSON.stringify(scanDocument(files.length, found, cut), null, 2)}\n`;
    },
  };
  await printAs(json ? 'json' : 'text', print, streams.stdout);
  if (problems.length > 0) return printProblems(problems, streams);
  return exitCode({ wrongInput: found.length > 0 });
}

async function findFiles(operands: readonly string[], problems: Problem[]): Promise<readonly string[]> {
  const files = new Set<string>();
  for (const operand of operands) {
    const named = await filesNamed(operand, everyFileBelow);
    if (!named.ok) problems.push(...named.problems);
    else for (const file of named.value) files.add(normalize(file));
  }
  return [...files].sort();
}

function asText(files: number, found: readonly Found[], cut: readonly string[]): string {
  const texts = found.map(({ file, finding }) => `${problemText(secretProblem(file, finding, fixFor(finding)))}\n`);
  const searched = `${files} file${files === 1 ? '' : 's'} searched`;
  if (found.length === 0) return `${searched}: no secret found\n`;
  const holding = new Set(found.map(({ file }) => file)).size;
  const count = `${found.length} secret${found.length === 1 ? '' : 's'} in ${holding} of them`;
  const rest = cut.map((file) => `${safeLine(file)}: the first ${mostFindings}; what follows was not searched\n`);
  return `${texts.join('')}\n${rest.join('')}${searched}: ${count}\n`;
}

function fixFor({ rule }: SecretFinding): string {
  return `remove it, and revoke it if anyone else has seen the file; \`--ignore ${rule}\` if it is not a secret`;
}
