import { describe, expect, test } from 'vitest';
import { samplePlan, sampleRun, sampleScenario } from '../../../test/support/run/sample-plan.ts';
import { defined } from '../../defined.ts';
import type { Place } from '../../diagnostics/place.ts';
import { type MakePlanOptions, makePlan } from './make-plan.ts';

const sandbox: MakePlanOptions = { against: 'sandbox', run: sampleRun, sources: { given: new Map(), environment: {} } };

/** `line «what is marked» code: message` of each problem. */
function problemsOf(yaml: string, options: Partial<MakePlanOptions> = {}): readonly string[] {
  const planned = makePlan(sampleScenario(yaml), { ...sandbox, ...options });
  return planned.ok
    ? []
    : planned.problems.map(({ at, code, message }) => `${at?.line} «${marked(at)}» ${code}: ${message}`);
}

function marked(at: Place | undefined): string | undefined {
  return at?.excerpt.at(-1)?.slice(at.column - 1, at.endColumn - 1);
}

/** A scenario of which the first step's keys are given, from line 6 on. */
const first = (keys: string) =>
  `title: x\nactors: { admin: {} }\ninputs: { owner: { example: o1 } }\nsteps:\n  - id: first\n    ${keys}\n`;
const get = (url: string) => `request: { method: GET, url: "${url}" }\n    response: { status: 200 }`;
const fix = (yaml: string) => {
  const planned = makePlan(sampleScenario(yaml), sandbox);
  return planned.ok ? [] : planned.problems.map((problem) => problem.fix);
};

describe('names', () => {
  test.each([
    [
      11,
      'known here: `n1`, `n2`, `n3`, `n4`, `n5`, `n6`, `n7`, `n8`, `run.id`, `run.now`, `run.today`, `run.password`',
    ],
    [14, 'known here: `n1`, `n2`, `n3`, `n4`, `n5`, `n6`, `n7`, `n8`, `n9`, `n10`, `n11`, `run.id` and 3 more'],
  ])('of those that are known the first twelve are listed, and how many more: %i', (count, listed) => {
    const names = Array.from({ length: count - 3 }, (_, at) => `n${at + 1}: { example: x }`);
    const yaml = `title: x\nactors: { admin: {} }\ninputs: { ${names.join(', ')} }\nsteps:\n  - id: first\n    ${get('/v1.0/${id}')}\n    capture: { id: $.id }\n`;
    expect(fix(yaml)).toEqual([expect.stringMatching(new RegExp(`; ${listed.replaceAll('.', '\\.')}$`))]);
  });

  test('inputs, run values and captures of earlier steps can be used', () => {
    const plan = samplePlan(
      `${first(`${get('/v1.0/${owner}/${run.id}')}\n    capture: { id: $.id }`)}  - id: second\n    ${get('/v1.0/${id}?d=${run.today + P1D}')}\n`,
    );
    expect(plan.steps.map(({ uses }) => uses)).toEqual([[], ['first']]);
  });

  test.each([
    ['url', get('/v1.0/${ownr}'), ['6 «${ownr}» unknown-name: `ownr` is not defined']],
    [
      'header',
      'request: { method: GET, url: /v1.0/me, headers: { Prefer: "a ${x}" } }\n    response: { status: 200 }',
      ['6 «${x}» unknown-name: `x` is not defined'],
    ],
    [
      'body',
      'request: { method: PUT, url: /v1.0/me, body: [{ a: "${x}" }] }\n    response: { status: 200 }',
      ['6 «${x}» unknown-name: `x` is not defined'],
    ],
    [
      'expected body',
      `${get('/v1.0/me').replace('200 }', '200, body: { a: "${x}" } }')}`,
      ['7 «${x}» unknown-name: `x` is not defined'],
    ],
    [
      'expected header',
      `${get('/v1.0/me').replace('200 }', '200, headers: { a: "${x}" } }')}`,
      ['7 «${x}» unknown-name: `x` is not defined'],
    ],
    [
      'capture',
      `${get('/v1.0/me')}\n    capture: { a: "$[?@.b=='\${x}']" }`,
      ['8 «${x}» unknown-name: `x` is not defined'],
    ],
    [
      'creates',
      `request: { method: POST, url: /v1.0/notes }\n    response: { status: 201 }\n    capture: { a: $.a }\n    creates: { delete: "/v1.0/\${a}/\${x}" }`,
      ['9 «${x}» unknown-name: `x` is not defined'],
    ],
  ])('an unknown one is found in a %s', (_, keys, problems) => {
    expect(problemsOf(first(keys))).toEqual(problems);
  });

  test('each use of an unknown one is a problem at its own place', () => {
    expect(problemsOf(first(get('/v1.0/$${x}/${x}/${x}')))).toEqual([
      '6 «${x}» unknown-name: `x` is not defined',
      '6 «${x}» unknown-name: `x` is not defined',
    ]);
  });

  test('names that every JavaScript object has are unknown, too', () => {
    expect(problemsOf(first(get('/v1.0/${toString}')))).toHaveLength(1);
  });

  test('what looks like the environment gets inputs', () => {
    expect(fix(first(get('/v1.0/${env.SECRET}')))).toEqual([
      'values from outside are inputs: list it under `inputs` (with `env` to read an environment variable)',
    ]);
    expect(fix(first(get('/v1.0/${run.di}')))).toEqual(['did you mean `run.id`?']);
  });

  test('what only the cleanup captures comes later', () => {
    const yaml = `${first(get('/v1.0/${id}'))}cleanup:\n  - id: last\n    ${get('/v1.0/me')}\n    capture: { id: $.id }\n`;
    expect(problemsOf(yaml)).toEqual([
      '6 «${id}» used-before-capture: `id` is captured by the step `last`, which comes later',
    ]);
  });

  test('a capture is known only after its step', () => {
    const yaml = `${first(get('/v1.0/${id}'))}  - id: second\n    ${get('/v1.0/${id}')}\n    capture: { id: $.id }\n`;
    expect(problemsOf(yaml)).toEqual([
      '6 «${id}» used-before-capture: `id` is captured by the step `second`, which comes later',
      '9 «${id}» used-before-capture: `id` is captured by this step itself',
    ]);
    expect(fix(yaml)[0]).toBe(
      'move the step after `second`; known here: `owner`, `run.id`, `run.now`, `run.today`, `run.password`',
    );
  });

  test('a step can name what it captures itself where it says how that is deleted', () => {
    const yaml = first(
      'request: { method: POST, url: /v1.0/groups }\n    response: { status: 201 }\n    capture: { id: $.id }\n    creates: { delete: "/v1.0/groups/${id}" }',
    );
    expect(problemsOf(yaml)).toEqual([]);
  });

  test('cleanup knows the captures of all steps', () => {
    const yaml = `${first(`${get('/v1.0/me')}\n    capture: { id: $.id }`)}cleanup:\n  - id: clean\n    request: { method: DELETE, url: "/v1.0/\${id}" }\n    response: { status: 204 }\n`;
    expect(samplePlan(yaml).cleanup[0]?.uses).toEqual(['first']);
  });

  test('a name means one thing', () => {
    const yaml = `${first(`${get('/v1.0/me')}\n    capture: { owner: $.a, id: $.b }`)}  - id: second\n    ${get('/v1.0/me')}\n    capture: { id: $.c }\n`;
    expect(problemsOf(yaml)).toEqual([
      '8 «owner» duplicate-id: `owner` is an input already',
      '12 «id» duplicate-id: the step `first` captures `id` already',
    ]);
  });

  test('a request that is repeated is reported once', () => {
    const yaml = `${first(get('//evil.example/${x}'))}  - id: second\n    repeat: first\n    response: { status: 200 }\n`;
    expect(problemsOf(yaml)).toHaveLength(2);
  });
});

describe('expressions that cannot be read', () => {
  test.each([
    ['${}', '6 «${}» bad-expression: `${}` is not an expression'],
    ['${a b}', '6 «${a b}» bad-expression: `${a b}` is not an expression'],
    ['${run.id', '6 «${run.id» bad-expression: a `${` without its `}`'],
    ['${run.today + P1}', '6 «${run.today + P1}» bad-expression: `P1` is not an ISO 8601 duration'],
    ['${owner + P1D}', '6 «${owner + P1D}» bad-expression: `owner` cannot be moved by a duration'],
  ])('%s', (text, problem) => {
    expect(problemsOf(first(get(`/v1.0/${text}`)))).toEqual([problem]);
  });
});

describe('headers', () => {
  const headers = (text: string) =>
    first(`request: { method: GET, url: /v1.0/me, headers: { ${text} } }\n    response: { status: 200 }`);

  test.each([
    'Authorization',
    'authorization',
    'COOKIE',
    'Host',
    'Transfer-Encoding',
    'Content-Length',
    'Connection',
    'client-request-id',
  ])('%s is not sent by a scenario', (name) =>
    expect(problemsOf(headers(`${name}: x`))).toEqual([expect.stringContaining(`6 «${name}» forbidden-header: `)]),
  );

  test.each([
    ['"X Bad": x', '6 «"X Bad"» bad-header: `X Bad` is not a header name'],
    ['"X\\r\\nHost": x', '6 «"X\\r\\nHost"» bad-header: `X\\x0d\\nHost` is not a header name'],
    ['"": x', '6 «""» bad-header: an empty text is not a header name'],
    [
      'Prefer: "a\\r\\nb: c"',
      '6 «"a\\r\\nb: c"» bad-header: the value of `Prefer` has characters that HTTP does not allow',
    ],
    ['Prefer: grün', '6 «grün» bad-header: the value of `Prefer` has characters that HTTP does not allow'],
    ['Prefer: a, prefer: b', '6 «prefer» bad-header: `prefer` occurs at 6:55 already, in another letter case'],
  ])('%s', (text, problem) => {
    expect(problemsOf(headers(text))).toEqual([problem]);
  });

  test('names are sent in lower case', () => {
    const [step] = samplePlan(headers('ConsistencyLevel: eventual')).steps;
    expect(step?.call?.request.headers.map(({ name }) => name)).toEqual(['consistencylevel']);
  });
});

describe('objects that must not be left over, and objects that must not be changed', () => {
  const post = 'request: { method: POST, url: /v1.0/groups }\n    response: { status: 201 }\n    capture: { id: $.id }';
  const cleanup = (url: string) =>
    `cleanup:\n  - id: clean\n    request: { method: DELETE, url: "${url}" }\n    response: { status: 204 }\n`;

  test('a creation without a deletion is refused', () => {
    expect(problemsOf(first(post))).toEqual(['5 «first» not-deleted: what `first` creates is never deleted']);
  });

  test('a PUT or PATCH that expects 201 creates something; one that says nothing of its response does not', () => {
    const upsert = (method: string, response: string) =>
      first(`request: { method: ${method}, url: "/v1.0/groups(uniqueName='a')" }${response}`);
    for (const method of ['PUT', 'PATCH']) {
      const created = upsert(method, '\n    response: { status: [201, 204] }');
      expect(problemsOf(created)).toEqual(['5 «first» not-deleted: what `first` creates is never deleted']);
      expect(problemsOf(upsert(method, ''))).toEqual([]);
      expect(problemsOf(upsert(method, '\n    response: { status: 204 }'))).toEqual([]);
    }
  });

  test.each([
    ['it says how to delete it', `${post}\n    creates: { delete: "/v1.0/groups/\${id}" }`, ''],
    ['it says why it stays', `${post}\n    creates: { stays: audit }`, ''],
    ['cleanup deletes it', post, cleanup('/v1.0/groups/${id}')],
    ['it expects no 201', post.replace('201', '200'), ''],
  ])('unless %s', (_, keys, rest) => {
    expect(problemsOf(first(keys) + rest)).toEqual([]);
  });

  test.each([
    ['a literal id', '/v1.0/groups/010b2de0-0ed4-4ece-bfa2-22fff71d0497'],
    ['an input', '/v1.0/users/${owner}'],
    ['nothing', '/v1.0/groups'],
    ['a capture only in its query', "/v1.0/users/${owner}?$filter=id eq '${id}'"],
  ])('a DELETE that names %s is refused', (_, url) => {
    const yaml = first(`${get('/v1.0/me')}\n    capture: { id: $.id }`) + cleanup(url);
    expect(problemsOf(yaml)).toEqual([`11 «"${url}"» foreign-delete: this deletes something that no step captured`]);
  });

  test('a deletion of something else than what was created is refused', () => {
    expect(problemsOf(first(`${post}\n    creates: { delete: "/v1.0/users/\${owner}" }`))).toEqual([
      '9 «"/v1.0/users/${owner}"» foreign-delete: this would delete something that no step captured',
    ]);
  });

  test.each(['PATCH', 'PUT'])('a %s of a literal id is refused, one of an input or of oneself is not', (method) => {
    const change = (url: string) =>
      problemsOf(first(`request: { method: ${method}, url: "${url}" }\n    response: { status: 204 }`));
    expect(change('/v1.0/groups/010B2DE0-0ed4-4ece-bfa2-22fff71d0497')).toEqual([
      expect.stringContaining('foreign-delete'),
    ]);
    expect(change('/v1.0/users/${owner}')).toEqual([]);
    expect(change('/v1.0/me')).toEqual([]);
  });
});

test('a GET with a body is refused at the body', () => {
  expect(
    problemsOf(first('request: { method: GET, url: /v1.0/me, body: { a: 1 } }\n    response: { status: 200 }')),
  ).toEqual(['6 «{ a: 1 }» invalid-value: a GET has no body']);
});

test('what only an index may be is refused where a text could come', () => {
  expect(problemsOf(first(`${get('/v1.0/me')}\n    capture: { a: "$.value[\${owner}].id" }`))).toEqual([
    '8 «"$.value[${owner}].id"» bad-json-path: a value outside quotes can only be a number',
  ]);
});

describe('strictness goes from the general to the particular', () => {
  test.each([
    [{}, '', '', false],
    [{}, 'strict: true\n', '', true],
    [{ strict: true }, '', '', true],
    [{ strict: true }, '', 'strict: false\n    ', false],
    [{}, 'strict: true\n', 'strict: false\n    ', false],
    [{}, '', 'strict: true\n    ', true],
  ])('%j, %j, %j: %s', (options, file, step, strict) => {
    expect(samplePlan(file + first(step + get('/v1.0/me')), options).steps[0]?.strict).toBe(strict);
  });
});

describe('a selection of steps', () => {
  const chain = `title: x
actors: { admin: {} }
steps:
  - id: a
    ${get('/v1.0/a')}
    capture: { fromA: $.x }
  - id: b
    ${get('/v1.0/${fromA}')}
    capture: { fromB: $.x }
  - id: c
    ${get('/v1.0/c')}
  - id: d
    ${get('/v1.0/${fromB}')}
cleanup:
  - id: clean
    ${get('/v1.0/clean')}
`;
  const selected = (selection: MakePlanOptions['selection']) =>
    samplePlan(chain, defined({ selection }))
      .steps.filter((step) => step.selected)
      .map(({ id }) => id)
      .join('');

  test.each([
    [undefined, 'abcd'],
    [{ only: ['c'] }, 'c'],
    [{ only: ['b'] }, 'ab'],
    [{ only: ['d'] }, 'abd'],
    [{ only: ['c', 'a'] }, 'ac'],
    [{ only: [], from: 'c' }, 'abcd'],
    [{ only: [], to: 'b' }, 'ab'],
    [{ only: [], from: 'c', to: 'c' }, 'c'],
    [{ only: [], from: 'b', to: 'c' }, 'abc'],
  ])('%j runs %s, with what they use', (selection, ids) => {
    expect(selected(selection)).toBe(ids);
  });

  test.each([
    [
      { only: ['e', 'clean'] },
      ['1 «t» unknown-step: no step is called `e`', '1 «t» unknown-step: no step is called `clean`'],
    ],
    [{ only: [], from: 'd', to: 'b' }, ['1 «t» nothing-selected: `d` comes after `b`, so no step is selected']],
  ])('%j is refused', (selection, problems) => {
    expect(problemsOf(chain, { selection })).toEqual(problems);
  });
});

test('the whole chain of uses is found in linear time', () => {
  const steps = Array.from(
    { length: 1_000 },
    (_, at) =>
      `  - id: s${at}\n    ${get(at === 0 ? '/v1.0/me' : `/v1.0/\${n${at - 1}}`)}\n    capture: { n${at}: $.x }\n`,
  );
  const plan = samplePlan(`title: x\nactors: { admin: {} }\nsteps:\n${steps.join('')}`, {
    selection: { only: ['s999'] },
  });
  expect(plan.steps.filter(({ selected }) => selected)).toHaveLength(1_000);
});

test('the user of an actor can be an input, and is known before anything is sent', () => {
  const text = (user: string) =>
    `title: x\nactors: { admin: { user: "${user}" } }\ninputs: { owner: { example: kim@contoso.com } }\nsteps:\n  - id: first\n    ${get('/v1.0/me')}\n`;
  const problems = (user: string) => {
    const planned = makePlan(sampleScenario(text(user)), sandbox);
    return planned.ok
      ? planned.value.actors.map((actor) => actor.user)
      : planned.problems.map(({ at, code }) => `${at?.line} ${code}`);
  };
  expect(problems('${owner}')).toEqual(['kim@contoso.com']);
  expect(problems('${unknown}')).toEqual(['2 unknown-name']);
  expect(problems('${owner +}')).toEqual(['2 bad-expression']);
});
