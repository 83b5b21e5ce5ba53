import { describe, expect, test } from 'vitest';
import { responseMatchers } from './response-matcher.ts';

expect.extend(responseMatchers);

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

describe('toMatchResponse', () => {
  test('passes where matchers, combinators and plain values hold, and other properties arrived too', () => {
    expect(group).toMatchResponse({ id: '<uuid>', members: { '<contains>': [{ name: 'Grace' }] } });
    expect(group).toMatchResponse({ displayName: 'Blue', members: { '<count>': 2 } });
    expect(group).not.toMatchResponse({ displayName: 'Red' });
  });

  test('takes any JSON value, not only objects', () => {
    expect('2026-01-31').toMatchResponse('<date>');
    expect([1, 2]).toMatchResponse([1, '<integer >= 2>']);
    expect(null).toMatchResponse(null);
    expect({ size: 9007199254740993n }).toMatchResponse({ size: 9007199254740993n });
    expect({ size: 9007199254740992n }).not.toMatchResponse({ size: 9007199254740993n });
    expect(0).not.toMatchResponse(null);
  });

  test('refuses what not expected only when strict', () => {
    const expectation = { id: '<uuid>', displayName: '<string>' };
    expect(group).toMatchResponse(expectation);
    expect(group).not.toMatchResponse(expectation, { strict: true });
  });

  test('lists every difference with the expected and the actual value, and points into the expectation', () => {
    const message = messageOf(() => expect(group).toMatchResponse({ id: 7, displayName: 'Red', owner: '<uuid>' }));
    const lines = message.split('\n').map((line) => line.trim());
    expect(lines[0]).toBe('the response does not match: 3 differences, worst first');
    expect(lines.filter((line) => /^\d {2}/.test(line))).toEqual([
      '1  missing-property  $.owner',
      '2  type  $.id',
      '3  value  $.displayName',
    ]);
    expect(lines).toEqual(
      expect.arrayContaining(['expected  <uuid>', 'actual    nothing', 'at        expectation:4:12']),
    );
    expect(lines).toEqual(
      expect.arrayContaining(['expected  "Red"', 'actual    "Blue"', '3 |   "displayName": "Red",']),
    );
  });

  test('reports what was expected where the expectation should not have been kept', () => {
    expect(messageOf(() => expect(group).not.toMatchResponse({ id: '<uuid>' }))).toBe(
      'the response matches, but should not match: {"id": <uuid>}',
    );
  });

  test('throws for an expectation that cannot be read, even after `not`', () => {
    const misspelt = () => expect(group).not.toMatchResponse({ id: '<uid>' });
    expect(misspelt).toThrow(TypeError);
    expect(messageOf(misspelt)).toContain('unknown-matcher: there is no matcher `<uid>`');
    expect(messageOf(() => expect(1).not.toMatchResponse('${groupId}'))).toContain('unknown-name');
    expect(messageOf(() => expect(1).not.toMatchResponse(undefined))).toContain('undefined is not a JSON value');
  });

  test('does not take what JSON cannot say for a value', () => {
    expect(messageOf(() => expect(undefined).toMatchResponse('<any>'))).toBe('undefined is not a JSON value');
    expect({ id: undefined }).toMatchResponse({ id: '<absent>' });
  });
});
