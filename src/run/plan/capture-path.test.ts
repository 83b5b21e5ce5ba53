import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileJsonPath } from '../../expectation/capture/json-path.ts';
import { selectValues } from '../../expectation/capture/select-values.ts';
import { parseTemplate } from '../../format/template/parse-template.ts';
import { fillCapturePath } from './capture-path.ts';

const filled = (path: string, value: string | number) =>
  fillCapturePath(parseTemplate(path).template, new Map([['v', value]]));

/** `refused`: the library takes no escaped control characters but those with a letter of their own. */
function selected(path: string | undefined, body: object) {
  const compiled = compileJsonPath(path ?? '');
  if (!compiled.ok) return 'refused';
  return selectValues(compiled.path, body as never);
}

test.each([
  ["$[?@.id == '${v}'].name", "o'neill", "$[?@.id == 'o\\'neill'].name"],
  ['$[?@.id == "${v}"].name', 'say "hi"', '$[?@.id == "say \\"hi\\""].name'],
  ["$['${v}']", 'a\\b', "$['a\\\\b']"],
  ["$['${v}']", 'a\nb', "$['a\\nb']"],
  ["$['it\\'s ${v}']", "x'y", "$['it\\'s x\\'y']"],
  ['$.value[${v}].id', 3, '$.value[3].id'],
  ['$.value[${v}].id', '12', '$.value[12].id'],
  ['$.value[${v}].id', -1, '$.value[-1].id'],
])('%s with %j is %s', (path, value, expected) => {
  expect(filled(path, value)).toBe(expected);
});

test.each(['*', '0].secret[0', '1,2', '?@.a', '1.5', '', ' 1', '1e3', "'a'"])(
  '%j may not be outside quotes',
  (value) => {
    expect(filled('$.value[${v}].id', value)).toBeUndefined();
  },
);

test('a name without a value leaves no path', () => {
  expect(fillCapturePath(parseTemplate("$['${other}']").template, new Map())).toBeUndefined();
});

test('a value in quotes is only ever data: the path selects the property of exactly that name', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom("']", '"]', "\\']", "' || @ == '", "'].x['", '\\u0027', '${v}', '$', '\u2028', '\0'),
  );
  fc.assert(
    fc.property(nasty, fc.constantFrom('"', "'"), (value, quote) => {
      fc.pre(value.isWellFormed() && value !== '__proto__');
      const body = { [value]: 'mine', other: 'not mine', x: 'not mine' };
      const isPlain = !/[\u0000-\u0007\u000b\u000e-\u001f]/.test(value);
      expect(selected(filled(`$[${quote}\${v}${quote}]`, value), body)).toEqual(isPlain ? ['mine'] : 'refused');
    }),
    { numRuns: 500 },
  );
});

test('a value in a filter is compared, and never changes the filter', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (value, other) => {
      fc.pre(value !== other && value.isWellFormed() && other.isWellFormed());
      const body = {
        value: [
          { key: other, id: 'theirs' },
          { key: value, id: 'mine' },
        ],
      };
      expect(selected(filled("$.value[?@.key == '${v}'].id", value), body)).toEqual(['mine']);
    }),
    { numRuns: 300 },
  );
});
