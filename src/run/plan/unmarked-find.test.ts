import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sampleScenario } from '../../../test/support/run/sample-plan.ts';
import { unmarkedFinds } from './unmarked-find.ts';

const problems = (body: string, filter: string) =>
  unmarkedFinds(
    sampleScenario(`title: T
actors: { admin: {} }
steps:
  - id: first
    request: { method: POST, url: /v1.0/groups, body: { displayName: "\${run.id}" } }
    response: { status: 201 }
    capture: { first: $.id, name: $.displayName }
    creates: { delete: "/v1.0/groups/\${first}" }
  - id: second
    request: { method: POST, url: /v1.0/groups, body: ${body} }
    response: { status: 201 }
    capture: { second: $.id }
    creates: { delete: "/v1.0/groups/\${second}", find: "/v1.0/groups?$filter=${filter}" }
`),
  );

test('a `find` that filters by what the body sends without a mark comes with how to mark both', () => {
  const [problem, ...others] = problems(
    '{ mailNickname: payroll, description: "run ${run.id}" }',
    "mailNickname eq 'payroll'",
  );
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ code: 'unmarked-find', at: { line: 13 } });
  expect(problem?.fix).toBe(
    "write `mailNickname: payroll-${run.id}` in the body, and `mailNickname eq 'payroll-${run.id}'` in `find`",
  );
});

test.each([
  ['what no property of the body has', '{ mailNickname: payroll }', "displayName eq 'payroll'"],
  ['nothing that the body sends as a text', '{ size: 12 }', 'size eq 12'],
])('a `find` that filters by %s comes with what to write', (_, body, filter) => {
  expect(problems(body, filter)).toMatchObject([
    { fix: 'write `${run.id}` into a property of the body, and filter by it in `find`' },
  ]);
});

test('values that are no texts are no marks', () => {
  const body = '{ mailNickname: payroll, mailEnabled: false, size: 12, note: null, names: [ 1, true ] }';
  expect(problems(body, "mailNickname eq 'payroll'")).toMatchObject([{ code: 'unmarked-find' }]);
});

test.each([
  ['the id of the run', '{ alias: "a-${run.id}" }', "alias eq 'a-${run.id}'"],
  ['the id of what the run created before', '{ scope: "/groups/${first}" }', "contains(scope, '${first}')"],
  [
    'no filter for the mark that the body has',
    '{ displayName: "A ${run.id}", scope: ./members }',
    "contains(scope, './members')",
  ],
])('%s is enough', (_, body, filter) => {
  expect(problems(body, filter)).toEqual([]);
});

test.each([
  ['{ alias: a }', "owner eq 'a'"],
  ['{ scope: "${name}" }', "scope eq '${name}'"],
])('a body without a mark does not help: %s', (body, filter) => {
  expect(problems(body, filter)).toMatchObject([{ code: 'unmarked-find' }]);
});

test('what is sent for a manual step where no person is there is no less a create', () => {
  const text = (find: string) => `title: T
actors: { admin: {} }
steps:
  - id: made
    manual: { prompt: Make it. }
    unattended:
      request: { method: POST, url: /v1.0/groups, body: { alias: payroll } }
      response: { status: 201 }
    creates: { delete: "/v1.0/groups/\${run.id}", find: "/v1.0/groups?$filter=${find}" }
`;
  expect(unmarkedFinds(sampleScenario(text("alias eq 'payroll'")))).toMatchObject([{ code: 'unmarked-find' }]);
});

test('every shipped scenario marks its finds', () => {
  const folder = new URL('../../../scenarios/', import.meta.url);
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((one) =>
    one.endsWith('.scenario.yaml'),
  )) {
    const scenario = sampleScenario(readFileSync(new URL(name, folder), 'utf8'));
    expect([name, unmarkedFinds(scenario)]).toEqual([name, []]);
  }
});
