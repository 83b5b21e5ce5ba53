import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluateResponse } from '../../expectation/compare/evaluate.ts';
import { compileResponse } from '../../expectation/compile/compile-response.ts';
import { parseScenario } from '../../format/scenario/parse-scenario.ts';
import type { StepResult } from '../../run/result.ts';
import { readPage } from '../page/read-page.ts';
import { correctPage } from './correct-page.ts';
import { deviationsOf, notOfPage } from './deviations.ts';
import { countDrifted, findDrift } from './find-drift.ts';

type Values = { readonly [name: string]: string };
type Said = { readonly status: number; readonly body: object | undefined };

const pageText = ({ status, body }: Said) =>
  `# P\n\n## Read\n\n\`\`\`http\nGET https://graph.microsoft.com/v1.0/shelves/7\n\`\`\`\n\n\`\`\`http\nHTTP/1.1 ${status}\nContent-type: application/json\n\n${JSON.stringify(body, null, 2)}\n\`\`\`\n`;

/** The page after `drift --fix`, and the remaining drift. */
function fixed(page: Said, scenario: Said, service: Said) {
  const text = `title: T\nactors: { a: {} }\nsteps:\n  - id: read\n    title: Read\n    page: { heading: Read, line: 5 }\n    request: { method: GET, url: /v1.0/shelves/7 }\n    response: { status: ${scenario.status}, body: ${JSON.stringify(scenario.body)} }\n`;
  return fixedFrom(pageText(page), text, service);
}

function fixedFrom(shown: string, text: string, service: Said, more: { readonly [name: string]: string } = {}) {
  const parsed = parseScenario({ path: 's.yaml', text });
  const action = parsed.ok ? parsed.value.steps[0]?.action : undefined;
  if (!parsed.ok || action?.kind !== 'request') throw new Error('a scenario was expected');
  const { source } = parsed.value;
  const { expectation } = compileResponse(action.call.response, source);
  const headers = { 'content-type': 'application/json', ...more };
  const response = {
    status: service.status,
    headers,
    text: service.body === undefined ? '' : JSON.stringify(service.body),
  };
  const { differences } = evaluateResponse({
    expectation,
    response,
    values: new Map(),
    strict: false,
    source,
  }).findings;
  const read = readPage({ path: 'p.md', text: shown });
  const report = findDrift(parsed.value, read, () => ({ kind: 'response', response, differences }));
  const step = { exchange: { request: { method: 'GET', url: '/v1.0/shelves/7', headers: {} }, response } };
  const corrected = correctPage(
    read,
    deviationsOf(report, () => step as unknown as StepResult),
  );
  return { report, text: corrected.text, left: [...corrected.left, ...notOfPage([report])] };
}

test('a body of the page and the status of a response without one are a mixture: nothing is written', () => {
  const shown = { status: 200, body: { a: 1 } };
  const { text, left } = fixed(shown, shown, { status: 204, body: undefined });
  expect(text).toBe(pageText(shown));
  expect(left).toContainEqual(expect.objectContaining({ why: 'one of the two has no body' }));
});

test('a sample of the right form is written where the page alone has the wrong one, and none where the service changed', () => {
  const id = '1e2fa5d0-0000-8000-8000-000000000001';
  const text = `title: T\nactors: { a: {} }\nsteps:\n  - id: read\n    title: Read\n    page: { heading: Read, line: 5 }\n    request: { method: GET, url: /v1.0/shelves/7 }\n    response: { status: 200, body: { id: <uuid>, displayName: Group A } }\n`;
  const service = { status: 200, body: { id, displayName: 'Group A' } };
  const page = (body: object) => pageText({ status: 200, body });
  const corrected = fixedFrom(page({ id: 'seven', displayName: 'Group A' }), text, service);
  expect(corrected.text).toMatch(/"id": "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"/);
  expect(corrected.text).not.toContain(id);
  const other = { status: 200, body: { id, displayName: 'Group B' } };
  const left = fixedFrom(page({ id, displayName: 'Group A' }), text, other);
  expect(left.text).toBe(page({ id, displayName: 'Group A' }));
  expect(left.left).toContainEqual(expect.objectContaining({ why: expect.stringContaining('$.displayName') }));
});

const names = ['a', 'b', 'c'] as const;
const values = fc.record({ a: word(), b: word(), c: word() });
function word() {
  return fc.constantFrom('open', 'shut', 'ajar');
}
const good = fc.constantFrom(200, 201);

test('law: a page is corrected to what the service says, or left as it is', () => {
  const three = fc.tuple(fc.tuple(good, values), fc.tuple(good, values), fc.tuple(good, values));
  fc.assert(
    fc.property(three, ([page, scenario, service]) => {
      const [shown, expected, sent] = [page, scenario, service].map(([status, body]) => ({ status, body }));
      if (shown === undefined || expected === undefined || sent === undefined) return;
      const { report, text, left } = fixed(shown, expected, sent);
      const kinds = new Set(report.drifts.map(({ kind }) => kind));
      const corrects = kinds.has('page') || kinds.has('service');
      if (kinds.has('both') || !corrects) {
        expect(text).toBe(pageText(shown));
        if (kinds.size > 0) expect(left).not.toEqual([]);
        return;
      }
      const own = (at: (typeof names)[number]) =>
        (differs(shown.body, expected.body, sent.body, at) ? sent : shown).body[at];
      const whole = Object.fromEntries(names.map((name) => [name, own(name)])) as Values;
      const status = [shown.status, expected.status].every((one) => one === sent.status) ? shown.status : sent.status;
      expect(text).toBe(pageText({ status, body: whole }));
      // What is left concerns the scenario alone.
      const again = fixed({ status, body: whole }, expected, sent).report.drifts;
      expect(again.filter(({ kind }) => kind === 'page' || kind === 'both')).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

/** Whether the page or the service stands alone: then the page is to say what the service says. */
function differs(page: Values, scenario: Values, service: Values, name: string): boolean {
  return page[name] !== service[name] && (page[name] === scenario[name] || service[name] === scenario[name]);
}

test('law: an error is never written into a page', () => {
  const refused = fc.constantFrom(400, 403, 404, 429, 500);
  fc.assert(
    fc.property(good, values, values, refused, (status, shown, expected, error) => {
      const page = { status, body: shown };
      const { text, left } = fixed(
        page,
        { status, body: expected },
        { status: error, body: { error: { code: 'no' } } },
      );
      expect(text).toBe(pageText(page));
      expect(left).not.toEqual([]);
    }),
  );
});

const lists = fc.array(word(), { minLength: 1, maxLength: 3 });

test.each(['<unordered>', '<contains>', 'array'])(
  'law: of %s a page is corrected to what holds, or left as it is, with the reason',
  (mark) => {
    fc.assert(
      fc.property(lists, lists, lists, (page, scenario, service) => {
        const of = (list: object) => ({ status: 200, body: { list, a: 'open' } });
        const expected = of(mark === 'array' ? scenario : { [mark]: scenario });
        const { report, text, left } = fixed(of(page), expected, of(service));
        const kinds = new Set(report.drifts.map(({ kind }) => kind));
        if (text === pageText(of(page))) {
          expect([page, scenario, service, kinds.size > 0]).toEqual([page, scenario, service, left.length > 0]);
          return;
        }
        const shown = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)) as { list: string[] };
        expect([page, scenario, service, shown.list]).toEqual([page, scenario, service, service]);
      }),
      { numRuns: 300 },
    );
  },
);

test('law: a header is never corrected, and each that the page has wrong is listed', () => {
  const page = (wait: string) =>
    pageText({ status: 200, body: { a: 'open' } }).replace('\n\n{', `\nRetry-After: ${wait}\n\n{`);
  const shown = page('1');
  const text = `title: T\nactors: { a: {} }\nsteps:\n  - id: read\n    page: { heading: Read, line: 5 }\n    request: { method: GET, url: /v1.0/shelves/7 }\n    response: { status: 200, headers: { Retry-After: "2" }, body: { a: open } }\n`;
  const { text: corrected, left } = fixedFrom(
    shown,
    text,
    { status: 200, body: { a: 'open' } },
    { 'retry-after': '2' },
  );
  expect(corrected).toBe(shown);
  expect(left.map(({ why }) => why)).toEqual([
    'the header retry-after is not corrected: its value may be one of this run',
  ]);
});

test('expected values are written unchanged, and values that only the service has become samples', () => {
  const body = { displayName: 'Chess club', mail: 'chess@fabrikam.com', id: '7b0e6a52-9c1d-4f3e-8a77-2d5c1b9e0f46' };
  const said = (other: object) => ({ status: 200, body: { ...body, ...other } });
  const shown = { displayName: 'Chess', mail: 'go@fabrikam.com', id: '8' };
  expect(fixed(said(shown), said({}), said({})).text).toBe(pageText(said({})));
  const { text } = fixed(said(shown), said(shown), said({}));
  for (const value of Object.values(body)) expect(text).not.toContain(value);
  const id = `title: T\nactors: { a: {} }\nsteps:\n  - id: read\n    page: { heading: Read, line: 5 }\n    request: { method: GET, url: /v1.0/shelves/7 }\n    response: { status: 200, body: { displayName: <string>, id: <uuid> } }\n`;
  const matched = { status: 200, body: { displayName: body.displayName, id: body.id } };
  expect(fixedFrom(pageText({ status: 200, body: { displayName: 7, id: '8' } }), id, matched).text).not.toContain(
    body.id,
  );
});

test('a step that differs in two values has drifted once', () => {
  const of = (a: string, b: string) => ({ status: 200, body: { a, b } });
  const { drifts } = fixed(of('open', 'open'), of('shut', 'shut'), of('shut', 'shut')).report;
  expect([drifts.length, countDrifted(drifts)]).toEqual([2, 1]);
});
