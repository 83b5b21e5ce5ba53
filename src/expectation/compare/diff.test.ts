import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../json/canonical.ts';
import type { Json } from '../../json/json.ts';
import { diffJson } from './diff.ts';

const json = fc.jsonValue({ maxDepth: 3, depthSize: 'small' }) as fc.Arbitrary<Json>;

describe('the difference of two JSON values', () => {
  it('lists every place that differs, with both sides', () => {
    const before = { same: 1, changed: 1, gone: null, list: [1, 2, 3], 'odd name': { a: 1 } };
    const after = { same: 1, changed: '1', list: [1, 9], new: [], 'odd name': [] };
    expect(diffJson(before, after)).toEqual([
      { path: '$.changed', before: 1, after: '1' },
      { path: '$.gone', before: null, after: undefined },
      { path: '$.list[1]', before: 2, after: 9 },
      { path: '$.list[2]', before: 3, after: undefined },
      { path: "$['odd name']", before: { a: 1 }, after: [] },
      { path: '$.new', before: undefined, after: [] },
    ]);
  });

  it('knows a body that is not there', () => {
    expect(diffJson(undefined, undefined)).toEqual([]);
    expect(diffJson(undefined, null)).toEqual([{ path: '$', before: undefined, after: null }]);
  });

  it('takes __proto__ as data and big integers exactly', () => {
    const before: Json = JSON.parse('{"__proto__": 1}');
    expect(diffJson(before, {})).toEqual([{ path: '$.__proto__', before: 1, after: undefined }]);
    expect(diffJson(9007199254740993n, 9007199254740992n)).toHaveLength(1);
    expect(diffJson(5n, 5)).toEqual([]);
  });

  it('is empty exactly where both are equal', () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        expect(diffJson(one, structuredClone(one))).toEqual([]);
        expect(diffJson(one, other).length === 0).toBe(canonicalJson(one) === canonicalJson(other));
      }),
    );
  });

  it('is the same the other way round', () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        const turned = diffJson(other, one).map(({ path, before, after }) => ({ path, before: after, after: before }));
        const sorted = (changes: readonly { path: string }[]) =>
          [...changes].sort((a, b) => (a.path < b.path ? -1 : 1));
        expect(sorted(turned)).toEqual(sorted(diffJson(one, other)));
      }),
    );
  });
});
