import { describe, expect, it } from 'vitest';
import { cpuClock } from '../../../tools/cpu-clock.ts';
import type { Json } from '../../json/json.ts';
import { matcherTable } from './matcher-table.ts';
import { type ParsedMatcher, parseMatcher } from './parse-matcher.ts';

function accepts(text: string, value: Json): boolean {
  const parsed = parseMatcher(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.matcher.matches(value);
}

function error(text: string): Extract<ParsedMatcher, { ok: false }>['error'] {
  const parsed = parseMatcher(text);
  if (parsed.ok) throw new Error(`${text} is a matcher`);
  return parsed.error;
}

const uuid = '010b2de0-0ed4-4ece-bfa2-22fff71d0497';

describe('a matcher', () => {
  it.each<[string, Json[], Json[]]>([
    ['<any>', [null, '', 0, false, [], {}], []],
    ['<present>', [null, '', 0, false, [], {}], []],
    ['<absent>', [], [null, '', 0, false, [], {}]],
    ['<null>', [null], ['', 0, false, [], {}, 'null']],
    ['<string>', ['', 'a'], [null, 1, false, [], {}]],
    ['<number>', [0, -1.5, 12345678901234567890n], ['1', null, true]],
    ['<integer>', [0, -3, 1e20, 12345678901234567890n], [1.5, '1', null, true]],
    ['<boolean>', [true, false], ['true', 0, null]],
    [
      '<uuid>',
      [uuid, uuid.toUpperCase(), '00000000-0000-0000-0000-000000000000'],
      [`${uuid} `, uuid.slice(1), 'x', 5, `{${uuid}}`, uuid.replaceAll('-', '')],
    ],
    [
      '<url>',
      ['https://graph.microsoft.com/v1.0/users?$top=1', 'HTTP://a'],
      ['/users', 'ftp://a/', 'https://', 'https://a b/', ' https://a', 'https://a/\n', 'javascript:alert(1)'],
    ],
    ['<email>', ['a@b.example', 'x_y#EXT#@contoso.onmicrosoft.com'], ['a', '@b', 'a@', 'a b@c', 'a@b..c', 'a@b@c']],
    [
      '<duration>',
      ['P1D', 'PT0S', 'P1Y2M3DT4H5M6.7S', '-PT15M', 'P2W'],
      ['P', 'PT', '1D', 'P1', 'P1DT', 'PT1H2', 'P1H'],
    ],
    [
      '<date>',
      ['2026-11-22', '2024-02-29', '0001-01-01'],
      ['2025-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '2026-1-2', '2026-11-22T00:00:00Z', '1900-02-29'],
    ],
    ['<string or null>', ['a', null], [1, true, []]],
    ['<uuid or null or integer>', [uuid, null, 4], ['a', 4.5]],
    ['<one of NotStarted, InProgress>', ['NotStarted', 'InProgress'], ['notstarted', 'Completed', null, '']],
    ['<one of 1, true, null, "2", \'a, b\'>', [1, true, null, '2', 'a, b'], ['1', 'true', 'null', 2, 'a']],
    ['<one of A, B or null>', ['A', 'B', null], ['B or null', 'C']],
    ['<one of a b, c>', ['a b', 'c'], ['a']],
    ['<one of "x or null", y>', ['x or null', 'y'], ['"x', null]],
    ['<matches ^S-1-12->', ['S-1-12-5'], ['xS-1-12-5', 'S-1-13', 5, null]],
    ['<matches cat or dog>', ['a cat or dog b'], ['cat', 'dog']],
    ['<matches ^a$ or null>', ['a', null], ['b', 'null']],
    ['<matches ^a  b$>', ['a  b'], ['a b']],
    ['<matches <b>.+</b>>', ['<b>x</b>'], ['<b></b>']],
    ['<integer >= 1>', [1, 2, 12345678901234567890n], [0, -1, 1.5, '2']],
    ['<integer>=1>', [1], [0]],
    ['<number > 0 < 1>', [0.5], [0, 1, -1]],
    ['<number >= -1.5 and <= 2>', [-1.5, 2], [-1.6, 2.1]],
    ['<integer <= 9007199254740993>', [9007199254740992, 9007199254740993n], [9007199254740994n]],
    ['<integer >= 1 or null>', [1, null], [0]],
    ['< uuid >', [uuid], ['x']],
  ])('%s takes some values and refuses others', (text, good, bad) => {
    expect(good.filter((value) => !accepts(text, value))).toEqual([]);
    expect(bad.filter((value) => accepts(text, value))).toEqual([]);
  });

  it.each([
    ['2026-11-22T08:30:00Z', true],
    ['2026-11-22t08:30:00.1234567z', true],
    ['2026-11-22T08:30:00+05:30', true],
    ['2016-12-31T23:59:60Z', true],
    ['2017-01-01T05:29:60+05:30', true],
    ['2016-12-31T12:00:60Z', false],
    ['2025-02-29T00:00:00Z', false],
    ['2026-11-22T24:00:00Z', false],
    ['2026-11-22T08:60:00Z', false],
    ['2026-11-22T08:30:00', false],
    ['2026-11-22T08:30Z', false],
    ['2026-11-22 08:30:00Z', false],
    ['2026-11-22T08:30:00+24:00', false],
    ['2026-11-22T08:30:00.Z', false],
    ['2026-11-22', false],
  ])('<datetime>: %s is one: %s', (text, isOne) => {
    expect(accepts('<datetime>', text)).toBe(isOne);
  });

  it('may allow a value to be absent as one alternative', () => {
    const parsed = parseMatcher('<string or absent>');
    expect(parsed.ok && parsed.matcher.allowsAbsence).toBe(true);
    expect(accepts('<string or absent>', 'a')).toBe(true);
    expect(accepts('<string or absent>', null)).toBe(false);
  });

  it('that does not exist comes with the nearest that does', () => {
    expect(error('<uiud>')).toMatchObject({ code: 'unknown-matcher', message: 'there is no matcher `<uiud>`' });
    expect(error('<uiud>').fix).toContain('did you mean `<uuid>`?');
    expect(error('<uiud>').fix).toContain('write `\\<uiud>`');
    expect(error('<string or nul>').fix).toContain('did you mean `<null>`?');
    expect(error('<one off A, B>').fix).toContain('did you mean `<one of>`?');
    expect(error('<toString>').code).toBe('unknown-matcher');
    expect(error('<>').code).toBe('unknown-matcher');
    expect(error('<or>').code).toBe('unknown-matcher');
  });

  it.each([
    ['<uuid 5>', 'takes no arguments'],
    ['<one of>', 'lists no values'],
    ['<one of A,, B>', 'not a list of values'],
    ['<one of A, B or C>', 'no matcher after `or`'],
    ['<integer 5>', 'not a bound'],
    ['<integer >= x>', 'not a bound'],
    ['<number > 1 2>', 'not a bound'],
    ['<matches>', 'is empty'],
    ['<matches (a>', 'cannot be used'],
    ['<matches (a)\\1>', 'cannot be used'],
    ['<matches (?=a)>', 'cannot be used'],
    ['<matches (?<=a)b>', 'cannot be used'],
    [`<matches ${'a'.repeat(1001)}>`, 'longer than 1000'],
    ['<one of ${a}, b>', 'a matcher cannot contain values'],
  ])('%s is refused: %s', (text, reason) => {
    expect(error(text)).toMatchObject({ code: 'bad-matcher', message: expect.stringContaining(reason) });
    expect(error(text).fix).not.toBe('');
  });

  it('with an expression that makes backtracking machines hang takes no time', () => {
    const parsed = parseMatcher('<matches ^(a+)+$>');
    const spentMs = cpuClock();
    expect(parsed.ok && parsed.matcher.matches(`${'a'.repeat(50_000)}b`)).toBe(false);
    expect(spentMs()).toBeLessThan(2_000);
  });
});

describe('the table of matchers', () => {
  it.each(matcherTable.map((row) => [row.name, row] as const))(
    '%s: its example can be read, and is described',
    (_, row) => {
      expect(parseMatcher(row.example).ok).toBe(true);
      expect(row.description).not.toBe('');
      expect(row.noun).not.toBe('');
    },
  );
});
