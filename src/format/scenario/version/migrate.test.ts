import { expect, test } from 'vitest';
import { parseScenario } from '../parse-scenario.ts';
import type { Scenario } from '../scenario.ts';
import { plain } from '../yaml-plain.ts';
import { migrated } from './migrate.ts';

const step = (body: string) =>
  `    request: { method: POST, url: /v1.0/a, body: ${body} }\n    response: { status: 200 }\n`;
const old = `# a note
title: Old # kept
actors: { me: {} }
steps:
  - id: plain
${step('{ a: 1 }')}  - id: flow
${step('{ text: hello }')}  - id: block
    request:
      method: POST
      url: /v1.0/a
      body:
        text: |
          two

          lines
    response: { status: 200 }
`;

const read = (text: string): Scenario => {
  const parsed = parseScenario({ path: 'a.scenario.yaml', text });
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join());
  return parsed.value;
};
const bodies = ({ steps }: Scenario) =>
  steps.map(({ action }) =>
    action.kind !== 'manual' && action.call.request.body ? plain(action.call.request.body) : undefined,
  );

test('a scenario of version 1 sends the same once it is rewritten, and keeps its comments', () => {
  const text = migrated({ path: 'a.scenario.yaml', text: old });
  if (!text.ok) throw new Error('not migrated');
  const now = read(text.value);
  expect(now.version).toBe(2);
  expect(bodies(now)).toEqual(bodies(read(old)));
  expect(text.value).toMatch(/^# a note\nversion: 2\ntitle: Old # kept\n/);
});

test('a scenario of version 2 stays as it is, and one in JSON stays JSON', () => {
  const two = `version: 2\n${old.replace('{ text: hello }', '{ a: 1 }')}`;
  expect(migrated({ path: 'a', text: two })).toEqual({ ok: true, value: two });
  const json = '{"title":"A","actors":{"me":{}},"steps":[{"id":"a","manual":{"prompt":"Look"}}]}';
  const text = migrated({ path: 'a', text: json });
  expect(text.ok && JSON.parse(text.value)).toEqual({ version: 2, ...JSON.parse(json) });
});

test('keys that the first draft called otherwise get their names, in either version', () => {
  const rest = `actors: { me: {} }
steps:
  - id: look
    taught: { line: 7 } # kept
    manual: { prompt: Look }
`;
  for (const version of [1, 2]) {
    const text = `version: ${version}\ntitle: T\nuntaught: [00112233aabbccdd]\n${rest}`;
    const then = text
      .replace(/^version: ./, 'version: 2')
      .replace('untaught:', 'undocumented:')
      .replace('taught: {', 'page: {');
    expect(migrated({ path: 'a', text })).toEqual({ ok: true, value: then });
  }
});
