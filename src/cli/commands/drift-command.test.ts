import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { capturedStreams } from '../../../test/support/cli/captured-streams.ts';
import { dispatch } from '../dispatch.ts';

const folder = mkdtempSync(join(tmpdir(), 'drift-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string) => join(folder, name);
const read = (name: string) => readFileSync(file(name), 'utf8');

const page = `---
title: Lend a book
---

# Lend a book

## Step 1: Read the shelf

Some words about shelves.

\`\`\`http
GET https://graph.microsoft.com/v1.0/shelves/7
\`\`\`

> **Note:** it answers as follows.

- The response:

  \`\`\`http
  HTTP/1.1 200 OK
  Content-type: application/json

  {
      "id": "7",
      "state": "Open",
      "height": 3,
      "keeper": { "displayName": "Megan Bowen" }
  }
  \`\`\`

## Step 2: Lend it

\`\`\`http
POST https://graph.microsoft.com/v1.0/shelves/7/lend
\`\`\`

\`\`\`http
HTTP/1.1 204 No Content
\`\`\`
`;

const scenario = `title: Lend a book
tutorial: https://learn.microsoft.com/graph/lend-a-book
actors: { librarian: {} }
steps:
  - id: read-shelf
    title: Read the shelf
    page: { heading: "Step 1: Read the shelf", line: 11 } # of the page
    request: { method: GET, url: /v1.0/shelves/7 }
    response: { status: 200, body: { id: "7", state: Open, height: 3, keeper: <any> } }
  - id: lend
    title: Lend it
    page:
      heading: "Step 2: Lend it"
      line: 29
    request: { method: POST, url: /v1.0/shelves/7/lend }
    response: { status: 204 }
`;

beforeEach(async () => {
  mkdirSync(file('docs'), { recursive: true });
  writeFileSync(file('docs/lend-a-book.md'), page);
  writeFileSync(file('lend.scenario.yaml'), scenario);
  await run(['drift', file('lend.scenario.yaml'), '--pages', file('docs'), '--accept']);
});

async function run(args: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  const code = await dispatch(args, streams);
  return { code, out: out().replaceAll(folder, 'FOLDER'), err: err().replaceAll(folder, 'FOLDER') };
}

const drift = (...args: readonly string[]) =>
  run(['drift', file('lend.scenario.yaml'), '--pages', file('docs'), ...args]);
const changePage = (change: (text: string) => string) => writeFileSync(file('docs/lend-a-book.md'), change(page));

/** Runs the scenario on a recording in which the service answers like this, and keeps the result. */
async function runWith(body: unknown, status = 200): Promise<string> {
  const exchanges = (method: string, url: string, response: object) => [{ request: { method, url }, response }];
  const recording = {
    version: 1,
    source: 'documentation',
    date: '2026-11-01',
    run: { id: 'abcd', now: '2026-11-01T00:00:00Z' },
    steps: {
      'read-shelf': exchanges('GET', '/v1.0/shelves/7', { status, body }),
      lend: exchanges('POST', '/v1.0/shelves/7/lend', { status: 204 }),
    },
  };
  writeFileSync(file('lend.recording.json'), JSON.stringify(recording));
  await run(['run', file('lend.scenario.yaml'), '-r', `json=${file('result.json')}`]);
  return file('result.json');
}
const asDocumented = { id: '7', state: 'Open', height: 3, keeper: { displayName: 'Megan Bowen' } };

describe('the current blocks of the page are recorded', () => {
  test('in the scenario, and nothing else of it changes', () => {
    const text = read('lend.scenario.yaml');
    const digests = [...text.matchAll(/digest: "?([0-9a-f]{16})/g)].map(([, digest]) => digest);
    expect(digests).toHaveLength(2);
    expect(text.replace(/, digest: "?[0-9a-f]{16}"?/, '').replace(/\n {6}digest: "?[0-9a-f]{16}"?/, '')).toBe(
      scenario.replace('line: 29', 'line: 33'),
    );
  });

  test('and then nothing has drifted', async () => {
    expect(await drift()).toEqual({ code: 0, out: '2 steps that pages document: nothing has drifted\n', err: '' });
  });

  test('with the heading that its block has now', async () => {
    const heading = /^## (.*)$/m.exec(read('docs/lend-a-book.md'))?.[1] ?? '';
    changePage((text) => text.replace(`## ${heading}`, '## Step 1: "Read" a shelf'));
    await drift('--accept');
    expect(read('lend.scenario.yaml')).toContain('heading: "Step 1: \\"Read\\" a shelf"');
    expect((await drift()).code).toBe(0);
  });

  test('and said in JSON', async () => {
    changePage((text) => text.replace('"height": 3', '"height": 4'));
    const { code, out } = await drift('--accept', '--json');
    expect(code).toBe(1);
    changePage((text) => text.replace('"height": 4', '"height": 3').replace('Megan Bowen', 'Alex Wilber'));
    const settled = await drift('--accept', '--json');
    const accepted = ['FOLDER/lend.scenario.yaml'];
    expect([JSON.parse(out).accepted, settled.code, JSON.parse(settled.out)]).toEqual([
      [],
      0,
      { version: 1, accepted, drifts: [] },
    ]);
  });

  test('twice is once', async () => {
    const before = read('lend.scenario.yaml');
    await drift('--accept');
    expect(read('lend.scenario.yaml')).toBe(before);
  });
});

test('P11 a secret of the page or the scenario is shown in no form of the report', async () => {
  const secrets = [
    'Hunter2Hunter2',
    'aB3~x.Yz-0123456789abcdefghijklmnopqrst',
    'pa ss',
    '7',
    'QmFzZTY0c2lnbmF0dXJlQmFzZTY0c2lnbmF0dXJlMTI%3D',
  ];
  const [password, secretText, short, digit, signature] = secrets;
  const shown = {
    passwordProfile: { password },
    secretText,
    passwordCredentials: [{ secretText: short }],
    temporaryAccessPass: digit,
    uploadUrl: `https://files.example/a?sv=2024&sig=${signature}`,
    note: `signed https://files.example/a?sv=2024&sig=${signature}`,
  };
  changePage(
    (text) =>
      `${text.replace('"height": 3,', `"height": 3, ${JSON.stringify(shown).slice(1, -1)},`)}
## Step 3: Fetch it

\`\`\`http
GET https://graph.microsoft.com/v1.0/shelves/7/content?sig=${signature}
\`\`\`
`,
  );
  const expected =
    'passwordProfile: { password: other1 }, secretText: other2, passwordCredentials: [ { secretText: "a b" } ], temporaryAccessPass: "8", uploadUrl: other3, note: other4';
  writeFileSync(
    file('lend.scenario.yaml'),
    read('lend.scenario.yaml').replace('height: 3,', `height: 3, ${expected},`),
  );
  const err = 'written: FOLDER/a.sarif\nwritten: FOLDER/a.md\n';
  expect(await drift('--sarif', file('a.sarif'), '--summary', file('a.md'))).toMatchObject({ err });
  const outputs = [
    (await drift()).out,
    (await drift('--json')).out,
    (await drift('--github')).out,
    (await drift('--accept')).err,
    (await run(['coverage', file('lend.scenario.yaml'), '--pages', file('docs'), '--json'])).out,
    (await run(['coverage', file('lend.scenario.yaml'), '--pages', file('docs')])).out,
    read('a.sarif') + read('a.md'),
  ];
  for (const [index, output] of outputs.entries()) {
    const secret = [
      password,
      secretText,
      short,
      signature,
      'other1',
      'other2',
      '"a b"',
      'temporaryAccessPass: the page shows "7"',
      'expects "8"',
    ];
    expect([index, secret.filter((one) => output.includes(one ?? ''))]).toEqual([index, []]);
  }
  expect(outputs[0]).toContain('$.passwordProfile.password');
  expect(outputs[1]).toContain('<gone:secretText>');
});

describe('what has drifted:', () => {
  test('nothing, where text around the blocks changed and blocks moved', async () => {
    const [head = '', one = '', two = ''] = page.split(/(?=^## )/m);
    changePage(() => `${head}More words.\n\n${two}\n${one.replace('Some words', 'Many words')}`);
    expect((await drift()).code).toBe(0);
  });

  test('the page, where a block changed and contradicts no value of the scenario', async () => {
    changePage((text) => text.replace('GET https', 'GET  https'));
    const found = await drift();
    expect(found.code).toBe(1);
    expect(found.out).toContain(
      'FOLDER/docs/lend-a-book.md:12:1: drift-page: the page no longer says what `read-shelf` was written from',
    );
    expect(found.out).toContain('12 | GET  https://graph.microsoft.com/v1.0/shelves/7');
    expect(found.out).toContain('scenario: FOLDER/lend.scenario.yaml:5:9');
    expect((await drift('--accept')).code).toBe(0);
    expect((await drift()).code).toBe(0);
  });

  test('page and scenario, at the value about which they contradict each other; that is not accepted', async () => {
    changePage((text) => text.replace('"state": "Open"', '"state": "Closed"'));
    const before = read('lend.scenario.yaml');
    expect((await drift()).out).toContain(
      'FOLDER/docs/lend-a-book.md:25:16: drift-contradiction: `read-shelf`, $.state: page and scenario contradict each other: the page shows "Closed", the scenario expects "Open"',
    );
    const accepted = await drift('--accept');
    expect(accepted).toMatchObject({ code: 1, out: '' });
    expect(accepted.err).toContain(
      'lend.scenario.yaml: not accepted: page and scenario contradict each other about 1 value',
    );
    expect(accepted.err).toContain('scenario: FOLDER/lend.scenario.yaml:9:54');
    const { code, out, err } = await drift('--accept', '--json');
    expect([code, err]).toEqual([1, '']);
    expect(JSON.parse(out)).toMatchObject({ accepted: [], drifts: [{ kind: 'contradiction', step: 'read-shelf' }] });
    expect(read('lend.scenario.yaml')).toBe(before);
  });

  test('the page alone, where the service agrees with the scenario', async () => {
    const result = await runWith(asDocumented);
    changePage((text) => text.replace('"state": "Open"', '"state": "Closed"'));
    const found = await drift('--result', result);
    expect(found.out).toContain(
      'lend-a-book.md:25:16: drift-page: `read-shelf`, $.state: the page is wrong: it shows "Closed", the scenario expects "Open", the service sent "Open"',
    );
    await drift('--result', result, '--fix', '--write');
    expect(read('docs/lend-a-book.md')).toBe(page);
  });

  test('the scenario alone, where page and service agree; then the page is left as it is', async () => {
    const result = await runWith({ ...asDocumented, state: 'Closed' });
    changePage((text) => text.replace('"state": "Open"', '"state": "Closed"'));
    expect((await drift('--result', result)).out).toContain(
      'drift-scenario: `read-shelf`, $.state: the scenario is wrong',
    );
    const before = read('docs/lend-a-book.md');
    const fixed = await drift('--result', result, '--fix', '--write');
    expect(fixed).toMatchObject({ code: 1, out: '' });
    expect(fixed.err).toContain('not corrected: `read-shelf`, $.state: the scenario is wrong, not the page');
    expect(read('docs/lend-a-book.md')).toBe(before);
  });

  test('the service alone, where the last run differs', async () => {
    const result = await runWith({ ...asDocumented, state: 'Closed' });
    const found = await drift('--result', result);
    expect(found.code).toBe(1);
    expect(found.out).toContain(
      'drift-service: `read-shelf`, $.state: the service changed: it sent "Closed", page and scenario have "Open"',
    );
  });

  test('all three, and then nothing is offered', async () => {
    const result = await runWith({ ...asDocumented, state: 'Closed', height: 4 });
    changePage((text) => text.replace('"state": "Open"', '"state": "Ajar"'));
    const found = await drift('--result', result);
    expect(found.out).toContain('drift-both: `read-shelf`, $.state: all three differ');
    expect(found.out).toContain('drift-service: `read-shelf`, $.height');
    const before = read('docs/lend-a-book.md');
    const fixed = await drift('--result', result, '--fix', '--write');
    expect(fixed.err).toContain(
      '12:1: not corrected: page, scenario and service all differ about $.state'.replace('12', '11'),
    );
    expect(read('docs/lend-a-book.md')).toBe(before);
  });

  test('neither, where the last run passed or could not ask', async () => {
    expect((await drift('--result', await runWith(asDocumented))).code).toBe(0);
  });

  test('a block that vanished, and one that is new', async () => {
    changePage((text) =>
      text.replace(
        'POST https://graph.microsoft.com/v1.0/shelves/7/lend',
        'DELETE https://graph.microsoft.com/v1.0/lamps/9',
      ),
    );
    // Under the same heading it could be the same step, but it is another request.
    const found = await drift();
    expect(found.code).toBe(1);
    expect(found.out).toContain('drift-vanished: the page no longer has a block for `lend`');
    expect(found.out).toContain('drift-new: no step is documented by DELETE /v1.0/lamps/9');
    const accepted = await drift('--accept');
    expect(accepted).toMatchObject({ code: 1, err: expect.stringContaining('drift-vanished') });
    expect(read('lend.scenario.yaml')).toMatch(/\nundocumented: \["?[0-9a-f]{16}"?\]\nsteps:\n/);
    expect((await drift()).out).not.toContain('drift-new');
  });
});

describe('it is reported', () => {
  test('to GitHub, at the line of the page', async () => {
    changePage((text) => text.replace('"state": "Open"', '"state": "Closed"'));
    const { out } = await drift('--github');
    const [first = '', second = ''] = out.split('\n');
    expect(first).toMatch(
      /^::error file=.*lend-a-book\.md,line=25,col=16,endColumn=\d+,title=tutorial-replay%3A Read the shelf::`read-shelf`/,
    );
    expect(second).toMatch(/^::notice file=.*lend\.scenario\.yaml,line=9,/);
  });

  test('as SARIF', async () => {
    changePage((text) => text.replace('"state": "Open"', '"state": "Closed"'));
    await drift('--sarif', file('drift.sarif'));
    const log = sarif.parse(JSON.parse(read('drift.sarif')));
    const [result] = log.runs[0].results;
    expect(result).toMatchObject({ ruleId: 'drift-contradiction', level: 'error' });
    expect(result?.locations[0]?.physicalLocation.region).toMatchObject({ startLine: 25, startColumn: 16 });
    // A line more above it, and it is the same result.
    changePage((text) => text.replace('"state": "Open"', '"state": "Closed"').replace('Some words', 'Some\n\nwords'));
    await drift('--sarif', file('drift.sarif'));
    const again = sarif.parse(JSON.parse(read('drift.sarif'))).runs[0].results[0];
    expect(again?.partialFingerprints).toEqual(result?.partialFingerprints);
    expect(again?.locations[0]?.physicalLocation.region.startLine).toBe(27);
  });

  test('as JSON and as markdown', async () => {
    changePage((text) => text.replace('"state": "Open"', '"state": "Closed"'));
    const { out } = await drift('--json', '--summary', file('drift.md'));
    expect(JSON.parse(out).drifts).toMatchObject([
      {
        kind: 'contradiction',
        step: 'read-shelf',
        page: { line: 25 },
        scenario: { line: 9 },
        value: { path: '$.state', page: '"Closed"', scenario: '"Open"' },
      },
    ]);
    expect(read('drift.md')).toContain('**1 drifted** of 2 steps that pages document.');
    expect(read('drift.md')).toContain('| contradiction | `Read the shelf` |');
  });
});

describe('the page is corrected', () => {
  const changed = { id: '8', height: 4, width: 9, state: 'Closed', keeper: { displayName: 'Person 7f3a' } };

  test('in the block that differs, in its own form, and nowhere else', async () => {
    const result = await runWith(changed);
    const printed = await drift('--result', result, '--fix');
    expect(printed.code).toBe(1);
    expect(printed.out).toContain('-      "state": "Open",\n');
    expect((await drift('--result', result, '--fix', '--write')).out).toBe(
      'FOLDER/docs/lend-a-book.md: 1 block corrected\n',
    );
    expect(read('docs/lend-a-book.md')).toBe(
      page
        .replace('"id": "7"', '"id": "8"')
        .replace('"state": "Open"', '"state": "Closed"')
        .replace('"height": 3,', '"height": 4,\n      "width": 9,'),
    );
  });

  test('and the patch that is printed does the same', async () => {
    const { applyPatch } = await import('diff');
    const result = await runWith(changed);
    const { out } = await drift('--result', result, '--fix');
    const patched = applyPatch(page, out);
    await drift('--result', result, '--fix', '--write');
    expect(patched).toBe(read('docs/lend-a-book.md'));
  });

  test('also in its status line', async () => {
    const result = await runWith(asDocumented, 202);
    expect((await drift('--result', result, '--fix', '--write')).code).toBe(1);
    expect(read('docs/lend-a-book.md')).toBe(page.replace('HTTP/1.1 200 OK', 'HTTP/1.1 202 Accepted'));
  });

  test('never with an error: that is listed with the reason, and the exit code is that of drift', async () => {
    const result = await runWith({ error: { code: 'gone' } }, 410);
    for (const write of [[], ['--write']]) {
      const fixed = await drift('--result', result, '--fix', ...write);
      expect(fixed).toMatchObject({ code: 1, out: '' });
      expect(fixed.err).toContain(
        'not corrected: the service responded with 410, and an error is never written into a page',
      );
    }
    expect(read('docs/lend-a-book.md')).toBe(page);
  });

  test('not where there is nothing to correct in it: that is listed, too', async () => {
    const result = await runWith(asDocumented);
    changePage((text) => text.replace('GET https', 'GET  https').replace('/shelves/7/lend', '/lamps/9'));
    const fixed = await drift('--result', result, '--fix');
    expect(fixed.code).toBe(1);
    expect(fixed.err).toContain('not corrected: the block says something else');
  });
});

test('what a person does, and a step that was never compared, cannot vanish', async () => {
  const manual = '  - { id: look, title: Look, page: { heading: Look, line: 3 }, manual: { prompt: Look at it } }\n';
  const never = scenario
    .replace('heading: "Step 2: Lend it"\n      line: 29', 'heading: Elsewhere')
    .replace('/lend }', '/borrow }');
  writeFileSync(file('lend.scenario.yaml'), never + manual);
  expect((await drift()).out).not.toContain('drift-vanished');
});

test('the page of a scenario that names none is named like the scenario', async () => {
  const own = read('lend.scenario.yaml').replace(/^tutorial: .*\n/m, '');
  writeFileSync(file('lend.scenario.yaml'), own);
  const refused = await drift();
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('the folder FOLDER/docs has no lend.md') });
  expect(refused.err).toContain('name the page in `tutorial:`, or use `--page PAGE`');
  writeFileSync(file('docs/lend.md'), page);
  expect(await drift()).toMatchObject({ code: 0, out: expect.stringContaining('nothing has drifted') });
  rmSync(file('docs/lend.md'));
});

test('a page that bears another name is covered all the same, where it says the same', async () => {
  writeFileSync(file('docs/renamed.md'), page);
  const covered = await run(['coverage', file('docs/renamed.md'), '--scenarios', file('lend.scenario.yaml')]);
  expect(covered.out).toContain('GET /v1.0/shelves/7  (read-shelf)');
  rmSync(file('docs/renamed.md'));
});

test('coverage reports what of a page is exercised', async () => {
  const covered = await run(['coverage', file('docs'), '--scenarios', file('lend.scenario.yaml')]);
  expect(covered.out).toContain('no result     FOLDER/docs/lend-a-book.md:11  GET /v1.0/shelves/7  (read-shelf)');
  expect(covered.out).toContain('2 blocks, 2 no result; give --result to see what runs exercised');

  const result = await runWith({ ...asDocumented, state: 'Closed' });
  changePage((text) => `${text}\n## Step 3\n\n\`\`\`http\nDELETE https://graph.microsoft.com/v1.0/lamps/9\n\`\`\`\n`);
  const args = ['coverage', file('docs'), '--scenarios', file('lend.scenario.yaml'), '--result', result];
  const files = ['--badge', file('badge.svg'), '--summary', file('coverage.md')];
  const found = await run([...args, ...files, '--min', '67']);
  expect(found.out).toContain('3 blocks, 66 % exercised: 1 passed, 1 failing, 1 uncovered');
  expect(found.code).toBe(1);
  expect((await run([...args, '--min', '66'])).code).toBe(0);
  expect(found.out).toContain(
    '  line 25: `read-shelf`, $.state: the service changed: it sent "Closed", page and scenario have "Open"',
  );
  const json = JSON.parse((await run([...args, '--json'])).out).pages[0].blocks;
  expect(json[0].values[0]).toMatchObject({ kind: 'service', page: { line: 25 }, value: { service: '"Closed"' } });
  expect(json[1].values).toBeUndefined();
  expect(read('badge.svg')).toContain('<title>tutorials exercised: 66 %, 1 failing</title>');
  expect(read('coverage.md')).toContain('| `DELETE /v1.0/lamps/9` | uncovered |  |');
});

test.each([
  [['drift', 'SCENARIO'], 'usage: no flag says where the page is'],
  [['drift', 'SCENARIO', '--page', 'FOLDER/none.md'], 'FOLDER/none.md:1:1: file-unreadable'],
  [['drift', 'SCENARIO', '--page', 'PAGE', '--fix', '--result', 'none', '--json'], '`--fix` prints a patch'],
  [['drift', 'SCENARIO', '--pages', 'FOLDER'], 'page-missing: the folder FOLDER has no lend-a-book.md'],
  [['drift', 'SCENARIO', '--pages', 'FOLDER', '--fix'], 'usage: `--fix` needs the responses of the service'],
  [['drift', 'SCENARIO', '--pages', 'FOLDER/docs', '--result', 'SCENARIO'], 'result-invalid'],
  [['coverage'], 'usage: `coverage` needs a page or a folder of pages'],
  [['coverage', 'FOLDER/docs', '--min', 'all'], 'usage: `--min all` is not a percentage'],
])('%j is a mistake, and said so', async (args, message) => {
  const named = args.map((arg) => arg.replace('SCENARIO', file('lend.scenario.yaml')).replace('FOLDER', folder));
  const { code, err } = await run(named);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

/** What SARIF 2.1.0 asks of the parts that we write. */
const location = z.strictObject({
  id: z.optional(z.int()),
  physicalLocation: z.strictObject({
    artifactLocation: z.strictObject({ uri: z.string().check(z.regex(/^[^\s\\]+$/)) }),
    region: z.strictObject({
      startLine: z.int().check(z.gte(1)),
      startColumn: z.int().check(z.gte(1)),
      endColumn: z.int().check(z.gte(1)),
    }),
  }),
});
const level = z.enum(['none', 'note', 'warning', 'error']);
const sarif = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.tuple([
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string(),
          version: z.string(),
          rules: z.array(
            z.strictObject({
              id: z.string(),
              name: z.string(),
              shortDescription: z.strictObject({ text: z.string() }),
              defaultConfiguration: z.strictObject({ level }),
            }),
          ),
        }),
      }),
      columnKind: z.enum(['utf16CodeUnits', 'unicodeCodePoints']),
      results: z.array(
        z.strictObject({
          ruleId: z.string(),
          ruleIndex: z.int().check(z.gte(0)),
          level,
          message: z.strictObject({ text: z.string() }),
          locations: z.array(location),
          relatedLocations: z.optional(z.array(location)),
          partialFingerprints: z.record(z.string(), z.string()),
        }),
      ),
    }),
  ]),
});

describe('a scenario with rows and shared steps', () => {
  const drift = async (...more: readonly string[]) => {
    const { streams, out, err } = capturedStreams();
    const args = ['drift', file('lend.scenario.yaml'), '--pages', file('docs'), ...more];
    const code = await dispatch(args, streams);
    return { code, out: out().replaceAll(folder, 'FOLDER'), err: err().replaceAll(folder, 'FOLDER') };
  };

  beforeEach(() => {
    const accepted = read('lend.scenario.yaml');
    const [start, end] = [accepted.indexOf('  - id: read-shelf'), accepted.indexOf('  - id: lend')];
    writeFileSync(file('read.steps.yaml'), `steps:\n${accepted.slice(start, end)}`);
    const head = 'version: 2\nuse: { parts: ./read.steps.yaml }\nmatrix: [{ name: one }, { name: two }]\n';
    writeFileSync(
      file('lend.scenario.yaml'),
      `${head}${accepted.slice(0, start)}  - { id: shelf, call: parts }\n${accepted.slice(end)}`,
    );
  });

  test('has drifted once, whatever its rows, at the shared step and where it is called', async () => {
    expect(await drift()).toMatchObject({ code: 0 });
    writeFileSync(file('docs/lend-a-book.md'), page.replace('"height": 3', '"height": 4'));
    const { code, out } = await drift();
    expect(code).toBe(1);
    expect(out.match(/FOLDER\/read\.steps\.yaml:\d+:\d+, called at FOLDER\/lend\.scenario\.yaml:8:24/g)).toHaveLength(
      1,
    );
    expect(out).toContain('1 drifted');
  });

  test('keeps the shared file as it is, and reports it', async () => {
    writeFileSync(file('docs/lend-a-book.md'), page.replace('Megan Bowen', 'Kim Akers'));
    const shared = read('read.steps.yaml');
    const { code, err } = await drift('--accept');
    expect(code).toBe(1);
    expect(err).toContain('called at FOLDER/lend.scenario.yaml:8:24: not accepted: the step is shared');
    expect(read('read.steps.yaml')).toBe(shared);
  });

  test('covers a block once, and a row in which a step does not run says nothing of it', async () => {
    const text = read('lend.scenario.yaml')
      .replace('[{ name: one }, { name: two }]', '[{ name: one, on: true }, { name: two, on: false }]')
      .replace('- id: lend\n', '- id: lend\n    when: ${on}\n');
    writeFileSync(file('lend.scenario.yaml'), text);
    const exchanges = (method: string, url: string, response: object) => [{ request: { method, url }, response }];
    const recording = (on: boolean) => ({
      version: 1,
      source: 'documentation',
      date: '2026-11-01',
      run: { id: 'abcd', now: '2026-11-01T00:00:00Z' },
      inputs: { on },
      steps: {
        'shelf.read-shelf': exchanges('GET', '/v1.0/shelves/7', { status: 200, body: asDocumented }),
        ...(on ? { lend: exchanges('POST', '/v1.0/shelves/7/lend', { status: 204 }) } : {}),
      },
    });
    writeFileSync(file('lend.one.recording.json'), JSON.stringify(recording(true)));
    writeFileSync(file('lend.two.recording.json'), JSON.stringify(recording(false)));
    await run(['run', file('lend.scenario.yaml'), '-r', `json=${file('rows.json')}`]);
    const args = ['coverage', file('docs'), '--scenarios', file('lend.scenario.yaml'), '--result', file('rows.json')];
    const { out } = await run(args);
    expect(out).toContain('passed        FOLDER/docs/lend-a-book.md:11  GET /v1.0/shelves/7  (shelf.read-shelf)\n');
    expect(out).toContain('POST /v1.0/shelves/7/lend  (lend)\n');
    expect(out).toContain('2 blocks, 100 % exercised: 2 passed');
  });
});
