import type { Page } from '../page/page.ts';

/** What the page says a literal stands for. */
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
