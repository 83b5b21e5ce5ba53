import { createHash } from 'node:crypto';
import type { Source, Span } from '../../diagnostics/source.ts';

/**
 * A digest of a block of a page, in 16 hexadecimal digits: SHA-256 of its text, truncated. Common indentation (a fence
 * within a list), white space at the end of lines, surrounding empty lines and the form of line breaks are ignored.
 */
export function blockDigest(text: string): string {
  return createHash('sha256').update(normalized(text)).digest('hex').slice(0, 16);
}

/** The digest of what a page documents for one step: its request's block, then the blocks of the responses it shows. */
export function documentedDigest(source: Source, blocks: readonly { readonly span: Span }[]): string {
  return blockDigest(blocks.map(({ span }) => normalized(source.text.slice(span.start, span.end))).join('\n\n'));
}

function normalized(text: string): string {
  const lines = text.split(/\r\n?|\n/).map((line) => line.trimEnd());
  const full = lines.filter((line) => line !== '');
  const indentation = Math.min(...full.map((line) => line.length - line.trimStart().length));
  return lines
    .map((line) => line.slice(indentation))
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
}
