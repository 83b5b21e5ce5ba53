import { lastAtOrBefore, type Span } from '../../diagnostics/source.ts';

/** A text taken out of a page line by line (without the marks of the list or quote it is in), and where each character comes from. */
export type Fragment = { readonly text: string; readonly sourceAt: (offset: number) => number };

export type FragmentLine = { readonly text: string; readonly start: number };

/** Joins lines with line feeds. */
export function fragmentOf(lines: readonly FragmentLine[]): Fragment {
  const starts: number[] = [];
  let length = 0;
  for (const { text } of lines) {
    starts.push(length);
    length += text.length + 1;
  }
  const sourceAt = (offset: number) => {
    const index = lastAtOrBefore(starts, offset);
    return (lines[index]?.start ?? 0) + offset - (starts[index] ?? 0);
  };
  return { text: lines.map(({ text }) => text).join('\n'), sourceAt };
}

/** A part of a fragment with its own place. */
export function partOf(fragment: Fragment, start: number, end = fragment.text.length): Fragment {
  return { text: fragment.text.slice(start, end), sourceAt: (offset) => fragment.sourceAt(start + offset) };
}

/** The part without the white space around it. */
export function trimmed(fragment: Fragment): Fragment {
  const end = fragment.text.trimEnd().length;
  const start = end - fragment.text.slice(0, end).trimStart().length;
  return partOf(fragment, start, end);
}

/** The place of a range of the fragment on the page. */
export function spanIn(fragment: Fragment, start = 0, end = fragment.text.length): Span {
  const from = fragment.sourceAt(start);
  return { start: from, end: end > start ? fragment.sourceAt(end - 1) + 1 : from };
}
