import type { PageFinding } from './page-finding.ts';

/** The page with every error mended that has one reading; the page itself where there is none. */
export function fixPage(text: string, found: readonly PageFinding[]): string {
  const fixes = found
    .flatMap(({ level, span, fix }) => (level === 'error' && fix !== undefined ? [{ ...span, fix }] : []))
    .toSorted((one, other) => other.start - one.start);
  let fixed = text;
  let from = text.length + 1;
  for (const { start, end, fix } of fixes) {
    // Of two that overlap, the later one is mended now and the other the next time.
    if (end > from) continue;
    fixed = fixed.slice(0, start) + fix + fixed.slice(end);
    from = start;
  }
  return fixed;
}
