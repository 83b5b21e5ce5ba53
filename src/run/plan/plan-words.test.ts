import { expect, test } from 'vitest';
import { samplePlan } from '../../../test/support/run/sample-plan.ts';
import { wordsOf } from './plan-words.ts';

function words(call: string, response = '{ status: 200 }') {
  const inputs = 'inputs: { one: { example: a }, other: { example: b } }';
  return wordsOf(
    samplePlan(
      `version: 2\ntitle: T\nactors: { admin: {} }\n${inputs}\nsteps:\n  - id: send\n    request: { method: POST, url: /v1.0/x, ${call} }\n    response: ${response}\n`,
    ),
  );
}

test.each([
  [
    'of a body without values',
    'body: { outer: { inner: 1, list: [ { deep: a } ] } }',
    ['outer', 'inner', 'list', 'deep'],
  ],
  ['of a body with values', 'body: { outer: { inner: "${one}" } }', ['outer', 'inner']],
  [
    'of the parts of a form',
    'body: { multipart: [ { name: about, text: "${one}" }, { name: picture, file: ./package.json, type: application/pdf } ] }',
    ['about', 'picture'],
  ],
  ['of a form', 'body: { form: { field: "${one}" } }', ['field']],
])('names %s are names of the scenario', (_, call, names) => {
  expect([...words(call).names]).toEqual(expect.arrayContaining(names));
});

test('what is between the slashes of a url is a word of the scenario', () => {
  expect([...words('body: {}').literals]).toEqual(expect.arrayContaining(['v1.0', 'x']));
});

test('what is in quotes in a capture is a word of the scenario', () => {
  const { literals } = words('body: {}', `{ status: 200 }\n    capture: { found: "$['the kind']" }`);
  expect([...literals]).toContain('the kind');
});

test('a text with values that a response is expected to have is one of the scenario', () => {
  const { templates } = words('body: {}', '{ status: 200, body: { about: "Doors of ${one}" } }');
  expect(templates.get('send')?.map(({ parts }) => parts[0])).toEqual(['Doors of ']);
});

test('names that a response is expected to have are names of the scenario', () => {
  const expected = '{ status: 200, body: { outer: [ { inner: 1 } ], other: "${one}" } }';
  expect([...words('body: {}', expected).names]).toEqual(expect.arrayContaining(['outer', 'inner', 'other']));
});

test.each([
  ['a field for secrets', 'body: { password: "${one}", displayName: "${other}" }'],
  ['a field for secrets, within a text', 'body: { password: "x ${one}", displayName: "${other}" }'],
  ['a name before it in a text', 'body: { text: "client_secret=${one}&name=${other}" }'],
  ['a name in quotes before it', `body: { text: '{"password": "\${one}", "name": "\${other}"}' }`],
  ['a signature in a text', 'body: { text: "sig=${one}&se=${other}" }'],
  ['a header for secrets', 'headers: { X-Api-Key: "${one}", X-Name: "${other}" }, body: {}'],
  ['a field of a form', 'body: { form: { client_secret: "${one}", name: "${other}" } }'],
])('a value is sent as a secret in %s, and another one is not', (_, call) => {
  expect([...words(call).secretNames]).toEqual(['one']);
});

test('a text in a field for secrets is published with the scenario, anywhere', () => {
  const { secretLiterals } = words('body: { list: [ { password: Hunter2 } ], clientState: "Open", name: Kim }');
  expect([...secretLiterals].sort()).toEqual(['Hunter2', 'Open']);
});

test.each([
  ['a condition', '{ status: 200 }\n    when: ${one} == "Premium plan"', ['Premium plan']],
  ['a table', '{ status: 200, csv: { columns: [Who], rows: [{ Who: "Lovelace, Ada" }] } }', ['Who', 'Lovelace, Ada']],
  ['a text that is expected', '{ status: 200, text: Done at once }', ['Done at once']],
  ['an example that is JSON', '{ status: 200 }\ninputs: { one: { example: [{ by: Kim Akers }] } }', ['Kim Akers']],
])('what is in %s is a word of the scenario', (_, response, said) => {
  const inputs = response.includes('inputs:') ? '' : 'inputs: { one: { example: a } }\n';
  const steps = `steps:\n  - id: send\n    request: { method: GET, url: /v1.0/x }\n    response: ${response}\n`;
  expect([...wordsOf(samplePlan(`version: 2\n${inputs}${steps}`)).literals]).toEqual(expect.arrayContaining(said));
});

test('the example of a value that is sent as a secret is not a word of the scenario', () => {
  const { literals } = words('body: { password: "${one}", displayName: "${other}" }');
  expect([...literals]).not.toContain('a');
  expect([...literals]).toContain('b');
});
