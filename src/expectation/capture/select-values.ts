import type { JSONValue } from 'json-p3';
import type { Json } from '../../json/json.ts';
import { valueAt } from '../../json/value-at.ts';
import type { JsonPath } from './json-path.ts';

const mostVisits = 1_000_000;

class TooManyVisits extends Error {}

/**
 * The values that a path selects, up to the second: callers need to know whether there is exactly one. `too-much` if
 * that would take more than 1,000,000 visits.
 */
export function selectValues({ steps, query }: JsonPath, body: Json): readonly Json[] | 'too-much' {
  if (query === undefined) {
    const value = valueAt(body, steps);
    return value === undefined ? [] : [value];
  }
  const selected: Json[] = [];
  try {
    for (const node of query.lazyQuery(countVisits(body))) {
      const value = valueAt(body, node.location);
      if (value !== undefined) selected.push(value);
      if (selected.length > 1) break;
    }
  } catch (error) {
    if (error instanceof TooManyVisits) return 'too-much';
    throw error;
  }
  return selected;
}

/** The body behind proxies that count every access to an array or object, including those of filters and comparisons. */
function countVisits(body: Json): JSONValue {
  let visits = 0;
  const views = new WeakMap<object, object>();
  const handler: ProxyHandler<object> = {
    get(target, key) {
      if (++visits > mostVisits) throw new TooManyVisits();
      return view(Reflect.get(target, key));
    },
  };
  const view = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const known = views.get(value);
    if (known !== undefined) return known;
    const made = new Proxy(value, handler);
    views.set(value, made);
    return made;
  };
  // `JSONValue` has neither bigint nor read-only arrays. The library only reads, and compares a bigint like any other value.
  return view(body) as JSONValue;
}
