import fc from 'fast-check';
import { JSONPathEnvironment } from 'json-p3';
import { describe, expect, test } from 'vitest';
import { childPath } from './path.ts';

const isNoControl = (character: string) => character >= ' ';

describe('childPath', () => {
  test.each([
    ['a', '$.a'],
    ['_x9', '$._x9'],
    ['größe', '$.größe'],
    ['😀', '$.😀'],
    ['__proto__', '$.__proto__'],
    ['', "$['']"],
    ['9a', "$['9a']"],
    ['odd name', "$['odd name']"],
    ['owners@odata.bind', "$['owners@odata.bind']"],
    ["it's", "$['it\\'s']"],
    ['a\\b', "$['a\\\\b']"],
    ['"', `$['"']`],
    ['\b\t\n\f\r', "$['\\b\\t\\n\\f\\r']"],
    ['\u0000\u001f', "$['\\u0000\\u001f']"],
    ['\ud800', "$['\\ud800']"],
  ])('writes the name %j as %s', (name, path) => {
    expect(childPath('$', name)).toBe(path);
  });

  test('writes an item by its index', () => {
    expect(childPath(childPath('$.value', 0), 'id')).toBe('$.value[0].id');
  });

  test('makes a path that a JSONPath implementation follows to that property and no other', () => {
    const environment = new JSONPathEnvironment();
    fc.assert(
      // json-p3 refuses control characters even as escapes; the table above has them.
      fc.property(
        fc.string({ unit: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }).filter(isNoControl) }),
        (name) => {
          const value = Object.fromEntries([
            [`${name}x`, 'wrong'],
            [name, 'right'],
          ]);
          expect(environment.query(childPath('$', name), value).values()).toEqual(['right']);
        },
      ),
    );
  });
});
