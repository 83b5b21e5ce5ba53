import * as z from 'zod/mini';
import { type Place, placeAt, placeOfFile } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import type { Source } from '../../diagnostics/source.ts';
import { list, position, says, text } from '../../format/document/schema-words.ts';
import { sarifFingerprint, sarifLocation, sarifText } from '../../json/sarif.ts';
import { secretsInLine, withoutParts } from '../../redaction/secrets/source-line.ts';
import {
  evidenceKinds,
  type FindingKind,
  type FindingLevel,
  findingKinds,
  findingLevels,
  type PageFinding,
} from './page-finding.ts';

/** A finding with its place, as every report shows it. */
export type PlacedFinding = Pick<PageFinding, 'kind' | 'level' | 'code' | 'message' | 'evidence'> & {
  /** Relative to the folder, with slashes on every system. */
  readonly page: string;
  readonly at: Place;
};

/** Places a page's findings. A secret in a sample suppresses no finding, and is never shown. */
export function placed(found: readonly PageFinding[], source: Source, page: string): readonly PlacedFinding[] {
  return found.map(({ span, kind, level, code, message, evidence }) => {
    const shown = safeLine(withoutParts(message, secretsInLine(message)));
    return { kind, level, code, message: shown, evidence, page, at: placeAt(source, span) };
  });
}

/** A page that cannot be read has an error at its beginning, in every report. */
export function unreadable({ code, message, fix, at }: Problem, page: string): PlacedFinding {
  const said = safeLine(`${message}: ${fix}`);
  return {
    kind: 'unreadable',
    level: 'error',
    code,
    message: said,
    evidence: 'form',
    page,
    at: at ?? placeOfFile(page),
  };
}

/** How many pages were checked, and how many findings the baseline has already. */
export type CheckedCount = { readonly pages: number; readonly known: number; readonly byMetadata: boolean };

const findingSchema = z.object({
  page: text('The page, relative to the folder.'),
  line: position('From 1.'),
  column: position('From 1, in UTF-16 units, as editors count.'),
  kind: z.enum(findingKinds).check(says('What it is about.')),
  level: z.enum(findingLevels).check(says('A defect of the page, something to look at, or style.')),
  code: text('Stable, for scripts.'),
  message: text('What is wrong, in a sentence.'),
  evidence: z.enum(evidenceKinds).check(says('The evidence against the page.')),
});

export const pageFindingsSchema = list(
  findingSchema,
  'What `pages check --json` prints: the findings, page after page.',
);

/** Findings as `pages check --json` prints them. */
export function findingsDocument(found: readonly PlacedFinding[]): z.infer<typeof pageFindingsSchema> {
  return found.map(({ page, at, kind, level, code, message, evidence }) => {
    return { page, line: at.line, column: at.column, kind, level, code, message, evidence };
  });
}

export function findingLine({ at, level, kind, message }: PlacedFinding): string {
  return `${safeLine(at.file)}:${at.line}:${at.column}  ${level.padEnd(5)}  ${kind.padEnd(14)}  ${message}`;
}

/** One line for each finding, and the number of each kind. */
export function findingsText(found: readonly PlacedFinding[], { pages, known, byMetadata }: CheckedCount): string {
  const lines = found.map(findingLine);
  const counted = findingKinds.flatMap((kind) => {
    const countOf = (level: FindingLevel) => found.filter((one) => one.kind === kind && one.level === level).length;
    const [errors, notes, style] = [countOf('error'), countOf('note'), countOf('style')];
    if (errors + notes + style === 0) return [];
    return [
      `  ${kind.padEnd(14)}  ${plural(errors, 'error')}, ${plural(notes, 'note')}${style === 0 ? '' : `, ${style} style`}`,
    ];
  });
  const errors = found.filter(({ level }) => level === 'error').length;
  const before = known === 0 ? '' : `; ${known} more that the baseline has`;
  const sum = `${plural(pages, 'page')} checked${byMetadata ? '' : ' without metadata'}: ${errors === 0 ? 'no error' : plural(errors, 'error')}${before}`;
  return `${[...lines, ...(lines.length > 0 ? [''] : []), sum, ...counted].join('\n')}\n`;
}

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

const about: { readonly [kind in FindingKind]: string } = {
  json: 'A sample is not JSON.',
  'status-line': 'A status line is malformed, or its reason is that of another status.',
  method: 'The method is not one that the path has.',
  url: 'The url, its host or its version is wrong.',
  property: 'The service does not have the property or parameter.',
  type: 'A value has another type than is declared.',
  enum: 'A value is not a member of its enumeration.',
  'single-vs-list': 'One object is where a collection is declared, or the reverse.',
  id: 'An id contradicts what the page shows before.',
  status: 'The status contradicts the method, the body or the prose.',
  header: 'A header line is malformed, or contradicts the body.',
  context: 'The context does not fit the request.',
  permission: 'A permission does not exist, or cannot make the call.',
  unreadable: 'The page cannot be read.',
};

/** For code scanning: SARIF 2.1.0 (OASIS). */
export function findingsSarif(found: readonly PlacedFinding[], version: string): string {
  const rules = findingKinds.map((kind) => ({ id: `pages-${kind}`, shortDescription: { text: about[kind] } }));
  const results = found.map((one) => ({
    ruleId: `pages-${one.kind}`,
    ruleIndex: findingKinds.indexOf(one.kind),
    level: one.level === 'error' ? 'error' : 'note',
    message: { text: one.message },
    locations: [sarifLocation(one.at)],
    // The same defect keeps its key when lines move, for every way of naming the page.
    partialFingerprints: { 'pages/v1': sarifFingerprint(keyOf({ ...one, page: one.at.file })) },
  }));
  return sarifText({ version, rules, results });
}

/** The key of a finding that survives moved lines: page, code and message. */
export function keyOf({ page, code, message }: Pick<PlacedFinding, 'page' | 'code' | 'message'>): string {
  return `${page}\n${code}\n${message}`;
}
