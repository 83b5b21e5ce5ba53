import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { fromJSONSchema } from 'zod';
import { sampleRun } from '../test/support/run/sample-plan.ts';
import { documentJsonSchema } from './cli/commands/document-schemas.ts';
import { matcherTable } from './expectation/matchers/matcher-table.ts';
import { ownNames } from './format/scenario/compose/own-names.ts';
import { parseScenario } from './format/scenario/parse-scenario.ts';
import { readYaml } from './format/scenario/read-yaml.ts';
import { makePlan } from './run/plan/make-plan.ts';

const fileOf = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const scenarioFiles = ['security-group', 'm365-group-guests'].map(
  (name) => `scenarios/access-reviews/${name}.scenario.yaml`,
);

describe('the schema files', () => {
  test.each(['scenario', 'steps', 'result', 'seed', 'tenants'] as const)(
    '%s.schema.json is what `npm run schemas` writes',
    (name) => {
      expect(fileOf(`${name}.schema.json`)).toBe(`${JSON.stringify(documentJsonSchema(name), null, 2)}\n`);
    },
  );

  test('scenario.schema.json says what editors need: its dialect, a title, and a description for every key', () => {
    const schema = JSON.parse(fileOf('scenario.schema.json'));
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'tutorial-replay scenario',
      additionalProperties: false,
      required: ['steps'],
    });
    const silent = Object.entries(schema.properties).filter(([, value]) => !describes(value));
    expect(silent.map(([name]) => name)).toEqual([]);
  });
});

function describes(schema: unknown): boolean {
  return typeof schema === 'object' && schema !== null && 'description' in schema;
}

// As an editor does: from the file, with nothing of the parser.
describe('scenario.schema.json', () => {
  const schema = fromJSONSchema(JSON.parse(fileOf('scenario.schema.json')));

  test.each(scenarioFiles)('accepts %s', (path) => {
    expect(schema.safeParse(parse(fileOf(path))).error).toBeUndefined();
  });

  test.each([
    ['a key of the scenario', (scenario: string) => scenario.replace(/^tags:/m, 'tag:')],
    ['a key of a step', (scenario: string) => scenario.replace(/^ {4}actor:/m, '    acter:')],
    ['a key of a request', (scenario: string) => scenario.replace(/^ {6}method:/m, '      methd:')],
  ])('rejects %s that is misspelt', (_, misspell) => {
    const scenario = fileOf('scenarios/access-reviews/security-group.scenario.yaml');
    expect(misspell(scenario)).not.toBe(scenario);
    expect(schema.safeParse(parse(misspell(scenario))).success).toBe(false);
  });

  test('rejects a value of the wrong form', () => {
    const scenario = parse(fileOf('scenarios/access-reviews/security-group.scenario.yaml'));
    expect(schema.safeParse({ ...scenario, steps: 'none' }).success).toBe(false);
    expect(schema.safeParse({ ...scenario, tutorial: 7 }).success).toBe(false);
  });
});

describe('the parser accepts what editors complete, and refuses what they mark', () => {
  const file = JSON.parse(fileOf('scenario.schema.json'));
  const schema = fromJSONSchema(file);
  const scenarioWith = (step: object) => ({
    version: 2,
    title: 'A',
    actors: { me: {} },
    inputs: { name: { example: 'x' } },
    steps: [
      { id: 'zero', request: { method: 'GET', url: '/v1.0/a' }, capture: { link: '$.id' } },
      { id: 'one', request: { method: 'POST', url: '/v1.0/a' }, response: { status: 200 }, ...step },
    ],
  });
  const isInSchema = (step: object) => schema.safeParse(scenarioWith(step)).success;
  const isPlanned = (step: object) => {
    const parsed = parseScenario({ path: 'a.scenario.yaml', text: JSON.stringify(scenarioWith(step)) });
    const sources = { given: new Map(), environment: {} };
    return parsed.ok && makePlan(parsed.value, { against: 'sandbox', run: sampleRun, sources }).ok;
  };
  const expecting = (value: unknown) => ({ response: { status: 200, body: { a: value } } });
  const sending = (value: unknown) => ({ request: { method: 'POST', url: '/v1.0/a', body: { a: value } } });
  const reading = (url: string) => ({ request: { method: 'GET', url } });

  test.each([
    ...matcherTable.map(({ example }) => expecting(example)),
    ...['<string or null>', '<one of a, "b or c">', '<matches ^a or b$>', '<integer >= 1 or absent>'].map(expecting),
    ...['a', '\\<uuid>', '${name}', '${run.id}-x', '$${literal', 'costs $5', '<b>x</b', 7, null, ['<any>']].map(
      expecting,
    ),
    ...[{ '<contains>': [1] }, { '<each>': '<uuid>' }, { '<count>': '<integer >= 1>' }, { b: { c: '<any>' } }].map(
      expecting,
    ),
    ...['${name}', '${run.today + P1Y}', 'rd-${run.id}', '$${x}', 'text <any>', '<any>', true].map(sending),
    ...['/v1.0/groups?$top=5', "/beta/users('${name}')", '${link}'].map(reading),
    { when: '${name} == "x"' },
    { capture: { a: '$.value[0].id', b: { header: 'Location' } } },
  ])('both take %j', (step) => {
    expect([isInSchema(step), isPlanned(step)]).toEqual([true, true]);
  });

  test.each([
    ...['<uid>', '<string or nul>', '<one off a>', '<>', '${run.idd}', '${run.id', '${name + P1D}', '${1a}'].map(
      expecting,
    ),
    ...['${run.idd}', '${run.id', '${}'].map(sending),
    ...['https://graph.microsoft.com/v1.0/me', '//host/a', 'v1.0/me', '/v1.0/${run.idd}'].map(reading),
    { when: 'name' },
    { capture: { a: 'value[0].id' } },
  ])('both refuse %j', (step) => {
    expect([isInSchema(step), isPlanned(step)]).toEqual([false, false]);
  });

  test('every matcher, combinator and name of the run is offered', () => {
    const { expected, sent } = file.$defs;
    const offered = expected.anyOf.flatMap((one: { examples?: string[] }) => one.examples ?? []);
    expect(offered).toEqual(expect.arrayContaining(matcherTable.map(({ example }) => example)));
    expect(JSON.stringify(expected)).toContain('<contains>');
    expect(JSON.stringify(sent)).toContain('${run.id}');
  });

  test('patterns are those of ECMAScript, also with its flag `u`, as editors compile them', () => {
    const patterns: string[] = [];
    JSON.stringify(file, (key, value) => {
      if (key === 'pattern' && typeof value === 'string') patterns.push(value);
      return value;
    });
    expect(patterns.length).toBeGreaterThan(10);
    for (const pattern of patterns) expect(() => new RegExp(pattern, 'u')).not.toThrow();
  });
});

describe('a schema for files of one’s own', () => {
  const text = `version: 2
actors: { admin: {}, member: {} }
use: { groups: ./g.steps.yaml }
matrix: [{ name: one, licensed: true }]
inputs: { größe: { example: 3 } }
steps:
  - id: read
    actor: admin
    request: { method: GET, url: "/v1.0/users/\${größe}" }
    capture: { link: { header: Location } }
`;
  const root = readYaml({ path: 'a.scenario.yaml', text });
  const own = root.ok && root.value !== undefined ? ownNames([root.value]) : undefined;
  const file = documentJsonSchema('scenario', own) as Parameters<typeof fromJSONSchema>[0];
  const schema = fromJSONSchema(file);
  const accepts = (step: object) => schema.safeParse({ ...parse(text), steps: [step] }).success;
  const get = (url: string) => ({ request: { method: 'GET', url } });

  test('takes the file itself', () => expect(schema.safeParse(parse(text)).error).toBeUndefined());

  test.each([
    get('/v1.0/users/${link}/x?$top=${größe}'),
    get('${link}'),
    { ...get('/v1.0/me'), when: '${licensed}', after: ['read'], actor: 'member' },
    { repeat: 'read', response: { status: 200, body: { a: 'at ${run.today + P1Y} for ${größe}, $${any}' } } },
    { call: 'groups.create' },
    { ...get('/v1.0/me'), capture: { a: "$.value[?@.id == '${link}'].id" } },
  ])('takes its names: %j', (step) => expect(accepts(step)).toBe(true));

  test.each([
    get('/v1.0/users/${grösse}'),
    get('${lnk}'),
    { ...get('/v1.0/me'), when: '${license}' },
    { ...get('/v1.0/me'), after: 'raed' },
    { ...get('/v1.0/me'), actor: 'admn' },
    { repeat: 'raed' },
    { repeat: 'read', response: { status: 200, body: { a: 'for ${name}' } } },
    { call: 'group.create' },
    { ...get('/v1.0/me'), capture: { a: "$.value[?@.id == '${lnk}'].id" } },
  ])('refuses others: %j', (step) => expect(accepts(step)).toBe(false));

  test('offers them', () => {
    const written = JSON.stringify(file);
    for (const one of ['${größe}', '${licensed}', '${link}', 'not ${licensed}', '/v1.0/users/${größe}'])
      expect(written).toContain(JSON.stringify(one));
  });

  test('is made of a file that is not finished', () => {
    const draft = readYaml({
      path: 'a',
      text: 'inputs: { a: , "b c": {} }\nactors:\nsteps:\n  - capture: { d: }\n  - 7\n',
    });
    expect(draft.ok && draft.value !== undefined && ownNames([draft.value]).values).toEqual(['a', 'd']);
  });
});
