import { describe, expect, test } from 'vitest';
import {
  account,
  changesBetween,
  changesOfBodies,
  comparison,
  reported,
} from '../../../test/support/report/sample-account.ts';
import { cpuClock } from '../../../tools/cpu-clock.ts';

const id = (last: number) => `00000000-0000-4000-8000-${String(last).padStart(12, '0')}`;

describe('never a difference', () => {
  test.each([
    ['an id', { id: id(1) }, { id: id(2) }],
    [
      'an id inside of a text',
      { url: `https://contoso.com/a/${id(1)}/b` },
      { url: `https://contoso.com/a/${id(2)}/b` },
    ],
    ['an id of no known form', { id: 'AAMkAGI2TG93AAA=1' }, { id: 'BBNlBHJ3UH04BBB=2' }],
    ['a date and time', { at: '2026-01-05T08:00:00Z' }, { at: '2025-11-30T21:14:03.1234567Z' }],
    ['a date', { from: '2026-01-05' }, { from: '2025-11-30' }],
    [
      'a time as access reviews report it',
      { at: '3/9/2026 8:30:00 AM +00:00' },
      { at: '12/31/2025 11:00:00 PM +00:00' },
    ],
    ['an etag', { '@odata.etag': 'W/"1"' }, { '@odata.etag': 'W/"2"' }],
    [
      'a request id',
      { error: { innerError: { 'request-id': 'a' } } },
      { error: { innerError: { 'request-id': 'b' } } },
    ],
    ['a person', { mail: 'adele@contoso.com' }, { mail: 'megan@fabrikam.com' }],
    ['a domain', { name: 'contoso.onmicrosoft.com' }, { name: 'fabrikam.onmicrosoft.us' }],
    ['a security identifier', { sid: 'S-1-12-1-1-2-3-4' }, { sid: 'S-1-12-1-5-6-7-8' }],
    ['a pseudonym', { displayName: 'Name 0a1b2c3d' }, { displayName: 'Name 3d2c1b0a' }],
    [
      'a place in a list',
      { '@odata.nextLink': '/users?$skiptoken=abc' },
      { '@odata.nextLink': '/users?$skiptoken=xyz' },
    ],
    [
      'the service it is',
      { context: 'https://graph.microsoft.com/v1.0/a' },
      { context: 'https://graph.microsoft.us/v1.0/a' },
    ],
  ])('%s', (_, before, after) => {
    expect(changesOfBodies(before, after)).toEqual([]);
  });

  test('what comes of the id of the run', () => {
    const of = (run: string) => account([reported('x', { actual: { mailNickname: `rota-${run}` } })], { run });
    expect(changesBetween(of('abcd1234'), of('wxyz9876'))).toEqual([]);
    expect(changesBetween(of('abcd1234'), account([reported('x', { actual: { mailNickname: 'rota' } })]))).toHaveLength(
      1,
    );
  });

  test('the order of a list without `$orderby`', () => {
    const items = [1, 2, 3].map((one) => ({ id: id(one), name: `n${one}` }));
    const [before, after] = [{ value: items }, { value: items.toReversed() }];
    expect(changesOfBodies(before, after)).toEqual([]);
    expect(changesOfBodies(before, after, '/v1.0/x?$orderby=name')).toEqual(['x order response $.value']);
  });
});

describe('always a difference', () => {
  test.each([
    ['a value', { status: 'Applied' }, { status: 'Applying' }, 'value response $.status'],
    ['upper and lower case', { status: 'Applied' }, { status: 'applied' }, 'value response $.status'],
    ['a number', { count: 1 }, { count: 2 }, 'value response $.count'],
    ['a type', { count: 1 }, { count: '1' }, 'type response $.count'],
    ['null', { by: null }, { by: {} }, 'type response $.by'],
    ['a new property', {}, { a: { b: 1 } }, 'property-new response $.a'],
    ['a property that is gone', { a: 1, b: [] }, { a: 1 }, 'property-gone response $.b'],
    ['an item more', { value: [{ a: 1 }] }, { value: [{ a: 1 }, { a: 2 }] }, 'item-new response $.value[1]'],
    ['an item less', { value: ['a', 'b', 'c'] }, { value: ['a', 'c'] }, 'item-gone response $.value[1]'],
    ['a date that became a time', { at: '2026-01-05' }, { at: '2026-01-05T08:00:00Z' }, 'value response $.at'],
    ['a date that is none', { at: '2026-01-05T08:00:00Z' }, { at: '0001-01-01T00:00:00Z' }, 'value response $.at'],
    ['an id that became a word', { id: id(1) }, { id: 'none' }, 'value response $.id'],
    [
      'another text around an id',
      { scope: `/groups/${id(1)}/members` },
      { scope: `/groups/${id(2)}/owners` },
      'value response $.scope',
    ],
    [
      'one item of many',
      { value: [1, 2, 3].map((a) => ({ a, b: 'x' })) },
      { value: [1, 2, 3].map((a) => ({ a, b: a === 2 ? 'y' : 'x' })) },
      'value response $.value[1].b',
    ],
  ])('%s', (_, before, after, change) => {
    expect(changesOfBodies(before, after)).toEqual([`x ${change}`]);
  });

  test('another user, where another step says who is who', () => {
    const of = (one: number, other: number, reviewer: number) =>
      account([
        reported('first', { actual: { id: id(one) } }),
        reported('second', { actual: { id: id(other) } }),
        reported('review', { actual: { reviewer: id(reviewer) } }),
      ]);
    expect(changesBetween(of(1, 2, 1), of(11, 12, 11))).toEqual([]);
    expect(changesBetween(of(1, 2, 1), of(11, 12, 12))).toEqual(['review identity response $.reviewer']);
    expect(changesBetween(of(1, 2, 1), of(1, 2, 2))).toEqual(['review identity response $.reviewer']);
    expect(changesBetween(of(1, 2, 1), of(11, 12, 13))).toEqual(['review identity response $.reviewer']);
  });

  test('what was sent, the status, and headers that a caller acts on', () => {
    const before = account([reported('x', { method: 'POST', sent: { a: 1 }, headers: { location: `/a/${id(1)}` } })]);
    const change = (one: Parameters<typeof reported>[1]) =>
      account([reported('x', { method: 'POST', sent: { a: 1 }, headers: { location: `/a/${id(2)}` }, ...one })]);
    expect(changesBetween(before, change({}))).toEqual([]);
    expect(changesBetween(before, change({ method: 'PUT' }))).toEqual(['x request request']);
    expect(changesBetween(before, change({ url: '/v1.0/y' }))).toEqual(['x request request']);
    expect(changesBetween(before, change({ sent: { a: 2 } }))).toEqual(['x value request $.a']);
    expect(changesBetween(before, change({ status: 202 }))).toEqual(['x status status']);
    expect(changesBetween(before, change({ headers: { location: '/b' } }))).toEqual(['x header header location']);
    expect(changesBetween(before, change({ headers: { sunset: '2027-01-01' } }))).toEqual(['x header header sunset']);
  });

  test('an error, reported by its status and code alone', () => {
    const actual = { error: { code: 'Authorization_RequestDenied', message: 'No.' } };
    const [step] = comparison(
      account([reported('x', { status: 201, actual: { id: id(1), a: 1 } })]),
      account([reported('x', { status: 403, actual })]),
    ).steps;
    expect(step?.changes).toEqual([
      { code: 'status', path: 'status', before: '201', after: '403 Authorization_RequestDenied' },
    ]);
  });
});

test('a long list with an item less here and one more there shows these two, soon', () => {
  const items = (offset: number, names: readonly number[]) => ({
    value: names.map((name) => ({
      id: id(offset + name),
      name: `n${name}`,
      members: [{ id: id(offset + 50_000 + name) }],
    })),
  });
  const before = Array.from({ length: 2_000 }, (_, at) => at);
  const after = [...before.filter((one) => one !== 10), 9_999];
  const spentMs = cpuClock();
  const expected = ['x item-gone response $.value[10]', 'x item-new response $.value[1999]'];
  expect(changesOfBodies(items(0, before), items(100_000, after))).toEqual(expected);
  expect(spentMs()).toBeLessThan(5_000);
});

describe('versions and clouds', () => {
  const of = (version: string, origin = 'https://graph.microsoft.com') =>
    account(
      ['a', 'b'].map((one) =>
        reported(one, {
          url: `/${version}/${one}`,
          actual: { '@odata.context': `${origin}/${version}/$metadata#${one}` },
        }),
      ),
    );

  test('are the same where one stands for the other everywhere', () => {
    const { steps, renamed } = comparison(of('beta'), of('v1.0', 'https://graph.microsoft.us'));
    expect(steps).toEqual([]);
    expect(renamed.services).toEqual(['beta → v1.0', 'https://graph.microsoft.com → https://graph.microsoft.us']);
  });

  test('of requests are a difference if only some of them have another version', () => {
    const of = (...versions: readonly string[]) =>
      account(versions.map((version, at) => reported(`s${at}`, { url: `/${version}/x` })));
    expect(changesBetween(of('beta', 'v1.0', 'beta'), of('v1.0', 'v1.0', 'v1.0'))).toEqual([]);
    expect(changesBetween(of('beta', 'beta'), of('v1.0', 'beta'))).toEqual(['s0 request request']);
  });
});

describe('steps', () => {
  test('belong together by their ids, then by what they send', () => {
    const before = account([
      reported('a'),
      reported('old-name', { url: `/v1.0/groups/${id(1)}`, actual: { x: 1 } }),
      reported('gone'),
    ]);
    const after = account([
      reported('a'),
      reported('new-name', { url: `/v1.0/groups/${id(2)}`, actual: { x: 2 } }),
      reported('new'),
    ]);
    expect(changesBetween(before, after)).toEqual([
      'gone step-gone step',
      'new step-new step',
      'old-name value response $.x',
    ]);
    expect(comparison(before, after).steps.at(-1)).toMatchObject({ id: 'old-name', newId: 'new-name' });
  });

  test('that ended with another outcome say so, where both are results', () => {
    const of = (outcome: 'passed' | 'blocked') => account([reported('a', { outcome })], { kind: 'result' });
    expect(changesBetween(of('passed'), of('blocked'))).toEqual(['a outcome outcome']);
    expect(changesBetween(account([reported('a')]), of('blocked'))).toEqual([]);
  });

  test('of a result with several scenarios are those of the scenario with the name of the recording', () => {
    const scene = (name: string, status: number) => ({ name, run: 'run12345', steps: [reported('a', { status })] });
    const scenes = [scene('x/a.scenario.yaml', 200), scene('x/b.scenario.yaml', 404)];
    const result = account([], { kind: 'result', scenes });
    expect(changesBetween(account([reported('a')]), result)).toEqual([]);
    expect(changesBetween(result, account([reported('a')], { file: 'b.recording.json' }))).toEqual(['a status status']);
    expect(() => comparison(account([reported('a')], { file: 'c.recording.json' }), result)).toThrow('is named like');
  });
});
