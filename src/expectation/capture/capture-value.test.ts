import { describe, expect, it } from 'vitest';
import { sourceOf } from '../../../test/support/expectation/expectation-fixture.ts';
import { cpuClock } from '../../../tools/cpu-clock.ts';
import type { Json } from '../../json/json.ts';
import { type Captured, captureValue, compileCapture } from './capture-value.ts';

const source = sourceOf('capture: x');
const span = { start: 9, end: 10 };

function compiled(path: string) {
  return compileCapture({ name: 'x', path: { value: path, span }, nameSpan: span }, source);
}

function captured(path: string, body: Json | undefined): Captured {
  const capture = compiled(path);
  if (capture.path === undefined) throw new Error(capture.problems[0]?.message);
  return captureValue(capture.path, body, source);
}

function refusal(path: string, body: Json | undefined): string {
  const result = captured(path, body);
  return result.ok ? `captured ${result.value}` : `${result.difference.message} | ${result.difference.actual}`;
}

const body = {
  id: 'a',
  n: 5,
  big: 9007199254740993n,
  yes: true,
  none: null,
  'odd name': 'o',
  value: [
    { id: 'one', name: 'A' },
    { id: 'two', name: 'B' },
  ],
};

describe('a capture', () => {
  it.each<[string, string | number | bigint | boolean]>([
    ['$.id', 'a'],
    ['$.n', 5],
    ['$.big', 9007199254740993n],
    ['$.yes', true],
    ["$['odd name']", 'o'],
    ['$.value[0].id', 'one'],
    ['$.value[-1].id', 'two'],
    ["$.value[?@.name == 'B'].id", 'two'],
    ["$.value[?match(@.name, '[A]')].id", 'one'],
    ["$.value[?search(@.id, 't.o')].id", 'two'],
    ['$..[1].id', 'two'],
    ['$.value[1:].name', 'B'],
  ])('%s takes %s', (path, value) => {
    expect(captured(path, body)).toEqual({ ok: true, value });
  });

  it.each([
    [
      '$.nope',
      '`x` cannot be captured: the path selects nothing; `$` has `id`, `n`, `big`, `yes`, `none`, `odd name`, `value` | nothing',
    ],
    ['$.value[5].id', '`x` cannot be captured: the path selects nothing; `$.value` has 2 items | nothing'],
    ['$.value[0].nope', '`x` cannot be captured: the path selects nothing; `$.value[0]` has `id`, `name` | nothing'],
    ['$.value[?@.name == "C"].id', '`x` cannot be captured: the path selects nothing; `$.value` has 2 items | nothing'],
    ['$.id.id', '`x` cannot be captured: the path selects nothing; `$.id` is a string | nothing'],
    ['$.none.id', '`x` cannot be captured: the path selects nothing; `$.none` is null | nothing'],
    ['$.none', '`x` cannot be captured: the path selects null | null'],
    [
      '$.value',
      '`x` cannot be captured: the path selects an array | [{"id": "one", "name": "A"}, {"id": "two", "name": "B"}]',
    ],
    ['$.value[0]', '`x` cannot be captured: the path selects an object | {"id": "one", "name": "A"}'],
    ['$.value[*].id', '`x` cannot be captured: the path selects more than one value | more than one value'],
    [
      '$.toString',
      '`x` cannot be captured: the path selects nothing; `$` has `id`, `n`, `big`, `yes`, `none`, `odd name`, `value` | nothing',
    ],
  ])('%s is refused', (path, message) => {
    expect(refusal(path, body)).toBe(message);
  });

  it('is a difference at its place in the scenario', () => {
    const result = captured('$.nope', {});
    expect(result.ok ? undefined : result.difference).toMatchObject({
      code: 'capture',
      path: '$.nope',
      at: { line: 1, column: 10 },
    });
    expect(refusal('$.nope', undefined)).toBe('`x` cannot be captured: the response has no JSON body | no body');
  });

  it.each([
    '',
    'id',
    '$.',
    '$[',
    '$.a b',
    '$[?@.a',
    '$[?nope(@.a)]',
    '$[01]',
    `$.${'a'.repeat(1000)}`,
    `$${'['.repeat(900)}`,
  ])('%s is not a path', (path) => {
    expect(compiled(path)).toMatchObject({
      path: undefined,
      problems: [{ code: 'bad-json-path', at: { column: 10 } }],
    });
  });

  it.each([['$..*..*..*'], ['$..*..*..*..nope'], ['$..[?@..nope]..[?@..nope].x']])(
    '%s on a big body ends soon',
    (path) => {
      const big = { value: Array.from({ length: 20_000 }, (_, n) => ({ id: `${n}`, inner: [{ a: 1 }, { b: [n] }] })) };
      const spentMs = cpuClock();
      expect(captured(path, big).ok).toBe(false);
      expect(spentMs()).toBeLessThan(4_000);
    },
  );

  it('of a path that would take forever reports that', () => {
    let big: Json = [1];
    for (let level = 0; level < 100; level++) big = [big, level];
    expect(refusal('$..*..*..*..nope', big)).toContain('visits more than 1,000,000 values');
  });

  it('with an expression that makes backtracking machines hang takes no time', () => {
    const spentMs = cpuClock();
    expect(captured("$[?match(@, '(a+)+')]", [`${'a'.repeat(20_000)}b`]).ok).toBe(false);
    expect(spentMs()).toBeLessThan(2_000);
  });

  it('goes as deep as bodies may be', () => {
    let deep: Json = { id: 'x' };
    for (let level = 0; level < 198; level++) deep = [deep];
    expect(captured('$..id', deep)).toEqual({ ok: true, value: 'x' });
  });
});
