import type { Alignment } from './align-items.ts';

const window = 50;

/** For arrays too large to compare each with each: looks for the nearest partner ahead, and pairs by position otherwise. */
export function alignByWindow(
  stated: number,
  items: number,
  belong: (stated: number, item: number) => boolean,
): Alignment {
  const pairs: [number, number][] = [];
  const missing: number[] = [];
  const extra: number[] = [];
  const isPair = (one: number, other: number) => one < stated && other < items && belong(one, other);
  let one = 0;
  let other = 0;
  while (one < stated && other < items) {
    const ahead = nearest(one, other, isPair);
    for (let skipped = 0; skipped < ahead.missing; skipped++) missing.push(one++);
    for (let skipped = 0; skipped < ahead.extra; skipped++) extra.push(other++);
    pairs.push([one++, other++]);
  }
  while (one < stated) missing.push(one++);
  while (other < items) extra.push(other++);
  return { pairs, missing, extra };
}

function nearest(
  one: number,
  other: number,
  isPair: (stated: number, item: number) => boolean,
): { readonly missing: number; readonly extra: number } {
  for (let ahead = 0; ahead < window; ahead++) {
    if (isPair(one, other + ahead)) return { missing: 0, extra: ahead };
    if (isPair(one + ahead, other)) return { missing: ahead, extra: 0 };
  }
  return { missing: 0, extra: 0 };
}
