import type { Span } from '../../diagnostics/source.ts';
import { stepIn } from '../languages/languages.ts';
import type { Heading, Page } from '../page/page.ts';
import { wordOfHeading } from '../page/words/heading-words.ts';

/** The headings above a place, outermost first. */
export function headingsAt({ headings }: Page, { start }: Span): readonly Heading[] {
  const open: Heading[] = [];
  for (const heading of headings) {
    if (heading.span.start > start) break;
    while ((open.at(-1)?.depth ?? 0) >= heading.depth) open.pop();
    open.push(heading);
  }
  return open;
}

/** A section as text: a subsection's text begins with that of its parent. */
export function sectionOf(headings: readonly Heading[]): string {
  return headings
    .filter(({ text }) => !['request', 'response'].includes(wordOfHeading(text).kind))
    .map(({ span }) => `${span.start}/`)
    .join('');
}

/** Whether a heading is that of a step by its number: "Step 4: Get decisions" and "4. Get decisions" of step 4, not of 40. */
export function isStep(heading: string, number: string): boolean {
  return (/^(\d{1,3}(?:\.\d{1,3})?)[.):：]?\s/.exec(heading)?.[1] ?? stepIn(heading)) === number;
}

/** A sentence of the page, for a comment. */
export function inShort(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
