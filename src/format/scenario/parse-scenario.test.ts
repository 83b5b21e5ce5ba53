import { expect, test } from 'vitest';
import { parseScenario } from './parse-scenario.ts';
import { scenarioJsonSchema } from './scenario-schema.ts';
import { plain } from './yaml-plain.ts';

/** A scenario that uses every key of the format. */
const everything = `
version: 2
title: Review access
tutorial: https://learn.microsoft.com/graph/tutorial-accessreviews-securitygroup
seed: review.seed.yaml
tags: [access-reviews, v1.0]
undocumented: [0123456789abcdef]
strict: true
needs:
  licenses: [AAD_PREMIUM_P2]
  roles: [Global Administrator]
actors:
  admin: { context: delegated, permissions: [Group.ReadWrite.All], user: "\${owner}" }
  job: { context: application }
inputs:
  owner: { description: Who owns it, type: integer, example: 7, env: REPLAY_OWNER }
steps:
  - id: create-group
    title: Create it
    actor: admin
    labels: [tenant-wide, sends-mail]
    page: { heading: Step 1, line: 47, digest: 0123456789abcdef }
    strict: false
    request:
      method: POST
      url: /beta/groups
      headers: { Prefer: return=representation }
      body: { displayName: Building, owner: "\${owner}" }
      pages: first
      credentials: none
    response:
      status: [200, 201]
      headers: { Location: <url>, Retry-After: 5 }
      body: { id: <uuid> }
    capture: { groupId: $.id }
    creates:
      delete: /beta/groups/\${groupId}
      find: /beta/groups?$filter=mailNickname eq 'x'
    eventually: { within: PT1M30S, every: PT0.5S }
  - id: attest
    actor: job
    manual: { prompt: Say yes }
    unattended:
      request: { method: PATCH, url: "/beta/groups/\${groupId}" }
      response: { status: 204 }
    creates: { stays: audit records cannot be deleted }
  - id: read-again
    actor: admin
    after: [create-group, attest]
    repeat: create-group
    response: { status: 200 }
    eventually: { within: PT2M }
cleanup:
  - id: delete-group
    actor: admin
    request: { method: DELETE, url: "/beta/groups/\${groupId}", pages: all }
    response:
      status: 204
      type: text/csv
      text: <string>
      csv: { columns: [A], rows: 1 }
      size: 5
      sha256: <string>
    capture: { place: { header: Location }, code: { status: true }, word: { text: 'a(b)' } }
`;

function parsed(text: string) {
  const found = parseScenario({ path: 'x.scenario.yaml', text });
  if (!found.ok) throw new Error(found.problems.map(({ message }) => message).join('\n'));
  return found.value;
}

function problemsOf(text: string): readonly string[] {
  const found = parseScenario({ path: 'x.scenario.yaml', text });
  return found.ok ? [] : found.problems.map(({ at, code, message }) => `${at?.line}:${at?.column} ${code}: ${message}`);
}

test('the head of a file is read', () => {
  const { title, tutorial, tags, strict, needs, actors, inputs } = parsed(everything);
  expect({ title, tutorial, tags, strict, needs }).toEqual({
    title: 'Review access',
    tutorial: 'https://learn.microsoft.com/graph/tutorial-accessreviews-securitygroup',
    tags: ['access-reviews', 'v1.0'],
    strict: true,
    needs: { licenses: ['AAD_PREMIUM_P2'], roles: ['Global Administrator'] },
  });
  expect(actors).toMatchObject([
    { name: 'admin', context: 'delegated', permissions: ['Group.ReadWrite.All'], user: { value: '${owner}' } },
    { name: 'job', context: 'application', permissions: [] },
  ]);
  expect(inputs).toMatchObject([
    { name: 'owner', description: 'Who owns it', type: 'integer', example: 7, env: 'REPLAY_OWNER' },
  ]);
});

test('a call is read', () => {
  const [step] = parsed(everything).steps;
  expect(step).toMatchObject({
    ...{ id: 'create-group', title: 'Create it', actor: 'admin', strict: false },
    labels: ['tenant-wide', 'sends-mail'],
    page: { heading: 'Step 1', line: 47, digest: '0123456789abcdef' },
    eventually: { withinMs: 90_000, everyMs: 500 },
    creates: {
      kind: 'deletable',
      delete: { value: '/beta/groups/${groupId}' },
      find: { value: "/beta/groups?$filter=mailNickname eq 'x'" },
    },
    capture: [{ name: 'groupId', path: { value: '$.id' } }],
  });
  const call = step?.action.kind === 'request' ? step.action.call : undefined;
  expect(call?.request).toMatchObject({
    ...{ method: 'POST', url: { value: '/beta/groups' }, pages: 'first' },
    headers: [{ name: { value: 'Prefer' }, value: { value: 'return=representation' } }],
  });
  expect(call?.request.body && plain(call.request.body)).toEqual({ displayName: 'Building', owner: '${owner}' });
  expect(call?.response.statuses).toEqual([200, 201]);
  expect(call?.response.headers.map(({ name, value }) => [name.value, plain(value)])).toEqual([
    ['Location', '<url>'],
    ['Retry-After', 5],
  ]);
  expect(call?.response.body && plain(call.response.body)).toEqual({ id: '<uuid>' });
});

test('a step for a person is read, with the call that does the same', () => {
  const [, step] = parsed(everything).steps;
  expect(step).toMatchObject({
    title: 'attest',
    action: {
      kind: 'manual',
      prompt: 'Say yes',
      unattended: { request: { method: 'PATCH' }, response: { statuses: [204] } },
    },
    creates: { kind: 'stays', reason: 'audit records cannot be deleted' },
  });
});

test('a step that repeats another has its request, and an expectation of its own', () => {
  const [first, , third] = parsed(everything).steps;
  const action = third?.action.kind === 'repeat' ? third.action : undefined;
  expect(action).toMatchObject({ of: 'create-group', call: { response: { statuses: [200] } } });
  expect(action?.call.request).toBe(first?.action.kind === 'request' ? first.action.call.request : undefined);
  expect(third?.eventually).toEqual({ withinMs: 120_000, everyMs: 5_000 });
});

test('cleanup steps are steps', () => {
  expect(parsed(everything).cleanup).toMatchObject([
    {
      id: 'delete-group',
      action: { call: { request: { method: 'DELETE', pages: 'all' } } },
      capture: [
        { name: 'place', from: 'header', path: { value: 'Location' } },
        { name: 'code', from: 'status' },
        { name: 'word', from: 'text', path: { value: 'a(b)' } },
      ],
    },
  ]);
});

test('every text points at itself in the file', () => {
  const { source, steps } = parsed(everything);
  const call = steps[0]?.action.kind === 'request' ? steps[0].action.call : undefined;
  const at = ({ start, end }: { start: number; end: number }) => source.text.slice(start, end);
  expect(steps.map(({ span }) => at(span))).toEqual(['create-group', 'attest', 'read-again']);
  expect(call && at(call.request.url.span)).toBe('/beta/groups');
  expect(call && at(call.response.statusSpan)).toBe('[200, 201]');
  expect(steps[0]?.capture.map(({ nameSpan, path }) => [at(nameSpan), at(path.span)])).toEqual([['groupId', '$.id']]);
});

/** The keys that make one scenario of several. */
const composed = `
version: 2
use: { groups: ./groups.steps.yaml }
matrix: [{ name: one, on: true }]
steps:
  - call: groups
    with: { owner: "\${run.id}" }
    when: \${on}
    capture: { groupId: { output: id } }
`;

test('the shortest scenario is one request: title, actor and id have defaults, and any success is expected', () => {
  const { title, actors, steps } = parsed('steps:\n  - request: { method: GET, url: /v1.0/me/memberOf?$top=5 }\n');
  expect(title).toBe('x');
  expect(actors).toMatchObject([{ name: 'user', context: 'delegated', permissions: [] }]);
  expect(steps).toMatchObject([{ id: 'get-me-member-of', title: 'get-me-member-of', actor: 'user' }]);
  const call = steps[0]?.action.kind === 'request' ? steps[0].action.call : undefined;
  expect([200, 204, 299].map((status) => call?.response.statuses.includes(status))).toEqual([true, true, true]);
  expect(call?.response.statuses).not.toContain(300);
});

test.each([
  ['request: { method: POST, url: /v1.0/groups }', 'post-groups'],
  ['request: { method: GET, url: "/beta/groups/${id}/members/$ref" }', 'get-groups-members-ref'],
  ['request: { method: GET, url: "/v1.0/users/kim@contoso.example/manager" }', 'get-users-manager'],
  ['request: { method: GET, url: "/v1.0/groups(mailNickname=\'a\')/owners" }', 'get-groups-owners'],
  ['title: Lösche das Große!\n    request: { method: GET, url: /v1.0/me }', 'losche-das-gro-e'],
  ['title: 列出\n    request: { method: GET, url: /v1.0/me }', 'get-me'],
  ['manual: { prompt: Look }', 'manual'],
])('a step without an id is called by what it does: %s', (keys, id) => {
  expect(parsed(`inputs: { id: {} }\nsteps:\n  - ${keys}\n`).steps[0]?.id).toBe(id);
});

test('ids that are made are no id that is there', () => {
  const request = 'request: { method: GET, url: /v1.0/me }';
  const text = `steps:\n  - ${request}\n  - id: get-me\n    ${request}\n  - ${request}\ncleanup:\n  - ${request}\n`;
  const { steps, cleanup } = parsed(text);
  expect([...steps, ...cleanup].map(({ id }) => id)).toEqual(['get-me-2', 'get-me', 'get-me-3', 'get-me-4']);
});

test('the sample has every key there is', () => {
  const keys = new Set<string>();
  const collect = (schema: unknown) => {
    if (typeof schema !== 'object' || schema === null) return;
    for (const [name, value] of Object.entries(schema)) {
      if (name === 'properties') for (const key of Object.keys(value)) keys.add(key);
      collect(value);
    }
  };
  collect(scenarioJsonSchema());
  expect(keys.size).toBeGreaterThan(35);
  expect([...keys].filter((key) => !new RegExp(`\\b${key}:`).test(everything + composed))).toEqual([]);
});

test('`after` is one step or a list of them, before the step in the file; cleanup comes last', () => {
  expect(parsed(everything).steps.map(({ after }) => after.map(({ value }) => value))).toEqual([
    [],
    [],
    ['create-group', 'attest'],
  ]);
  const text = `${step(`actor: admin\n    ${call}`)}cleanup:\n  - id: two\n    actor: admin\n    after: one\n    ${call}\n`;
  expect(parsed(text).cleanup[0]?.after.map(({ value }) => value)).toEqual(['one']);
});

test('every key of a step but its id can be left out, and has a natural meaning then', () => {
  const [step] = parsed('title: x\nactors: { admin: {} }\nsteps:\n  - id: only\n    manual: { prompt: Look }\n').steps;
  expect(step).toMatchObject({ id: 'only', title: 'only', actor: 'admin', labels: [], capture: [] });
  expect(step).not.toHaveProperty('strict');
  expect(step).not.toHaveProperty('eventually');
});

const step = (keys: string) => `title: x\nactors: { admin: {}, member: {} }\nsteps:\n  - id: one\n    ${keys}\n`;
const call = 'request: { method: GET, url: /v1.0/me }\n    response: { status: 200 }';

test.each<[string, string, readonly string[]]>([
  ['does nothing', 'actor: admin', ['4:9 missing-key: step `one` has no request']],
  [
    'has two actions',
    `actor: admin\n    manual: { prompt: Look }\n    ${call}`,
    ['6:5 invalid-value: a step has one of `request`, `repeat`, `manual` and `call`, and here is `request` already'],
  ],
  [
    'has a person give a response',
    'actor: admin\n    manual: { prompt: Look }\n    response: { status: 200 }',
    ['7:5 invalid-value: a manual step has no response'],
  ],
  [
    'is unattended without a person',
    `actor: admin\n    ${call}\n    unattended: { request: { method: GET, url: /v1.0/me }, response: { status: 200 } }`,
    ['8:5 invalid-value: `unattended` belongs to a `manual` step'],
  ],
  ['has no one to send', call, ['4:9 missing-key: no actor is given for `one`']],
  ['has a stranger send', `actor: membr\n    ${call}`, ['5:12 unknown-actor: there is no actor `membr`']],
  [
    'repeats what does not come before',
    'actor: admin\n    repeat: two\n    response: { status: 200 }',
    ['6:13 unknown-step: no earlier step with a request is called `two`'],
  ],
  [
    'repeats itself',
    'actor: admin\n    repeat: one\n    response: { status: 200 }',
    ['6:13 unknown-step: no earlier step with a request is called `one`'],
  ],
  [
    'depends on what is not there',
    `actor: admin\n    after: onee\n    ${call}`,
    ['6:12 unknown-step: no step is called `onee`'],
  ],
  [
    'depends on itself, and on a later one',
    `actor: admin\n    after: [one, two]\n    ${call}\n  - id: two\n    actor: admin\n    ${call}`,
    [
      '6:13 unknown-step: `one` is not an earlier step: a step can only depend on steps before it',
      '6:18 unknown-step: `two` is not an earlier step: a step can only depend on steps before it',
    ],
  ],
  [
    'depends on nothing',
    `actor: admin\n    after: []\n    ${call}`,
    ['6:5 invalid-value: `after` cannot be an empty list'],
  ],
  [
    'waits too short',
    `actor: admin\n    ${call}\n    eventually: { within: PT1S, every: PT0.09S }`,
    ['8:40 invalid-value: the pause between two attempts is too short'],
  ],
])('a step that %s is refused', (_, keys, problems) => {
  expect(problemsOf(step(keys))).toEqual(problems);
});

test('a step that repeats one of a person without a call is refused', () => {
  const text = step(
    'actor: admin\n    manual: { prompt: Look }\n  - id: two\n    actor: admin\n    repeat: one\n    response: { status: 200 }',
  );
  expect(problemsOf(text)).toEqual(['9:13 unknown-step: no earlier step with a request is called `one`']);
});

test('an id is unique, cleanup included, and the earlier one is named', () => {
  const text = `${step(`actor: admin\n    ${call}`)}cleanup:\n  - id: one\n    actor: admin\n    ${call}\n`;
  expect(problemsOf(text)).toEqual(['9:9 duplicate-id: the step at 4:9 is called `one` already']);
});

test('an application is no one’s sign-in', () => {
  const text = step(`actor: admin\n    ${call}`).replace('member: {}', 'member: { context: application, user: x }');
  expect(problemsOf(text)).toEqual(['2:60 invalid-value: an application is not a user']);
});

test('the only actor sends where none is named', () => {
  const text = step(call).replace(', member: {}', '');
  expect(parsed(text).steps[0]?.actor).toBe('admin');
});

test('a file without actors says so once for each step', () => {
  expect(problemsOf('title: x\nactors: {}\nsteps:\n  - id: one\n    manual: { prompt: Look }\n')).toEqual([
    '4:9 missing-key: the scenario lists no actor',
  ]);
});

test.each(['PT2M', 'PT30S', 'PT0.5S', 'P1D', 'P1DT2H3M4.5S', 'PT1H'])('%s is a duration to wait', (duration) => {
  const text = step(`actor: admin\n    ${call}\n    eventually: { within: ${duration} }`);
  expect(parsed(text).steps[0]?.eventually?.withinMs).toBeGreaterThan(0);
});

test.each(['P1M', 'P1Y', '2 minutes', '5', 'PT', 'P', '-PT1S', 'PT1.2345S', '""', 'PT1S '])(
  '%j is none',
  (duration) => {
    expect(
      problemsOf(step(`actor: admin\n    ${call}\n    eventually: { within: "${duration.replaceAll('"', '')}" }`)),
    ).toEqual([expect.stringMatching(/^8:\d+ invalid-value: `within` cannot be /)]);
  },
);

test('all problems of a stage are listed, in the order of the file', () => {
  const text = 'titel: x\ntags: y\nactors: { admin: {} }\nsteps:\n  - id: A\n    requets: {}\n';
  expect(problemsOf(text).map((problem) => problem.split(':').slice(0, 2).join(':'))).toEqual([
    '1:1 unknown-key',
    '2:7 invalid-value',
    '5:9 invalid-value',
    '6:5 unknown-key',
  ]);
});

test('a key of the first draft is answered with what it is called today', () => {
  const text = [
    'title: T',
    'actors: { admin: {} }',
    'steps:',
    '  - id: one',
    '    taught: { line: 7 }',
    '    request: { method: GET, url: /v1.0/me }',
    '    response: { status: 200 }',
  ].join('\n');
  const parsed = parseScenario({ path: 'a.scenario.yaml', text });
  expect(parsed.ok ? [] : parsed.problems.map(({ code, at, fix }) => [code, at?.line, fix])).toEqual([
    ['unknown-key', 5, 'it is called `page` now; `npx tutorial-replay check --migrate` renames it'],
  ]);
});

test.each([
  ['expect', 'response'],
  ['assert', 'response'],
  ['extract', 'capture'],
  ['retry', 'eventually'],
])('what other tools call `%s` is answered with `%s`', (key, today) => {
  const text = `steps:\n  - id: one\n    request: { method: GET, url: /v1.0/me }\n    ${key}: { status: 200 }\n`;
  const parsed = parseScenario({ path: 'a.scenario.yaml', text });
  expect(parsed.ok ? [] : parsed.problems.map(({ code, fix }) => [code, fix])).toEqual([
    ['unknown-key', `did you mean \`${today}\`?`],
  ]);
});

test.each([0, 3, 1.5])('of version %j only the version is reported', (version) => {
  const parsed = parseScenario({ path: 'a.scenario.yaml', text: `version: ${version}\nactors: {}\nblocks: []\n` });
  expect(parsed.ok ? [] : parsed.problems.map(({ at, message }) => [at?.line, at?.column, message])).toEqual([
    [1, 10, `this is version ${version}, and this release reads versions 1 and 2`],
  ]);
});
