import { isJsonObject, type Json, property } from '../../json/json.ts';
import { childPath } from '../../json/path.ts';
import { type Scalar, sameScalar } from '../matchers/same-scalar.ts';

/** One place at which two JSON values differ; `undefined` on the side that has nothing there. */
export type JsonChange = {
  /** RFC 9535, in dot form. */
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
};

/** Where two JSON values differ, place by place; items are compared by their index. Empty exactly where they are equal. */
export function diffJson(before: Json | undefined, after: Json | undefined): readonly JsonChange[] {
  const changes: JsonChange[] = [];
  collect({ path: '$', before, after }, changes);
  return changes;
}

function collect(pair: JsonChange, changes: JsonChange[]): void {
  const { before, after } = pair;
  if (before === after) return;
  if (Array.isArray(before) && Array.isArray(after)) {
    for (let index = 0; index < Math.max(before.length, after.length); index++) {
      collectChild(index, { path: pair.path, before: before[index], after: after[index] }, changes);
    }
  } else if (isJsonObject(before) && isJsonObject(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      collectChild(name, { path: pair.path, before: property(before, name), after: property(after, name) }, changes);
    }
  } else if (!isSame(before, after)) changes.push(pair);
}

/** Makes the path only where the two are not already the same. */
function collectChild(key: string | number, { path, before, after }: JsonChange, changes: JsonChange[]): void {
  if (before !== after) collect({ path: childPath(path, key), before, after }, changes);
}

function isSame(before: Json | undefined, after: Json | undefined): boolean {
  return isScalar(before) && after !== undefined && sameScalar(before, after);
}

function isScalar(value: Json | undefined): value is Scalar {
  return value !== undefined && (value === null || typeof value !== 'object');
}
