import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capturedStreams } from '../test/support/cli/captured-streams.ts';
import { compileYaml, evaluateText } from '../test/support/expectation/expectation-fixture.ts';
import { parseHar } from './backends/har/load-har.ts';
import { dispatch } from './cli/dispatch.ts';
import { firstProblems, type Problem } from './diagnostics/problem.ts';
import { parseRecording } from './format/recording/load-recording.ts';
import { mostFindings } from './redaction/scan/secret-scanner.ts';
import { readPage } from './tutorial/page/read-page.ts';

/** A list that is cut says so, and of how many it shows the first. */
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'caps-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const many = (count: number, of: (index: number) => string) => Array.from({ length: count }, (_, at) => of(at)).join();
const last = (outcome: { readonly ok: boolean; readonly problems?: readonly Problem[] }) =>
  outcome.problems?.at(-1)?.message ?? 'no problem';

describe('a list of problems that is cut states how many there are', () => {
  test('of an archive', () => {
    const har = parseHar({ path: 'a.har', text: `{"log":{"entries":[${many(57, () => '{"a":1}')}]}}` });
    expect(last(har)).toMatch(/\(first 20 of \d+\)$/);
  });

  test('of duplicate names in a recording', () => {
    const text = `{"version":1,"steps":{${many(150, (at) => `"s${at}":1,"s${at}":2`)}}}`;
    const recording = parseRecording({ path: 'a.recording.json', text });
    expect(last(recording)).toBe(
      '$.steps.s99 occurs at 1:1 already (first 100 of 150)'.replace('1:1', /\d+:\d+/.exec(last(recording))?.[0] ?? ''),
    );
    expect(recording.ok ? 0 : recording.problems.length).toBe(100);
  });

  test('of duplicate names, and of repairs, in the body of a page', () => {
    const page = (body: string) =>
      readPage({
        path: 'a.md',
        text: `# A\n\n\`\`\`http\nGET https://graph.microsoft.com/v1.0/me\n\`\`\`\n\n\`\`\`http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n${body}\n\`\`\`\n`,
      });
    const problems = (body: string) => page(body).problems.map(({ message }) => message);
    expect(problems(`{${many(150, (at) => `"s${at}":1,"s${at}":2`)}}`).join('\n')).toMatch(/\(first 100 of 150\)$/m);
    expect(problems(`[${many(80, () => "{'a':1}")}]`).join('\n')).toMatch(/\(first 50 of \d+\)$/m);
  });

  test('where nothing is cut, nothing is said', () => {
    const problem: Problem = { code: 'usage', message: 'no' };
    expect(firstProblems([problem, problem], 2)).toEqual([problem, problem]);
    expect(firstProblems([], 2, 9)).toEqual([]);
    expect(firstProblems([problem, problem], 1).map(({ message }) => message)).toEqual(['no (first 1 of 2)']);
  });
});

test('names that come twice in a response are counted, though not all are listed', () => {
  const text = `{${many(150, (at) => `"s${at}":1,"s${at}":2`)}}`;
  const { differences } = evaluateText({ ...compileYaml('{}'), text });
  expect([differences.length, differences.at(-1)?.unlisted]).toEqual([100, 50]);
});

test('a scan that stops says so, and what is allowed uses nothing up', async () => {
  const jwt = `eyJ${'x9Z'.repeat(10)}.eyJ${'a'.repeat(40)}`;
  const path = join(folder, 'log.txt');
  writeFileSync(
    path,
    `${jwt}\n`.repeat(mostFindings + 5) +
      '-----BEGIN PRIVATE KEY-----\nMIIBVgIBADANBgkqhkiG9w0BAQEFAASCAUAwggE8AgEAAkEA\n-----END PRIVATE KEY-----\n',
  );
  const scan = async (...args: readonly string[]) => {
    const { streams, out } = capturedStreams();
    const code = await dispatch(['scan', ...args, path], { ...streams, environment: {} });
    return { code, out: out() };
  };
  const all = await scan();
  expect(all.out).toContain(`log.txt: the first ${mostFindings}; what follows was not searched`);
  expect(JSON.parse((await scan('--json')).out)).toMatchObject({ cut: [path] });
  const others = await scan('--ignore', 'jwt');
  expect(others).toMatchObject({ code: 2, out: expect.stringContaining('1 secret in 1 of them') });
});
