import { describe, expect, test } from 'vitest';
import { promiseMatchers } from './response-matcher.ts';

expect.extend(promiseMatchers);

/** The message of the error that a function throws. */
function messageOf(run: () => void): string {
  try {
    run();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'nothing was thrown';
}

const group = {
  id: 'b320ee12-b1cd-4cca-b648-a437be61c5cd',
  displayName: 'Blue',
  members: [{ name: 'Ada' }, { name: 'Grace' }],
};

describe('toMatchPromise', () => {
  test('passes where matchers, combinators and plain values hold, and other properties came too', () => {
    expect(group).toMatchPromise({ id: '<uuid>', members: { '<contains>': [{ name: 'Grace' }] } });
    expect(group).toMatchPromise({ displayName: 'Blue', members: { '<count>': 2 } });
    expect(group).not.toMatchPromise({ displayName: 'Red' });
  });

  test('takes any JSON value, not only objects', () => {
    expect('2026-01-31').toMatchPromise('<date>');
    expect([1, 2]).toMatchPromise([1, '<integer >= 2>']);
    expect(null).toMatchPromise(null);
    expect(0).not.toMatchPromise(null);
  });

  test('refuses what nobody promised only when strict', () => {
    const promise = { id: '<uuid>', displayName: '<string>' };
    expect(group).toMatchPromise(promise);
    expect(group).not.toMatchPromise(promise, { strict: true });
  });

  test('lists every difference with what was promised and what came, and points into the promise', () => {
    const message = messageOf(() => expect(group).toMatchPromise({ id: 7, displayName: 'Red', owner: '<uuid>' }));
    const lines = message.split('\n').map((line) => line.trim());
    expect(lines[0]).toBe('the promise is not kept: 3 differences, worst first');
    expect(lines.filter((line) => /^\d {2}/.test(line))).toEqual([
      '1  missing-property  $.owner',
      '2  type  $.id',
      '3  value  $.displayName',
    ]);
    expect(lines).toEqual(expect.arrayContaining(['promised  <uuid>', 'came      nothing', 'at        promise:4:12']));
    expect(lines).toEqual(
      expect.arrayContaining(['promised  "Red"', 'came      "Blue"', '3 |   "displayName": "Red",']),
    );
  });

  test('says what was promised where the promise should not have been kept', () => {
    expect(messageOf(() => expect(group).not.toMatchPromise({ id: '<uuid>' }))).toBe(
      'the promise is kept, and should not be: {"id": <uuid>}',
    );
  });

  test('throws for a promise that cannot be read, even after `not`', () => {
    const misspelt = () => expect(group).not.toMatchPromise({ id: '<uid>' });
    expect(misspelt).toThrow(TypeError);
    expect(messageOf(misspelt)).toContain('unknown-matcher: there is no matcher `<uid>`');
    expect(messageOf(() => expect(1).not.toMatchPromise('${groupId}'))).toContain('unknown-name');
    expect(messageOf(() => expect(1).not.toMatchPromise(undefined))).toContain('undefined is no JSON value');
  });

  test('does not take what JSON cannot say for a value', () => {
    expect(messageOf(() => expect(undefined).toMatchPromise('<any>'))).toBe('undefined is no JSON value');
    expect({ id: undefined }).toMatchPromise({ id: '<absent>' });
  });
});
