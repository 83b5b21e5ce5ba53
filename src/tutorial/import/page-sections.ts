import type { Span } from '../../diagnostics/source.ts';
import type { Heading, Page } from '../page/page.ts';
import { wordOfHeading } from '../page/words/heading-words.ts';

/** The headings that a place stands under, outermost first. */
export function headingsAt({ headings }: Page, { start }: Span): readonly Heading[] {
  const open: Heading[] = [];
  for (const heading of headings) {
    if (heading.span.start > start) break;
    while ((open.at(-1)?.depth ?? 0) >= heading.depth) open.pop();
    open.push(heading);
  }
  return open;
}

/** A section as text: one lies within another where its text begins with the other's. */
export function sectionOf(headings: readonly Heading[]): string {
  return headings
    .filter(({ text }) => !['request', 'response'].includes(wordOfHeading(text).kind))
    .map(({ span }) => `${span.start}/`)
    .join('');
}

/** "Step 4" names "Step 4: Get decisions", and not "Step 40". */
export function isNamed(heading: string, name: string): boolean {
  const wanted = name.trim().toLowerCase();
  const has = heading.toLowerCase();
  return has === wanted || (has.startsWith(wanted) && !/^[\p{L}\p{N}]/u.test(has.slice(wanted.length)));
}

/** A sentence of the page, for a comment. */
export function inShort(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
