import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { dispatch } from './dispatch.ts';

const folder = mkdtempSync(join(tmpdir(), 'big-'));
afterAll(() => rmSync(folder, { recursive: true }));
const scenario = join(folder, 'big.scenario.yaml');

async function run(...args: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  const code = await dispatch(args, streams);
  return { code, out: out(), err: err() };
}

/** Each of them is another number as a double. */
const sent = '9007199254740993';
const expected = '9007199254740995';
const received = '9007199254740997';
const captured = '-12345678901234567891';

const yaml = (wanted: string) => `title: Big
actors: { me: {} }
inputs:
  serial: { description: A serial number, example: ${sent} }
steps:
  - id: one
    request: { method: POST, url: "/v1.0/things/\${serial}", body: { serial: "\${serial}", own: ${sent} } }
    response: { status: 201, body: { size: ${wanted}, owner: <integer> } }
    capture: { owner: $.owner }
    creates: { stays: nothing is made here }
  - id: two
    request: { method: GET, url: "/v1.0/owners/\${owner}" }
    response: { status: 200, body: { id: "\${owner}" } }
`;
const recording = `{"version":1,"source":"documentation","date":"2026-01-01","run":{"id":"abcd","now":"2026-01-01T00:00:00Z"},
"inputs":{"serial":${sent}},"steps":{
"one":[{"request":{"method":"POST","url":"/v1.0/things/${sent}","body":{"serial":${sent},"own":${sent}}},"response":{"status":201,"body":{"size":${received},"owner":${captured}}}}],
"two":[{"request":{"method":"GET","url":"/v1.0/owners/${captured}"},"response":{"status":200,"body":{"id":${captured}}}}]}}`;

beforeAll(() => {
  writeFileSync(join(folder, 'big.recording.json'), recording);
  writeFileSync(scenario, yaml(expected));
});

const files = { json: 'RESULT.json', junit: 'junit.xml', html: 'page.html', markdown: 'page.md', har: 'calls.har' };

test('every report shows integers beyond 2^53 digit by digit', async () => {
  const outputs = Object.entries(files).flatMap(([name, file]) => ['-r', `${name}=${join(folder, file)}`]);
  const { code, out, err } = await run(
    'run',
    scenario,
    '-v',
    '-r',
    'terminal',
    ...outputs,
    '-r',
    `allure=${join(folder, 'allure')}`,
  );
  expect([code, err]).toEqual([1, '']);
  const texts = Object.entries(files).map(([name, file]) => [name, readFileSync(join(folder, file), 'utf8')] as const);
  const allure = readdirSync(join(folder, 'allure')).map((file) => readFileSync(join(folder, 'allure', file), 'utf8'));
  for (const [name, text] of [...texts, ['terminal', out] as const, ['allure', allure.join('\n')] as const]) {
    const shown = (digits: string) => text.includes(digits);
    // A HAR has no differences.
    expect([name, shown(received), name === 'har' || shown(expected)]).toEqual([name, true, true]);
    for (const rounded of ['9007199254740992', '9007199254740994', '9007199254740996', '12345678901234567000']) {
      expect([name, rounded, shown(rounded)]).toEqual([name, rounded, false]);
    }
  }
});

test('a stored result and a recording keep them', async () => {
  const [first, again] = [join(folder, 'RESULT.json'), join(folder, 'again.json')];
  expect((await run('run', scenario, '-r', `json=${first}`)).code).toBe(1);
  expect((await run('report', first, '-r', `json=${again}`)).err).toBe('');
  expect(readFileSync(again, 'utf8')).toBe(readFileSync(first, 'utf8'));
  expect(readFileSync(first, 'utf8')).toContain(captured);
});

test('what is expected, sent and captured agrees with the recording', async () => {
  writeFileSync(scenario, yaml(received));
  expect(await run('run', scenario)).toMatchObject({ code: 0, err: '' });
  writeFileSync(scenario, yaml('9007199254740996'));
  expect((await run('run', scenario)).code).toBe(1);
});
