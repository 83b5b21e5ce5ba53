import type { Json } from '../../json/json.ts';

const timestamp = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/i;

/**
 * How two values are ordered: negative, 0 or positive; `undefined` where they have no order, as a number and a text have
 * none. Texts without regard to case, as the directory compares them; times by the moment they name.
 */
export function compareValues(left: Json, right: Json): number | undefined {
  if (typeof left === 'string' && typeof right === 'string') return compareTexts(right)(left);
  if (isNumber(left) && isNumber(right)) return order(left, right);
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  return left === null && right === null ? 0 : undefined;
}

/** How texts are ordered against one: negative where they come before it. */
export function compareTexts(right: string): (left: string) => number {
  const lower = right.toLowerCase();
  const moment = timestamp.test(right) ? momentOf(right) : Number.NaN;
  if (Number.isNaN(moment)) return (left) => (left === right ? 0 : order(left.toLowerCase(), lower));
  return (left) => {
    const own = timestamp.test(left) ? momentOf(left) : Number.NaN;
    return Number.isNaN(own) ? order(left.toLowerCase(), lower) : order(own, moment);
  };
}

/** A time without a zone is in UTC. */
const momentOf = (text: string): number =>
  Date.parse(/T.*(?:Z|[+-]\d\d:\d\d)$/i.test(text) || text.length === 10 ? text : `${text}Z`);

const isNumber = (value: Json): value is number | bigint => typeof value === 'number' || typeof value === 'bigint';

function order<T extends string | number | bigint>(left: T, right: T): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
