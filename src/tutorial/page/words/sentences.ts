import { type Fragment, partOf, trimmed } from '../fragment.ts';

const sentenceEnd = /[.!?]["')*]{0,3}\s+(?=[\p{Lu}[*`"“(])|[。！？]/gu;

/** The sentences of a paragraph, each with its place. */
export function sentencesOf(paragraph: Fragment): readonly Fragment[] {
  const found: Fragment[] = [];
  let start = 0;
  for (const match of paragraph.text.matchAll(sentenceEnd)) {
    const end = match.index + match[0].length;
    found.push(trimmed(partOf(paragraph, start, end)));
    start = end;
  }
  found.push(trimmed(partOf(paragraph, start)));
  return found.filter(({ text }) => text !== '');
}
