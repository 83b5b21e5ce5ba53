import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { fromJSONSchema } from 'zod';
import { scenarioJsonSchema } from './format/scenario/scenario-schema.ts';
import { resultJsonSchema } from './report/result/result-schema.ts';
import { tenantsJsonSchema } from './tenant/fleet/tenants-schema.ts';

const fileOf = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const scenarioFiles = ['security-group', 'm365-group-guests'].map(
  (name) => `scenarios/access-reviews/${name}.scenario.yaml`,
);

describe('the schema files', () => {
  test.each([
    ['scenario.schema.json', scenarioJsonSchema()],
    ['result.schema.json', resultJsonSchema()],
    ['tenants.schema.json', tenantsJsonSchema()],
  ])('%s is what `npm run schemas` writes', (name, schema) => {
    expect(fileOf(name)).toBe(`${JSON.stringify(schema, null, 2)}\n`);
  });

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
