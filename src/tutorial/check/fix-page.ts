import type { PageFinding } from './page-finding.ts';

/** What is reported once may stand in several places: each round mends one more, and a page has few. */
const rounds = 50;

/** The page with every error mended that has one reading, until a check of it finds none; itself where there is none. */
export function fixPage(text: string, check: (text: string) => readonly PageFinding[]): string {
  let fixed = text;
  for (let round = 0; round < rounds; round += 1) {
    const next = mended(fixed, check(fixed));
    if (next === fixed) break;
    fixed = next;
  }
  return fixed;
}

function mended(text: string, found: readonly PageFinding[]): string {
  const fixes = found
    .flatMap(({ level, span, fix }) => (level === 'error' && fix !== undefined ? [{ ...span, fix }] : []))
    .toSorted((one, other) => other.start - one.start);
  let fixed = text;
  let from = text.length + 1;
  for (const { start, end, fix } of fixes) {
    // Of two that overlap, the later one is mended now and the other in the next round.
    if (end > from) continue;
    fixed = fixed.slice(0, start) + fix + fixed.slice(end);
    from = start;
  }
  return fixed;
}
