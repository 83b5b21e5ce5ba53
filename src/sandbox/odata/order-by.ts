import type { Json } from '../../json/json.ts';
import { compareValues } from './compare-odata-values.ts';
import type { PropertyPath } from './expression.ts';
import { FaultFound } from './filter-fault.ts';
import { parseFilter } from './parse-filter.ts';
import { valueAt } from './property-at.ts';

export type OrderKey = { readonly path: PropertyPath; readonly descending: boolean };

/** Reads `displayName desc,createdDateTime`. Throws a `FaultFound`. */
export function orderKeysOf(text: string): readonly OrderKey[] {
  let at = 0;
  return text.split(',').map((part) => {
    const position = at + 1;
    at += part.length + 1;
    const [, path = '', direction = 'asc'] = /^[\s+]*(.*?)(?:[\s+]+(asc|desc))?[\s+]*$/is.exec(part) ?? [];
    const parsed = parseFilter(path);
    if (!parsed.ok || parsed.value.kind !== 'path') {
      throw new FaultFound({ kind: 'syntax', message: `expected a property, with asc or desc after it`, position });
    }
    return { path: parsed.value.path, descending: direction.toLowerCase() === 'desc' };
  });
}

/** Rows in the order of the keys; those that are equal stay as they were. Null comes first, and last in `desc`. */
export function sorted<Row extends { readonly wire: Json }>(
  rows: readonly Row[],
  keys: readonly OrderKey[],
): readonly Row[] {
  const withValues = rows.map((row) => ({ row, values: keys.map(({ path }) => valueAt(row.wire, path)) }));
  withValues.sort((left, right) => {
    for (const [index, { descending }] of keys.entries()) {
      const order = ranked(left.values[index] ?? null, right.values[index] ?? null);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
  return withValues.map(({ row }) => row);
}

/** A total order, as sorting needs one: null, false, true, numbers, texts, everything else. */
function ranked(left: Json, right: Json): number {
  const byRank = rank(left) - rank(right);
  return byRank !== 0 ? byRank : (compareValues(left, right) ?? 0);
}

function rank(value: Json): number {
  if (value === null) return 0;
  switch (typeof value) {
    case 'boolean':
      return 1;
    case 'number':
    case 'bigint':
      return 2;
    case 'string':
      return 3;
    default:
      return 4;
  }
}
