import type { Page } from '../page/page.ts';

/** The meanings of literals that the page explains. */
export function meaningsOf({ items }: Page): ReadonlyMap<string, string> {
  return new Map(
    items.flatMap((item) => {
      if (item.kind !== 'instruction' || item.instruction.what !== 'replace') return [];
      const { literal, meaning } = item.instruction.detail ?? {};
      return literal === undefined || meaning === undefined
        ? []
        : [[literal.toLowerCase(), meaning.replace(/\s+/g, ' ').trim()]];
    }),
  );
}
