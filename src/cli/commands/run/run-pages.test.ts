import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { capturedStreams } from '../../../../test/support/cli/captured-streams.ts';
import { parseResult } from '../../../report/result/parse-result.ts';
import { dispatch } from '../../dispatch.ts';

const folder = mkdtempSync(join(tmpdir(), 'run-pages-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string) => join(folder, name);
const read = (name: string) => readFileSync(file(name), 'utf8');

const shelf = { id: '7', state: 'Open', height: 3 };
const pageOf = (body: object) =>
  `# Read\n\n## Read the shelf\n\n\`\`\`http\nGET https://graph.microsoft.com/v1.0/shelves/7\n\`\`\`\n\n\`\`\`http\nHTTP/1.1 200 OK\nContent-type: application/json\n\n${JSON.stringify(body, undefined, 2)}\n\`\`\`\n`;
const scenarioOf = (body: object) =>
  `title: Read\ntutorial: https://learn.microsoft.com/graph/read\nactors: { librarian: {} }\nsteps:\n  - id: read-shelf\n    title: Read the shelf\n    page: { heading: Read the shelf, line: 5 }\n    request: { method: GET, url: /v1.0/shelves/7 }\n    response: { status: 200, body: ${JSON.stringify(body)} }\n`;
const recordingOf = (body: object, status = 200) =>
  JSON.stringify({
    version: 1,
    source: 'documentation',
    date: '2026-11-01',
    run: { id: 'abcd', now: '2026-11-01T00:00:00Z' },
    steps: { 'read-shelf': [{ request: { method: 'GET', url: '/v1.0/shelves/7' }, response: { status, body } }] },
  });

type Three = {
  readonly page?: object;
  readonly scenario?: object;
  readonly service?: object;
  readonly status?: number;
};

/** Runs where these three say this, and gives every report back. */
async function run({ page = shelf, scenario = shelf, service = shelf, status }: Three, ...args: readonly string[]) {
  mkdirSync(file('docs'), { recursive: true });
  writeFileSync(file('docs/read.md'), pageOf(page));
  writeFileSync(file('read.scenario.yaml'), scenarioOf(scenario));
  writeFileSync(file('read.recording.json'), recordingOf(service, status));
  const { streams, out } = capturedStreams();
  const reports = ['terminal', `json=${file('r.json')}`, `html=${file('r.html')}`, `junit=${file('r.xml')}`];
  const flags = [...reports.flatMap((one) => ['-r', one]), ...args];
  const code = await dispatch(['run', file('read.scenario.yaml'), ...flags], streams);
  const result = parseResult({ path: 'r.json', text: read('r.json') });
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('\n'));
  const [ran] = result.value.scenarios;
  const parties = ran?.steps[0]?.parties?.map(({ alone, path, inPage, inScenario, ...values }) => {
    return { alone, path, ...values, at: `${inPage.line}:${inPage.column} ${inScenario.line}:${inScenario.column}` };
  });
  const terminal = out().replaceAll(folder, '');
  return { code, parties, compared: ran?.comparedPage, terminal, html: read('r.html'), junit: read('r.xml') };
}

const pages = ['--pages', file('docs')] as const;

test.each([
  ['page', { page: { ...shelf, state: 'Shut' } }, 'the page is wrong', 0],
  ['scenario', { scenario: { ...shelf, state: 'Shut' } }, 'the scenario is wrong', 1],
  ['service', { service: { ...shelf, state: 'Shut' } }, 'the service changed', 1],
  ['all', { page: { ...shelf, state: 'Shut' }, service: { ...shelf, state: 'Ajar' } }, 'all three differ', 1],
] as const)('with the page every report shows that %s differs alone', async (alone, three, words, exit) => {
  const { code, parties, terminal, html, junit, compared } = await run(three, ...pages);
  expect(code).toBe(exit);
  expect(compared).toBe(file('docs/read.md'));
  const said = { page: '"Open"', scenario: '"Open"', service: '"Open"' };
  const changed = Object.fromEntries(Object.entries(three).map(([party, { state }]) => [party, JSON.stringify(state)]));
  expect(parties).toEqual([{ alone, path: '$.state', ...said, ...changed, at: '15:12 9:54' }]);
  for (const report of [terminal, junit]) {
    expect(report).toContain(`$.state: ${words}`);
    expect(report).toMatch(/docs\/read\.md:15:12/);
    expect(report).toMatch(/read\.scenario\.yaml:9:54/);
  }
  expect(html).toContain(words);
  expect(html).toContain('read.md:15:12');
});

test('without a disagreement nothing is reported', async () => {
  const { code, parties, terminal, junit } = await run({}, ...pages);
  expect([code, parties]).toEqual([0, undefined]);
  expect(`${terminal}${junit}`).not.toMatch(/differ about|not compared/);
});

test('an error of the service concerns the status alone', async () => {
  const { parties } = await run({ service: { error: { code: 'no' } }, status: 403 }, ...pages);
  expect(parties).toEqual([
    { alone: 'service', path: 'status', page: '200', scenario: '200', service: '403 (no)', at: '10:1 9:25' },
  ]);
});

test('where the service refuses, every report shows what page and scenario contradict each other about', async () => {
  const page = { ...shelf, state: 'Shut' };
  const { parties, ...reports } = await run({ page, service: { error: { code: 'no' } }, status: 403 }, ...pages);
  expect(parties?.map(({ alone, path }) => `${alone} ${path}`)).toEqual(['two $.state', 'service status']);
  for (const report of [reports.terminal, reports.junit]) {
    expect(report).toContain('$.state: page and scenario contradict each other');
  }
  expect(reports.html).toContain('page and scenario contradict each other');
});

test('without the page reports show that it was not compared', async () => {
  for (const args of [[], ['--pages', folder]]) {
    const { compared, terminal, html, junit } = await run({ service: { ...shelf, state: 'Shut' } }, ...args);
    expect(compared).toBeUndefined();
    for (const report of [terminal, html, junit]) expect(report).toContain('not compared (`--pages`)');
  }
});

test('a secret that the page shows as a sample is not repeated', async () => {
  const secret = 'eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJhYmNkZWZnaGlqayJ9.c2lnbmF0dXJlc2lnbmF0dXJl';
  const { parties, terminal, html, junit } = await run(
    {
      page: { ...shelf, accessToken: secret },
      scenario: { ...shelf, accessToken: 'x' },
      service: { ...shelf, accessToken: 'x' },
    },
    ...pages,
  );
  expect(parties?.map(({ alone, path }) => `${alone} ${path}`)).toEqual(['page $.accessToken']);
  expect(`${JSON.stringify(parties)}${terminal}${html}${junit}`).not.toContain(secret);
});
