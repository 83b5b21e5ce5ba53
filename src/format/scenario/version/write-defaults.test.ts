import { expect, test } from 'vitest';
import { parseScenario } from '../parse-scenario.ts';
import type { Scenario } from '../scenario.ts';
import { withDefaults } from './write-defaults.ts';

const path = 'a folder/my-first.scenario.yaml';
const read = (text: string): Scenario => {
  const parsed = parseScenario({ path, text });
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join());
  return parsed.value;
};
const fixed = (text: string, at = path) => {
  const written = withDefaults({ path: at, text });
  if (!written.ok) throw new Error('not written');
  return written.value;
};
/** What a scenario is, without its positions. */
const meaning = ({ title, actors, steps, cleanup }: Scenario) => ({
  title,
  actors: actors.map(({ name, context, permissions, mayAnything }) => ({ name, context, permissions, mayAnything })),
  steps: [...steps, ...cleanup].map(({ id, title: name, actor }) => ({ id, name, actor })),
});

test('title, actors and ids are written; comments and layout are kept', () => {
  const text = `# What I try
steps: # of mine
  # the first
  - request: { method: GET, url: /v1.0/me } # a note

  - { request: { method: GET, url: /v1.0/me } }
  - title: Look
    manual: { prompt: Look }
cleanup:
  - request:
      method: GET
      url: /v1.0/me
`;
  expect(fixed(text)).toBe(`# What I try
version: 2
title: my-first
actors: { user: {} }
steps: # of mine
  # the first
  - id: get-me
    request: { method: GET, url: /v1.0/me } # a note

  - { id: get-me-2, request: { method: GET, url: /v1.0/me } }
  - id: look
    title: Look
    manual: { prompt: Look }
cleanup:
  - id: get-me-3
    request:
      method: GET
      url: /v1.0/me
`);
});

test.each([
  ['YAML', 'steps:\n  - request: { method: GET, url: /v1.0/me }\n'],
  ['Windows line ends', 'steps:\r\n  - request: { method: GET, url: /v1.0/me }\r\n'],
  ['JSON', '{"steps":[{"request":{"method":"GET","url":"/v1.0/me"}}]}'],
  ['a flow mapping', '{ steps: [ { request: { method: GET, url: /v1.0/me } } ] }'],
  ['version 2', 'version: 2\nsteps:\n  - request: { method: GET, url: /v1.0/me }\n'],
  [
    'a title that is a word of YAML',
    'title: "null"\nsteps:\n  - title: "No"\n    request: { method: GET, url: /v1.0/me }\n',
  ],
  ['only ids', 'title: A\nactors: { me: {} }\nsteps:\n  - request: { method: GET, url: /v1.0/me }\n'],
  ['a byte order mark', '\uFEFFsteps:\n  - request: { method: GET, url: /v1.0/me }\n'],
])('the same is intended before and after: %s', (_, text) => {
  const written = fixed(text);
  expect(written).not.toBe(text);
  expect(meaning(read(written))).toEqual(meaning(read(text)));
  expect(fixed(written)).toBe(written);
});

test('a file of shared steps gets its ids', () => {
  const text = 'steps:\n  - request: { method: GET, url: /v1.0/me }\n';
  expect(fixed(text, 'a.steps.yaml')).toBe(text.replace('- request', '- id: get-me\n    request'));
});

test('a scenario with problems is left to them', () => {
  expect(withDefaults({ path, text: 'steps:\n  - { request: 1 }\n' })).toMatchObject({ ok: false });
});
