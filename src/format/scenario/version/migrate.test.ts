import { expect, test } from 'vitest';
import { sampleRun } from '../../../../test/support/run/sample-plan.ts';
import { makePlan } from '../../../run/plan/make-plan.ts';
import { fillRequest } from '../../../run/send/fill-request.ts';
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

test.each(['{ txet: hello }', '{ text: a, json: b }', '{ Form: { a: b } }', '{ file: ./a, tpye: b }'])(
  'a body that version 2 would refuse stays JSON: %s',
  (body) => {
    const one = `actors: { me: {} }\nsteps:\n  - id: a\n${step(body)}`;
    const part = `{ requests: [ { id: 1, method: POST, url: /a, headers: { Content-Type: application/json }, body: ${body} } ] }`;
    // The same list elsewhere is not a batch.
    for (const text of [
      one,
      one.replace('/v1.0/a', '/v1.0/%24batch').replace(body, part),
      one.replace('/v1.0/a', '/v1.0/search/query').replace(body, part),
    ]) {
      const [before, after] = [text, written(text)].map((version) => sent(version));
      expect(after).toEqual(before);
      expect(written(written(text))).toBe(written(text));
    }
  },
);

const written = (text: string): string => {
  const now = migrated({ path: 'a.scenario.yaml', text });
  if (!now.ok) throw new Error(now.problems.map(({ message }) => message).join());
  return now.value;
};

/** What the first step sends. */
const sent = (text: string) => {
  const plan = makePlan(read(text), {
    against: 'sandbox',
    run: sampleRun,
    sources: { given: new Map(), environment: {} },
  });
  const request = plan.ok ? plan.value.steps[0]?.call?.request : undefined;
  if (request === undefined) throw new Error('there is no request');
  return fillRequest(request, new Map());
};

test('lines end as they did', () => {
  const windows = old.replaceAll('\n', '\r\n');
  expect(written(windows)).toBe(written(old).replaceAll('\n', '\r\n'));
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
