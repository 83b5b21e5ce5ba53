import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateResponse } from '../../expectation/compare/evaluate.ts';
import { compileResponse } from '../../expectation/compile/compile-response.ts';
import { parseScenario } from '../../format/scenario/parse-scenario.ts';
import type { Json } from '../../json/json.ts';
import { readPage } from '../page/read-page.ts';
import { findDrift } from './find-drift.ts';
import type { ServiceReply } from './parties.ts';

type Said = { readonly status: number; readonly body: Json };
type Three = { readonly page: Said; readonly scenario: Said; readonly service: Said };

/** Who is found to stand alone, by path, where these three say this of one step. */
function alone({ page, scenario, service }: Three, heard = true): { readonly [path: string]: string } {
  const pageText = `# P\n\n## Read\n\n\`\`\`http\nGET https://graph.microsoft.com/v1.0/shelves/7\n\`\`\`\n\n\`\`\`http\nHTTP/1.1 ${page.status} X\nContent-type: application/json\n\n${JSON.stringify(page.body, null, 2)}\n\`\`\`\n`;
  const text = `title: T\nactors: { a: {} }\nsteps:\n  - id: read\n    title: Read\n    page: { heading: Read, line: 5 }\n    request: { method: GET, url: /v1.0/shelves/7 }\n    response: { status: ${scenario.status}, body: ${JSON.stringify(scenario.body)} }\n`;
  const parsed = parseScenario({ path: 's.yaml', text });
  const action = parsed.ok ? parsed.value.steps[0]?.action : undefined;
  if (!parsed.ok || action?.kind !== 'request') throw new Error('a scenario was expected');
  const { expectation } = compileResponse(action.call.response, parsed.value.source);
  const headers = { 'content-type': 'application/json' };
  const response = { status: service.status, headers, text: JSON.stringify(service.body) };
  const { source } = parsed.value;
  const { differences } = evaluateResponse({
    expectation,
    response,
    values: new Map(),
    strict: false,
    source,
  }).findings;
  const word: ServiceReply = heard ? { kind: 'response', response, differences } : { kind: 'none' };
  const { drifts } = findDrift(parsed.value, readPage({ path: 'p.md', text: pageText }), () => word);
  return Object.fromEntries(drifts.flatMap(({ kind, value }) => (value === undefined ? [] : [[value.path, kind]])));
}

const all = (said: Said): Three => ({ page: said, scenario: said, service: said });
const base: Said = { status: 200, body: { a: 'x', n: 1, on: true, list: ['p', 'q', 'r'], in: { b: 'y', c: null } } };
const other = (value: Json): Said => ({ status: 200, body: { a: value } });

describe('which party differs', () => {
  test.each([
    ['scenario', { page: other('x'), scenario: other('y'), service: other('x') }],
    ['page', { page: other('y'), scenario: other('x'), service: other('x') }],
    ['service', { page: other('x'), scenario: other('x'), service: other('y') }],
    ['both', { page: other('x'), scenario: other('y'), service: other('z') }],
  ] as const)('%s', (kind, three) => {
    expect(alone(three)).toEqual({ '$.a': kind });
  });

  test('an error of the service says nothing of the body', () => {
    const refused = { status: 403, body: { error: { code: 'no' } } };
    expect(alone({ ...all(base), service: refused })).toEqual({ status: 'service' });
    expect(alone({ page: other('y'), scenario: other('x'), service: refused })).toEqual({
      status: 'service',
      '$.a': 'contradiction',
    });
  });

  test('without a response of the service, page and scenario contradict each other', () => {
    expect(alone({ page: other('y'), scenario: other('x'), service: other('x') }, false)).toEqual({
      '$.a': 'contradiction',
    });
  });

  test('values of a run, and placeholders of the page, are not contradictions', () => {
    const page = { status: 200, body: { a: 'club', id: '{group-id}', at: '…' } };
    const scenario = { status: 200, body: { a: 'club ${run.id}', id: '<uuid>', at: '<datetime>' } };
    expect(alone({ page, scenario, service: page }, false)).toEqual({});
  });
});

/** An edit of what one party says, and the path at which it shows. */
type Edit = { readonly path: string; readonly of: (said: Said, value: string) => Said };

const set = (body: Json, change: (copy: { [name: string]: Json }) => void): Json => {
  const copy = structuredClone(body);
  if (typeof copy === 'object' && copy !== null && !Array.isArray(copy)) change(copy as { [name: string]: Json });
  return copy;
};
const edits: readonly Edit[] = [
  { path: '$.a', of: (said, value) => ({ ...said, body: set(said.body, (body) => (body['a'] = value)) }) },
  { path: '$.n', of: (said, value) => ({ ...said, body: set(said.body, (body) => (body['n'] = value.length + 2)) }) },
  { path: '$.on', of: (said, value) => ({ ...said, body: set(said.body, (body) => (body['on'] = value)) }) },
  {
    path: '$.in.c',
    of: (said, value) => ({ ...said, body: set(said.body, (body) => (body['in'] = { b: 'y', c: value })) }),
  },
  { path: 'status', of: (said, value) => ({ ...said, status: 205 + value.length }) },
];
const value = fc.constantFrom('k', 'll', 'mmm');

describe('law: over planted edits, the one who was edited stands alone', () => {
  test('one party, one value or status', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('page', 'scenario', 'service'),
        fc.constantFrom(...edits),
        value,
        (party, edit, to) => {
          const three = { ...all(base), [party]: edit.of(base, to) };
          expect(alone(three)).toEqual({ [edit.path]: party });
        },
      ),
      { numRuns: 200 },
    );
  });

  test('two parties: alike, the third stands alone; otherwise all differ', () => {
    const pair = fc.constantFrom(
      ['page', 'scenario', 'service'],
      ['page', 'service', 'scenario'],
      ['scenario', 'service', 'page'],
    );
    fc.assert(
      fc.property(pair, fc.constantFrom(...edits), value, value, ([one = '', two = '', third = ''], edit, to, to2) => {
        const three = { ...all(base), [one]: edit.of(base, to), [two]: edit.of(base, to2) };
        expect(alone(three)).toEqual({ [edit.path]: to === to2 ? third : 'both' });
      }),
      { numRuns: 300 },
    );
  });

  test('two parties, two values: each stands alone with its own', () => {
    const parties = fc.constantFrom('page', 'scenario', 'service');
    fc.assert(
      fc.property(
        parties,
        parties,
        fc.shuffledSubarray([...edits], { minLength: 2, maxLength: 2 }),
        (one, two, [a, b]) => {
          if (a === undefined || b === undefined) return;
          const first: Three = { ...all(base), [one]: a.of(base, 'k') };
          expect(alone({ ...first, [two]: b.of(first[two], 'k') })).toEqual({ [a.path]: one, [b.path]: two });
        },
      ),
      { numRuns: 200 },
    );
  });

  test('all three parties: each stands alone with a value of its own, and none with one about which all differ', () => {
    const own = fc.shuffledSubarray([...edits], { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(own, ([a, b, c]) => {
        if (a === undefined || b === undefined || c === undefined) return;
        const three = { page: a.of(base, 'k'), scenario: b.of(base, 'k'), service: c.of(base, 'k') };
        expect(alone(three)).toEqual({ [a.path]: 'page', [b.path]: 'scenario', [c.path]: 'service' });
      }),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...edits), (edit) => {
        const three = { page: edit.of(base, 'k'), scenario: edit.of(base, 'll'), service: edit.of(base, 'mmm') };
        expect(alone(three)).toEqual({ [edit.path]: 'both' });
      }),
    );
  });

  test.each(['page', 'scenario', 'service'] as const)('a property that %s has not', (party) => {
    const without = { ...base, body: set(base.body, (body) => delete body['a']) };
    // A scenario expects what it names; what it does not name is its own affair.
    expect(alone({ ...all(base), [party]: without })).toEqual(party === 'scenario' ? {} : { '$.a': party });
  });

  test('a property that only the scenario has', () => {
    const more = { ...base, body: set(base.body, (body) => (body['z'] = 1)) };
    expect(alone({ ...all(base), scenario: more })).toEqual({ '$.z': 'scenario' });
  });

  test.each(['page', 'scenario', 'service'] as const)('another order in %s', (party) => {
    const turned = { ...base, body: set(base.body, (body) => (body['list'] = ['q', 'r', 'p'])) };
    const found = alone({ ...all(base), [party]: turned });
    expect(Object.keys(found)).not.toEqual([]);
    expect([...new Set(Object.values(found))]).toEqual([party]);
  });
});
