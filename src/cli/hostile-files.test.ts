import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { busySecondMs, cpuClock } from '../../tools/cpu-clock.ts';
import { dispatch } from './dispatch.ts';

/** Files that are made to hurt: each is refused within a second, with its place and without a stack trace. */
const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
afterAll(() => rmSync(folder, { recursive: true }));

const scenario = (body: string) => `title: Read
actors: { admin: {} }
steps:
  - id: read
    request: { method: POST, url: /v1.0/x, body: ${body} }
    response: { status: 200 }
`;
const nested = (levels: number) => Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}a:\n`).join('');
const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, at) => text(at)).join('');
const laughs = times(30, (at) => `a${at}: &a${at} [${times(9, () => (at === 0 ? 'lol, ' : `*a${at - 1}, `))}]\n`);

const texts: { readonly [name: string]: readonly [text: string | Uint8Array, says: RegExp] } = {
  '60,000 keys in one mapping': [times(60_000, (at) => `key${at}: ${at}\n`), /:1:1: yaml-too-many: /],
  '60,000 keys in one flow mapping': [scenario(`{ ${times(60_000, (at) => `k${at}: 1, `)} }`), /:1:1: yaml-too-many: /],
  '60,000 times the same key': [times(60_000, () => 'key: 1\n'), /:1:1: yaml-too-many: /],
  '40,000 times the same key': [
    times(40_000, () => 'key: 1\n'),
    /:2:1: yaml-duplicate-key: `key` occurs at 1:1 already/,
  ],
  'billion laughs': [laughs, /:1:5: yaml-alias: /],
  '10,000 nested [': [scenario('['.repeat(10_000)), /:5:\d+: yaml-/],
  '10,000 nested [ that are closed': [scenario('['.repeat(10_000) + ']'.repeat(10_000)), /:\d+:\d+: yaml-too-deep: /],
  '10,000 nested {': [scenario('{a: '.repeat(10_000)), /:\d+:\d+: yaml-/],
  '201 levels': [scenario('['.repeat(201) + ']'.repeat(201)), /:5:\d+: yaml-too-deep: /],
  'block mappings 1,000 deep': [nested(1_000), /:\d+:\d+: yaml-too-deep: /],
  '3,000 list marks in one line': ['- '.repeat(3_000), /:\d+:\d+: yaml-too-deep: /],
  '3,000 question marks in one line': ['? '.repeat(3_000), /:\d+:\d+: yaml-too-deep: /],
  'one line of 900,000 characters': [`title: "${'x'.repeat(900_000)}\n`, /:1:8: yaml-syntax: this `"` is never closed/],
  '900,000 spaces': [' '.repeat(900_000), /:1:1: no-steps: /],
  '900,000 line breaks': ['\n'.repeat(900_000), /:1:1: yaml-too-many: the file has 900000 lines/],
  '50,000 comments': ['#\n'.repeat(50_000), /:1:1: no-steps: /],
  '40,000 documents': ['---\n'.repeat(40_000), /yaml-documents|no-steps/],
  '20,000 unknown keys': [times(20_000, (at) => `unknown${at}: 1\n`), /:1:1: unknown-key: /],
  '20,000 dollar signs': [scenario(`"${'${'.repeat(20_000)}"`), /:5:\d+: bad-expression: /],
  '5 MB': ['x: 1\n'.repeat(1_000_000), /:1:1: file-too-large: /],
  'UTF-16 with its mark': [Buffer.from('\ufefftitle: x\n', 'utf16le'), /:1:1: file-encoding: the file is UTF-16/],
  'UTF-16 without a mark': [Buffer.from('title: x\n', 'utf16le'), /:1:1: file-encoding: byte 1 is the control/],
  'invalid UTF-8': [Buffer.from([0x74, 0x3a, 0x20, 0xc3, 0x28, 0x0a]), /:1:1: file-encoding: byte 3 is not UTF-8/],
  'half a surrogate pair in UTF-8': [Buffer.from([0x61, 0xed, 0xa0, 0x80]), /file-encoding: byte 1 is not UTF-8/],
  NUL: ['title: a\0b\n', /:1:1: file-encoding: byte 8 is the control character U\+0000/],
  'an escape character': ['title: \u001b]52;c;x\u0007\n', /file-encoding: byte 7 is the control character U\+001B/],
  'a lone surrogate escape': [scenario('"\\ud83d"'), /:5:50: file-encoding: /],
};

async function check(path: string): Promise<{ code: number; err: string; milliseconds: number }> {
  const { streams, err } = capturedStreams();
  const spentMs = cpuClock();
  const code = await dispatch(['check', path], streams);
  return { code, err: err(), milliseconds: spentMs() };
}

async function refuses(path: string, says: RegExp): Promise<void> {
  const before = readdirSync(folder);
  const { code, err, milliseconds } = await check(path);
  expect(err).toMatch(says);
  expect(err).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
  expect(code).toBe(2);
  expect(err.length).toBeLessThan(100_000);
  expect(milliseconds).toBeLessThan(busySecondMs());
  expect(readdirSync(folder)).toEqual(before);
}

let count = 0;
function fileOf(content: string | Uint8Array): string {
  const path = join(folder, `file${count++}.scenario.yaml`);
  writeFileSync(path, content);
  return path;
}

test.each(Object.keys(texts))('P13 %s: refused within a second', async (name) => {
  const [content, says] = texts[name] ?? ['', /./];
  await refuses(fileOf(content), says);
});

describe('P13 what is not an ordinary file', () => {
  test('a folder named like a scenario holds none', async () => {
    const path = join(folder, 'folder.scenario.yaml');
    mkdirSync(path);
    await refuses(path, /nothing-selected: no scenario matches /);
    rmSync(path, { recursive: true });
  });

  test('a FIFO is refused without waiting for a writer', async ({ skip }) => {
    const path = join(folder, 'fifo.scenario.yaml');
    try {
      execFileSync('mkfifo', [path]);
    } catch {
      skip('mkfifo is not available');
    }
    await refuses(path, /:1:1: file-unreadable: this is not a regular file/);
  });

  test.skipIf(process.platform === 'win32')('a device is refused', async () => {
    await refuses('/dev/zero', /\/dev\/zero:1:1: file-unreadable: this is not a regular file/);
  });

  test.skipIf(process.platform === 'win32')('what the system shows as an empty file is read as one', async () => {
    await refuses('/proc/self/environ', /file-encoding|no-steps|file-unreadable|unknown-key|invalid-value/);
  });

  test('a file of 1 GiB is refused by its size', async () => {
    const path = fileOf('');
    truncateSync(path, 1024 ** 3);
    await refuses(path, /:1:1: file-too-large: the file has 1073741824 bytes/);
    rmSync(path);
  });

  test('a recording of 1 GiB is refused by its size', async () => {
    const path = fileOf(scenario('{}'));
    const recording = path.replace('.scenario.yaml', '.recording.json');
    writeFileSync(recording, '');
    truncateSync(recording, 1024 ** 3);
    await refuses(path, /\.recording\.json:1:1: file-too-large: /);
    rmSync(recording);
  });

  test.skipIf(process.getuid?.() === 0)('a file that may not be read is refused', async () => {
    const path = fileOf('title: x\n');
    chmodSync(path, 0);
    await refuses(path, /:1:1: file-unreadable: the file is not readable/);
  });

  test('a file that is not there is refused', async () => {
    await refuses(join(folder, 'nowhere.scenario.yaml'), /:1:1: file-unreadable: no such file/);
  });

  test('a name with a NUL or of 5,000 characters is refused', async () => {
    await refuses(join(folder, 'a\0b'), /a\\x00b:1:1: file-unreadable: /);
    await refuses('x'.repeat(5_000), /:1:1: file-unreadable: the path is too long/);
  });
});

describe('P13 recordings made to hurt', () => {
  const recordings: { readonly [name: string]: readonly [text: string, says: RegExp] } = {
    'nested 10,000 deep': [
      `{"steps":${'['.repeat(10_000)}`,
      /recording-invalid: not valid JSON: arrays and objects are nested deeper/,
    ],
    'with 100,000 duplicate keys': [
      `{${times(100_000, () => '"a":1,')}"a":1}`,
      /recording-invalid: \$\.a occurs at 1:2/,
    ],
    'with 100,000 unknown keys': [
      `{${times(100_000, (at) => `"k${at}":1,`)}"a":1}`,
      /recording-invalid: `k0` is not a key/,
    ],
    'with a secret in a long line': [
      `{"a":"${'x'.repeat(5_000_000)}","b":"eyJhbGciOiJub25lIn0.eyJzdWIiOiIxMjM0NTY3ODkwIn0.x"}`,
      /:1:5000014: recording-secret: this looks like a secret \(jwt\)/,
    ],
  };

  test.each(Object.keys(recordings))('%s: refused within a second', async (name) => {
    const [text, says] = recordings[name] ?? ['', /./];
    const path = fileOf(scenario('{}'));
    writeFileSync(path.replace('.scenario.yaml', '.recording.json'), text);
    await refuses(path, says);
  });
});

describe('texts that stay texts, numbers that stay numbers', () => {
  test('values that other YAML readers would change are read as written', async () => {
    const body = '{ a: NO, b: 2021-01-01, c: 1_000, d: off, e: 12:30:45, f: 0b1, g: "0123", h: 1.5e3, i: -7, j: ~ }';
    const { parseScenario } = await import('../format/scenario/parse-scenario.ts');
    const { plain } = await import('../format/scenario/yaml-plain.ts');
    const parsed = parseScenario({ path: 'x', text: scenario(body) });
    const action = parsed.ok ? parsed.value.steps[0]?.action : undefined;
    const node = action?.kind === 'request' ? action.call.request.body : undefined;
    expect(node && plain(node)).toEqual({
      ...{ a: 'NO', b: '2021-01-01', c: '1_000', d: 'off', e: '12:30:45', f: '0b1', g: '0123' },
      ...{ h: 1500, i: -7, j: null },
    });
  });
});

test.each([
  '60,000 keys in one flow mapping',
  '40,000 times the same key',
  '10,000 nested [ that are closed',
  '20,000 unknown keys',
])('%s: at most 256 MiB in a process of its own', async (name) => {
  const [content] = texts[name] ?? [''];
  const { rssMiB, code } = await inProcess(fileOf(content));
  expect(code).toBe(2);
  expect(rssMiB).toBeLessThan(256);
});

async function inProcess(path: string): Promise<{ rssMiB: number; code: number }> {
  const script = `
    import { dispatch } from ${JSON.stringify(new URL('./dispatch.ts', import.meta.url).href)};
    const quiet = { write: () => {}, isTTY: false };
    const signal = new AbortController().signal;
    const streams = { stdout: quiet, stderr: quiet, environment: {}, wallClock: () => 0, signal };
    const code = await dispatch(['check', ${JSON.stringify(path)}], streams);
    console.log(JSON.stringify({ code, rssMiB: process.resourceUsage().maxRSS / 1024 }));
  `;
  // How far V8 lets garbage grow depends on what else the machine does; what is needed does not.
  const limits = ['--max-old-space-size=160', '--max-semi-space-size=8'];
  const { stdout } = await promisify(execFile)(process.execPath, [...limits, '--input-type=module', '-e', script]);
  return JSON.parse(stdout);
}
