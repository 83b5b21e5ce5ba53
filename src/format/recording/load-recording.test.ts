import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleExchange, sampleRecording } from '../../../test/support/backends/sample-recording.ts';
import type { Json } from '../../json/json.ts';
import { prettyJson } from '../../json/pretty.ts';
import { loadRecording, parseRecording, recordingPath } from './load-recording.ts';
import { digestOf } from './print-recording.ts';
import type { Recording } from './recording.ts';

const steps = { me: [sampleExchange({ url: '/v1.0/me' }, { body: { id: 'me' } })] };
const valid = sampleRecording(steps) as unknown as { readonly [name: string]: Json };

/** What is wrong with a text, a line each: code, line and column, message. */
function wrongIn(text: string): readonly string[] {
  const parsed = parseRecording({ path: 'x.recording.json', text });
  if (parsed.ok) return [];
  return parsed.problems.map(({ code, message, at }) => `${code} ${at?.line}:${at?.column} ${message}`);
}

const wrongWith = (change: { readonly [name: string]: Json }) => wrongIn(prettyJson({ ...valid, ...change }));

describe('the path of a recording', () => {
  test.each([
    ['a/b.scenario.yaml', 'a/b.recording.json'],
    ['a/b.scenario.yml', 'a/b.recording.json'],
    ['a/b.yaml', 'a/b.recording.json'],
    ['a.scenario.yaml/b.scenario.yaml', 'a.scenario.yaml/b.recording.json'],
  ])('of %s is %s', (scenario, recording) => {
    expect(recordingPath(scenario)).toBe(recording);
  });
});

describe('a recording', () => {
  test('is read, with nothing where headers and inputs are not said', () => {
    const text = prettyJson({
      version: 1,
      source: 'documentation',
      date: '2021-02-10',
      run: { id: 'r4n1d', now: '2021-02-10T15:00:00Z' },
      steps: { me: [{ request: { method: 'GET', url: '/v1.0/me' }, response: { status: 204 } }] },
    });
    const parsed = parseRecording({ path: 'x.recording.json', text });
    expect(parsed.ok && parsed.value.recording).toMatchObject({
      inputs: {},
      steps: { me: [{ request: { headers: {} }, response: { headers: {}, status: 204 } }] },
    });
  });

  test('may say its digest, and is the same whatever the order of its properties', () => {
    const [first] = steps.me;
    const turned = { me: [{ response: first?.response, request: first?.request }] } as unknown as Recording['steps'];
    expect(wrongWith({ digest: digestOf(steps) })).toEqual([]);
    expect(wrongWith({ digest: digestOf(turned) })).toEqual([]);
  });

  test('keeps data that is named like what objects have', () => {
    const text = prettyJson(valid).replace('"id": "me"', '"__proto__": {"id": "me"}, "constructor": 1');
    const parsed = parseRecording({ path: 'x.recording.json', text });
    const body = parsed.ok ? parsed.value.recording.steps['me']?.[0]?.response.body : undefined;
    expect(Object.keys(body ?? {})).toEqual(['__proto__', 'constructor']);
  });
});

describe('what is wrong with a recording', () => {
  test('recording-invalid: where the JSON ends to be JSON', () => {
    expect(wrongIn('{\n  "version": 1,\n}')).toEqual(['recording-invalid 2:15 not valid JSON: a comma before `}`']);
    expect(wrongIn('')).toEqual(['recording-invalid 1:1 not valid JSON: the text is empty']);
  });

  test('recording-invalid: another version, whatever else it says', () => {
    expect(wrongIn('{\n  "version": 2,\n  "tapes": []\n}')).toEqual([
      expect.stringMatching(/^recording-invalid 2:14 .*reads version 1$/),
    ]);
  });

  test('recording-invalid: everything that is wrong at once, each at its place', () => {
    const text = prettyJson({
      ...valid,
      source: 'hearsay',
      date: 'yesterday',
      steps: {
        me: [{ request: { method: 'FETCH', url: 'http://example.com/' }, response: { status: 99 } }],
        'No id': [],
      },
    });
    const lineOf = (part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1;
    const places = wrongIn(text).map((line) => line.split(' ').slice(0, 2).join(' ').replace(/:\d+$/, ''));
    const expected = ['hearsay', 'yesterday', 'FETCH', 'example.com', '99', 'No id'].map(
      (part) => `recording-invalid ${lineOf(part)}`,
    );
    expect(new Set(places)).toEqual(new Set(expected));
  });

  test('recording-invalid: a misspelt key, and a missing one', () => {
    const [unknown] = wrongWith({ sorce: 'live' });
    expect(unknown).toContain('`sorce`');
    const { run: _, ...without } = valid;
    expect(wrongIn(prettyJson(without))).toEqual([expect.stringMatching(/^recording-invalid 1:1 .*`run`/)]);
  });

  test('recording-invalid: a step without exchanges', () => {
    expect(wrongWith({ steps: { me: [] } })).toHaveLength(1);
  });

  test('recording-invalid: a name that is there twice', () => {
    const text = prettyJson(valid).replace('"version": 1,', '"version": 1,\n  "version": 1,');
    expect(wrongIn(text)).toEqual([expect.stringMatching(/^recording-invalid 3:3 .*\$\.version/)]);
  });

  test('recording-invalid: a header that is not written as it is compared', () => {
    const exchange = {
      request: { method: 'GET', url: '/v1.0/me', headers: { Accept: 'a' } },
      response: { status: 200 },
    };
    expect(wrongWith({ steps: { me: [exchange] } })).toHaveLength(1);
  });

  test('recording-digest: steps that were changed afterwards', () => {
    const digest = digestOf({ other: [] });
    const [problem, ...others] = wrongWith({ digest });
    expect(problem).toMatch(/^recording-digest \d+:13 the steps do not match the digest$/);
    expect(others).toEqual([]);
  });

  test('recording-secret: what looks like a secret, with its rule and place and without its value', () => {
    const token = `eyJ${'a'.repeat(20)}.eyJ${'b'.repeat(20)}.c`;
    const text = prettyJson({ ...valid, inputs: { token } });
    const parsed = parseRecording({ path: 'x.recording.json', text });
    expect(wrongIn(text)).toEqual([
      expect.stringMatching(/^recording-secret \d+:15 this looks like a secret \(jwt\)$/),
    ]);
    expect(JSON.stringify(parsed)).not.toContain('aaaa');
  });
});

describe('loading a recording', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recording-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('names the file as it was named', async () => {
    const path = join(folder, 'x.recording.json');
    await writeFile(path, prettyJson(valid));
    const loaded = await loadRecording(path);
    expect(loaded.ok && loaded.value.source.path).toBe(path);
  });

  test('file-unreadable: no such file', async () => {
    const loaded = await loadRecording(join(folder, 'nowhere.recording.json'));
    expect(loaded.ok ? [] : loaded.problems.map(({ code }) => code)).toEqual(['file-unreadable']);
  });

  test('file-encoding: it is not UTF-8', async () => {
    const path = join(folder, 'latin.recording.json');
    await writeFile(path, Buffer.from([0x7b, 0xe9, 0x7d]));
    const loaded = await loadRecording(path);
    expect(loaded.ok ? [] : loaded.problems.map(({ code }) => code)).toEqual(['file-encoding']);
  });
});
