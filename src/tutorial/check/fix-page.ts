import type { PageFinding } from './page-finding.ts';

/** A fault that is reported once may occur in several places: each round corrects one more, and a page has few. */
const rounds = 50;

/**
 * The page with every fault corrected that has exactly one correction, until a check finds none; unchanged if there is
 * none.
 */
export function fixPage(text: string, check: (text: string) => readonly PageFinding[]): string {
  let fixed = text;
  for (let round = 0; round < rounds; round += 1) {
    const next = corrected(fixed, check(fixed));
    if (next === fixed) break;
    fixed = next;
  }
  return fixed;
}

function corrected(text: string, found: readonly PageFinding[]): string {
  const fixes = found
    .flatMap(({ level, span, fix }) => (level === 'error' && fix !== undefined ? [{ ...span, fix }] : []))
    .toSorted((one, other) => other.start - one.start);
  let fixed = text;
  let from = text.length + 1;
  for (const { start, end, fix } of fixes) {
    // If two corrections overlap, the later one is applied now and the other in the next round.
    if (end > from) continue;
    fixed = fixed.slice(0, start) + fix + fixed.slice(end);
    from = start;
  }
  return fixed;
}
