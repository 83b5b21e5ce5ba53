import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluateResponse } from '../../expectation/compare/evaluate.ts';
import { compileResponse } from '../../expectation/compile/compile-response.ts';
import { parseScenario } from '../../format/scenario/parse-scenario.ts';
import { isJsonObject, type Json } from '../../json/json.ts';
import { childPath } from '../../json/path.ts';
import { readPage } from '../page/read-page.ts';
import { findDrift } from './find-drift.ts';
import { blocksOf } from './match-blocks.ts';

type Three = { readonly page: Json; readonly scenario: Json; readonly service: Json };
/** The status and the headers of each party. */
type Head = { readonly status: number; readonly headers: { readonly [name: string]: string } };
type Heads = { readonly page: Head; readonly scenario: Head; readonly service: Head };
const plain: Head = { status: 200, headers: {} };

/** Who is found to stand alone, by path, where three parties say this of a body. */
function blamed(
  { page, scenario, service }: Three,
  heads: Heads = { page: plain, scenario: plain, service: plain },
): readonly (readonly [path: string, kind: string])[] {
  const shownHeaders = Object.entries(heads.page.headers).map(([name, value]) => `\n${name}: ${value}`);
  const pageText = `# P\n\n## Read\n\n\`\`\`http\nGET https://graph.microsoft.com/v1.0/shelves/7\n\`\`\`\n\n\`\`\`http\nHTTP/1.1 ${heads.page.status}\nContent-type: application/json${shownHeaders.join('')}\n\n${JSON.stringify(page, null, 2)}\n\`\`\`\n`;
  const text = `title: T\nactors: { a: {} }\nsteps:\n  - id: read\n    title: Read\n    page: { heading: Read, line: 5 }\n    request: { method: GET, url: /v1.0/shelves/7 }\n    response: { status: ${heads.scenario.status}, headers: ${JSON.stringify(heads.scenario.headers)}, body: ${JSON.stringify(scenario)} }\n`;
  const parsed = parseScenario({ path: 's.yaml', text });
  const action = parsed.ok ? parsed.value.steps[0]?.action : undefined;
  if (!parsed.ok || action?.kind !== 'request') throw new Error('a scenario was expected');
  const { source } = parsed.value;
  const { expectation } = compileResponse(action.call.response, source);
  const headers = { 'content-type': 'application/json', ...heads.service.headers };
  const response = { status: heads.service.status, headers, text: JSON.stringify(service) };
  const { differences } = evaluateResponse({
    expectation,
    response,
    values: new Map(),
    strict: false,
    source,
  }).findings;
  const { drifts } = findDrift(parsed.value, readPage({ path: 'p.md', text: pageText }), () => ({
    kind: 'response',
    response,
    differences,
  }));
  return drifts.flatMap(({ kind, value }) => (value === undefined ? [] : [[value.path, kind] as const]));
}

const word = fc.constantFrom('p', 'q', 'r', 's');
/** What one party makes of the same body: other values, nothing at all, another order, another length. */
const body = fc.record(
  {
    a: word,
    inner: fc.record({ b: word, c: fc.constantFrom<Json>('p', 1, null, ['p']) }, { requiredKeys: [] }),
    list: fc.array(word, { minLength: 2, maxLength: 4 }),
    items: fc.array(fc.record({ n: word, m: fc.constantFrom(1, 2) }), { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: [], noNullPrototype: true },
);

/** The value at a path as differences write it; `undefined` where there is none. */
function at(value: Json, path: string): Json | undefined {
  const found = new Map<string, Json>();
  const collect = (one: Json, here: string): void => {
    found.set(here, one);
    const members = Array.isArray(one) ? [...one.entries()] : isJsonObject(one) ? Object.entries(one) : [];
    for (const [key, member] of members) collect(member, childPath(here, key));
  };
  collect(value, '$');
  return found.get(path);
}

/** Whether a party says what a scenario expects, which names what it cares for. */
function satisfies(expected: Json | undefined, actual: Json | undefined): boolean {
  if (expected === undefined) return true;
  if (actual === undefined) return false;
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      expected.length === actual.length &&
      expected.every((item, index) => satisfies(item, actual[index]))
    );
  }
  if (!isJsonObject(expected)) return expected === actual;
  return isJsonObject(actual) && Object.entries(expected).every(([name, value]) => satisfies(value, actual[name]));
}

const same = (one: Json | undefined, other: Json | undefined): boolean =>
  satisfies(one, other) && satisfies(other, one);

/** What is true of a value about which three say this. */
function truth(three: Three, path: string): string {
  const [page, scenario, service] = [at(three.page, path), at(three.scenario, path), at(three.service, path)];
  const [isPageRight, isServiceRight] = [satisfies(scenario, page), satisfies(scenario, service)];
  if (isPageRight && isServiceRight) return 'no one';
  if (isPageRight) return 'service';
  if (isServiceRight) return 'page';
  return same(page, service) ? 'scenario' : 'both';
}

const isWithin = (path: string, outer: string) =>
  path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);

test('law: for any properties of three parties, lists and their order, the blame is true, and none is forgotten', () => {
  const law = fc.property(body, body, body, (page, scenario, service) => {
    const three = { page, scenario, service } as Three;
    const found = blamed(three);
    for (const [path, kind] of found) {
      // Items that are missing or too many have an index in one of the lists only.
      const list = path.replace(/\[.*$/, '');
      expect([path, [truth(three, path), truth(three, list)]]).toEqual([path, expect.arrayContaining([kind])]);
    }
    for (const name of Object.keys(scenario)) {
      const path = `$.${name}`;
      const kinds = found.filter(([one]) => isWithin(one, path)).map(([, kind]) => kind);
      expect([path, kinds.length > 0]).toEqual([path, truth(three, path) !== 'no one']);
    }
  });
  fc.assert(law, { numRuns: 300 });
});

const headNames = ['retry-after', 'x-shelf'] as const;
const head = fc.record({
  status: fc.constantFrom(200, 201, 202),
  headers: fc.record(
    { 'retry-after': fc.constantFrom('1', '2', '3'), 'x-shelf': word },
    { requiredKeys: [], noNullPrototype: true },
  ),
});

/** What is true of a header: a page that does not show a header is not wrong about it. */
function headTruth({ page, scenario, service }: Heads, name: string): string {
  const [shown, expected, sent] = [page, scenario, service].map(({ headers }) => headers[name]);
  const [isPageRight, isServiceRight] = [shown === undefined || shown === expected, sent === expected];
  if (expected === undefined || (isPageRight && isServiceRight)) return 'no one';
  if (isPageRight) return 'service';
  if (isServiceRight) return 'page';
  return shown === sent ? 'scenario' : 'both';
}

test('law: for any headers and status of three parties, the blame is true, and none is forgotten', () => {
  const law = fc.property(head, head, head, (page, scenario, service) => {
    const heads: Heads = { page, scenario, service };
    const found = new Map(blamed({ page: { a: 'p' }, scenario: { a: 'p' }, service: { a: 'p' } }, heads));
    const statuses = {
      page: { a: page.status },
      scenario: { a: scenario.status },
      service: { a: service.status },
    };
    expect(found.get('status') ?? 'no one').toBe(truth(statuses, '$.a'));
    for (const name of headNames)
      expect([name, found.get(`header ${name}`) ?? 'no one']).toEqual([name, headTruth(heads, name)]);
  });
  fc.assert(law, { numRuns: 300 });
});

type Words = readonly string[];
const words = fc.array(word, { minLength: 1, maxLength: 4 });

/** Whether a list says what the scenario expects of it: all items in any order, or at least one like each. */
function meets(mark: string, expected: Words, actual: Words): boolean {
  if (mark === '<contains>') return expected.every((one) => actual.includes(one));
  return String([...expected].sort()) === String([...actual].sort());
}

test('law: of a list that may have any order, or more, the order and the rest are no one’s fault, and the blame is true', () => {
  const law = fc.property(
    fc.constantFrom('<unordered>', '<contains>'),
    words,
    words,
    words,
    (mark, page, expected, service) => {
      const found = blamed({
        page: { list: page },
        scenario: { list: { [mark]: expected } },
        service: { list: service },
      });
      const [isPageRight, isServiceRight] = [meets(mark, expected, page), meets(mark, expected, service)];
      const same = String(page) === String(service);
      const wanted = isPageRight
        ? isServiceRight
          ? []
          : ['service']
        : isServiceRight
          ? ['page']
          : same
            ? ['scenario']
            : ['both', 'scenario'];
      const kinds = [...new Set(found.map(([, kind]) => kind))];
      expect([page, expected, service, kinds.length > 0]).toEqual([page, expected, service, wanted.length > 0]);
      expect([page, expected, service, wanted]).toEqual([page, expected, service, expect.arrayContaining(kinds)]);
    },
  );
  fc.assert(law, { numRuns: 300 });
});

type Block = { readonly number: number; readonly state: string };

const room = (number: number) => `room${'abcdefghij'[number]}`;

const blockText = ({ number, state }: Block) =>
  `## Read ${number}\n\n\`\`\`http\nGET https://graph.microsoft.com/v1.0/${room(number)}/lamps\n\`\`\`\n\n\`\`\`http\nHTTP/1.1 200 OK\nContent-type: application/json\n\n{ "state": "${state}", "of": ${number} }\n\`\`\`\n`;
const pageOf = (blocks: readonly Block[]) =>
  readPage({ path: 'p.md', text: ['# P', ...blocks.map(blockText)].join('\n\n') });

/** A scenario that was written from a page of these blocks, one step a block. */
function writtenFrom(blocks: readonly Block[]) {
  const found = blocksOf(pageOf(blocks));
  const steps = blocks.map(({ number, state }, index) => {
    const { digest, line } = found[index] ?? { digest: '', line: 0 };
    return `  - id: read-${number}\n    page: { heading: Read ${number}, line: ${line}, digest: "${digest}" }\n    request: { method: GET, url: /v1.0/${room(number)}/lamps }\n    response: { status: 200, body: { state: ${state}, of: ${number} } }\n`;
  });
  const parsed = parseScenario({ path: 's.yaml', text: `title: T\nactors: { a: {} }\nsteps:\n${steps.join('')}` });
  if (!parsed.ok) throw new Error('a scenario was expected');
  return parsed.value;
}

test('law: blocks that move are no drift, one that goes has vanished, one that comes is new, one that changes contradicts', () => {
  const four = [1, 2, 3, 4].map((number) => ({ number, state: 'open' }));
  const scenario = writtenFrom(four);
  const law = fc.property(
    fc.shuffledSubarray(four, { minLength: 4 }),
    fc.subarray([1, 2, 3, 4], { maxLength: 2 }),
    fc.subarray([1, 2, 3, 4], { maxLength: 2 }),
    fc.boolean(),
    (moved, gone, changed, comes) => {
      const kept = moved.filter(({ number }) => !gone.includes(number));
      const edited = kept.map((one) => (changed.includes(one.number) ? { ...one, state: 'shut' } : one));
      const page = pageOf([...edited, ...(comes ? [{ number: 9, state: 'open' }] : [])]);
      const found = findDrift(scenario, page).drifts.map(({ kind, step, value, title }) => [
        kind,
        step?.id ?? title,
        value?.path,
      ]);
      const expected = [
        ...gone.map((number) => ['vanished', `read-${number}`, undefined]),
        ...changed
          .filter((number) => !gone.includes(number))
          .map((number) => ['contradiction', `read-${number}`, '$.state']),
        ...(comes ? [['new', 'Read 9', undefined]] : []),
      ];
      expect(found.map(String).sort()).toEqual(expected.map(String).sort());
    },
  );
  fc.assert(law, { numRuns: 200 });
});
