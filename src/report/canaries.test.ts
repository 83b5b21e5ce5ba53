import { describe, expect, test } from 'vitest';
import { samplePlan, sampleRun } from '../../test/support/run/sample-plan.ts';
import { answered, type ScriptedReply, scriptedBackend } from '../../test/support/run/scripted-backend.ts';
import { createRecorder } from '../backends/recorded/recorder.ts';
import { defined } from '../defined.ts';
import { printRecording } from '../format/recording/print-recording.ts';
import { createPseudonymizer, type Pseudonymizer } from '../redaction/redact/pseudonymizer.ts';
import { secretVault } from '../redaction/redact/secret-vault.ts';
import { writtenForms } from '../redaction/secrets/written-forms.ts';
import { headerTable } from '../redaction/tables/header-table.ts';
import { replayPlan } from '../run/execute/replay.ts';
import type { RunPorts } from '../run/execute/run-ports.ts';
import { Tally } from '../run/execute/tally.ts';
import type { RunEvent } from '../run/result.ts';
import { scriptedClock } from '../run/scripted-clock.ts';
import { reporters } from './reporter-table.ts';
import type { Reporter, ReporterRow, Sink } from './wording/reporter.ts';

/** No report may hold it, however it is written. */
const canary = 'Zq7"c&<+/é\'nArY-4x9w';

const base64 = (before: string, encoding: 'base64' | 'base64url' = 'base64') =>
  Buffer.from(`${before}${canary}zz`).toString(encoding);
const percent = encodeURIComponent(canary).replaceAll("'", '%27');
const entities = canary.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** The same value as other programs write it: not by the functions under test. */
const encodings: { readonly [name: string]: readonly string[] } = {
  raw: [canary],
  'JSON-escaped': [JSON.stringify(canary).slice(1, -1)],
  'double JSON': [JSON.stringify(JSON.stringify(canary)).slice(3, -3)],
  'percent, upper case': [percent],
  'percent, lower case': [percent.replace(/%../g, (one) => one.toLowerCase())],
  form: [new URLSearchParams({ '': canary }).toString().slice(1)],
  base64: [base64(''), base64('a'), base64('ab')],
  base64url: [base64('', 'base64url'), base64('a', 'base64url'), base64('ab', 'base64url')],
  'HTML entities': [entities.replaceAll("'", '&#39;')],
  'XML entities': [entities.replaceAll("'", '&apos;')],
  'UTF-16': [Buffer.from(canary, 'utf16le').toString('latin1')],
  'upper case': [canary.toUpperCase()],
  'lower case': [canary.toLowerCase()],
  'wrapped at 80 columns': [`${'.'.repeat(71)} ${canary.slice(0, 8)}\n${canary.slice(8)}`],
};
const planted = Object.values(encodings).flat();

const scenario = `
title: Groups
actors: { admin: {} }
inputs: { given: { example: nothing } }
steps:
  - id: create
    request: { method: POST, url: /v1.0/groups, body: { displayName: Expected, note: "\${given}", password: "\${run.password}" } }
    response: { status: 201, body: { id: <string>, displayName: Expected } }
    capture: { groupId: $.id }
    creates: { delete: "/v1.0/groups/\${groupId}" }
  - id: read
    request: { method: GET, url: "/v1.0/groups/\${groupId}?$filter=displayName eq '\${given}'", pages: all }
    response: { status: 200, headers: { x-expected: one }, body: { state: Ready, value: [] } }
    capture: { state: $.state }
  - id: ask
    manual: { prompt: Look }
    unattended: { request: { method: GET, url: /v1.0/me }, response: { status: 200 } }
`;

type Replies = { readonly [step: string]: readonly ScriptedReply[] };
type Place = {
  readonly replies?: Replies;
  readonly given?: string;
  readonly note?: string;
  /** What else is expected of the body that is read. */
  readonly alsoExpected?: string;
};

const id = '825f1b5e-6fb2-4d9a-b393-d491101acc0c';
const happy: Replies = {
  create: [[201, { id, displayName: 'Expected' }]],
  read: [answered(200, { state: 'Ready', value: [] })],
  ask: [[200, {}]],
};

const reads = (...replies: readonly ScriptedReply[]): Place => ({ replies: { read: replies } });
const body = (of: (text: string) => object) => (text: string) => reads([200, JSON.parse(JSON.stringify(of(text)))]);
const text = (type: string, of: (text: string) => string) => (one: string) =>
  reads({ kind: 'answered', response: { status: 200, headers: { 'content-type': type }, text: of(one) } });
const header = (name: string) => (value: string) =>
  reads({
    kind: 'answered',
    response: { status: 200, headers: { 'content-type': 'application/json', [name]: value }, text: '{}' },
  });

/** Where a value may come from, or get to. */
const places: { readonly [name: string]: (text: string) => Place } = {
  'a value that was expected otherwise': (one) => ({ replies: { create: [[201, { id, displayName: one }]] } }),
  'a value that is not expected': body((one) => ({ state: 'Ready', value: [], extra: one })),
  'a nested value': body((one) => ({ state: 'Ready', value: [{ deep: [{ er: one }] }] })),
  'an item': body((one) => ({ state: 'Ready', value: [one] })),
  'within a value': body((one) => ({ state: `before ${one} after`, value: [] })),
  'the name of a property': body((one) => ({ state: 'Ready', value: [], [one]: 1 })),
  'a value that is captured': (one) => ({ replies: { create: [[201, { id: one, displayName: 'Expected' }]] } }),
  'an object that cannot be captured': body((one) => ({ state: { one }, value: [] })),
  'the code of an error': body((one) => ({ error: { code: one, message: 'a' } })),
  'the message of an error': body((one) => ({ error: { code: 'Bad', message: `it is ${one}.` } })),
  'quoted in the message of an error': body((one) => ({ error: { code: 'Bad', message: `no '${one}' here` } })),
  'an inner error': body((one) => ({ error: { code: 'Bad', message: '', innerError: { text: one } } })),
  'the link to the next page': body((one) => ({
    value: [],
    '@odata.nextLink': `https://graph.microsoft.com/v1.0/me?$skiptoken=${one}`,
  })),
  'a link to another service': body((one) => ({ value: [], '@odata.nextLink': `https://evil.example/${one}` })),
  'the context of OData': body((one) => ({
    value: [],
    '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#users('${one}')`,
  })),
  'a download address': body((one) => ({ downloadUri: `https://files.example/${one}?sig=${one}` })),
  'a password': body((one) => ({ passwordProfile: { password: one } })),
  'a page of HTML': text('text/html', (one) => `<html><body>${one}</body></html>`),
  'plain text': text('text/plain', (one) => one),
  'a table': text('text/csv', (one) => `"Name","Mail"\n"${one}","b"\n`),
  'JSON that is cut off': text('application/json', (one) => `{"value": ["${one}", {"a`),
  'a text as JSON': text('application/json', (one) => JSON.stringify(one)),
  'another status': (one) => reads([403, { error: { code: 'Denied', message: one } }]),
  'a later page': (one) =>
    reads(
      [200, { value: [1], '@odata.nextLink': 'https://graph.microsoft.com/v1.0/me?$skiptoken=2' }],
      [200, { value: [one] }],
    ),
  'why it is blocked': (one) => reads({ kind: 'blocked', reason: 'network', message: `cannot reach ${one}` }),
  'what to do about it': (one) => reads({ kind: 'blocked', reason: 'auth', message: 'no', fix: `ask ${one}` }),
  'an input that is sent': (one) => ({ given: one }),
  'the note of a person': (one) => ({ note: one }),
  // As it is shown, the response no longer matches: it is not evaluated as it was.
  'a value beside one that matches only as received': (one) => ({
    ...body((text) => ({ state: text, by: 'Adele Vance', value: [{ deep: text }], [text]: text }))(one),
    alsoExpected: ' by: <matches ^Adele>,',
  }),
  'a long value beside one that matches only as received': (one) => ({
    ...body((text) => ({ state: `${'a'.repeat(170)} ${text} ${text}`, by: `b${canary}`, value: [] }))(one),
    alsoExpected: ' by: <matches ^bZq7>,',
  }),
  ...Object.fromEntries([...headerTable.keys(), 'x-expected'].map((name) => [`the header ${name}`, header(name)])),
};

/** Shows everything as it is: what reports would hold if no one redacted. */
const blind: Pseudonymizer = {
  know: () => {},
  hide: () => {},
  publish: () => {},
  isHidden: () => false,
  excerpt: (line) => line,
  value: (one) => one,
  own: (request) => request,
  url: (url) => url,
  text: (one) => one,
  response: (response) => response,
  exchange: (exchange) => exchange,
};

const registered = (): Pseudonymizer => {
  const secrets = secretVault();
  secrets.register(canary);
  return createPseudonymizer({ key: Buffer.alloc(32, 7), secrets });
};

/** Runs with something planted in one place, and gives all that comes of it, by the name of what writes it. */
async function outputs(place: Place, pseudonyms: Pseudonymizer | undefined): Promise<ReadonlyMap<string, string>> {
  const given = new Map(place.given === undefined ? [] : [['given', place.given]]);
  const run = { ...sampleRun, password: canary };
  const text = scenario.replace('state: Ready,', `state: Ready,${place.alsoExpected ?? ''}`);
  const plan = samplePlan(text, { run, sources: { given, environment: {} } });
  const recorder = createRecorder(plan, { source: 'live', date: '2026-01-31' });
  const events: RunEvent[] = [];
  const all = new Map<string, { text: string }>();
  const opened = await Promise.all(Object.entries(reporters).map(([name, row]) => open(name, row, all)));
  const listener = (event: RunEvent) => {
    events.push(event);
    recorder.listener(event);
    for (const reporter of opened) void reporter.on(event);
  };
  const replies = { ...happy, ...place.replies };
  const ports: RunPorts = {
    backend: scriptedBackend(replies),
    clock: scriptedClock(0),
    listener,
    ...defined({ pseudonyms }),
    ...(place.note !== undefined && { people: { ask: async () => ({ kind: 'done', note: place.note ?? '' }) } }),
  };
  listener({ kind: 'run-started', against: 'live', scenarios: 1, steps: 3, startedAt: sampleRun.now });
  const tally = new Tally();
  tally.add(await replayPlan(plan, ports));
  const summary = tally.summary({ against: 'live', startedAt: sampleRun.now, durationMs: 1 });
  await Promise.all(opened.map((reporter) => reporter.on({ kind: 'run-ended', summary })));
  const recording = printRecording(recorder.recording());
  const texts = [...all].map(([name, { text: one }]) => [name, one] as const);
  return new Map([...texts, ['events', JSON.stringify(events)], ['recording', recording]]);
}

/** Opens a reporter whose every text ends in memory: no scan of files comes between. */
async function open(name: string, row: ReporterRow, all: Map<string, { text: string }>): Promise<Reporter> {
  const kept = { text: '' };
  all.set(name, kept);
  const write = (text: string) => {
    kept.text += text;
  };
  const put = async (file: string, content: string | Uint8Array) => {
    write(`${file}\n${Buffer.from(content)}\n`);
    return true;
  };
  const sink: Sink = { write, end: async () => {}, abort: async () => {} };
  const environment = {
    ...{ stdout: { write, isTTY: false, columns: 500 }, color: false, verbose: true, version: '0.0.0' },
    ...{ random: () => 'word', wallClock: () => 0 },
  };
  switch (row.kind) {
    case 'screen':
      return row.open(environment);
    case 'log':
      return row.open(environment, { sink: { ...sink, problems: () => [] }, path: 'summary', roomBytes: 1 << 20 });
    case 'file':
      return row.open(sink, environment);
    case 'folder':
      return row.open({ put, problems: () => [] }, environment);
    default:
      return row satisfies never;
  }
}

const forms = writtenForms(canary).filter((form) => form.length >= 12);

/** The writers that show the canary: as they write it, or once JSON, markup or broken lines are decoded. */
function hits(written: ReadonlyMap<string, string>): readonly string[] {
  return [...written]
    .filter(([, text]) => views(text).some((view) => forms.some((form) => view.includes(form))))
    .map(([name]) => name);
}

function views(text: string): readonly string[] {
  const unescaped = text
    .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\x([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\(["'/\\])/g, '$1');
  const plain = unescaped
    .replaceAll('&lt;', '<')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/&#39;|&apos;/g, "'");
  return [text, unescaped, plain].flatMap((one) => [one, one.replace(/\\n|\s/g, '')]);
}

describe('P11 no secret in any artifact', () => {
  test('the matrix has 40 places and 14 encodings at least, and every reporter there is', async () => {
    expect(Object.keys(places).length).toBeGreaterThanOrEqual(40);
    expect(Object.keys(encodings)).toHaveLength(14);
    const written = await outputs({}, blind);
    expect([...written.keys()]).toEqual([...Object.keys(reporters), 'events', 'recording']);
    for (const [name, text] of written) expect(text.length, name).toBeGreaterThan(20);
  });

  describe.each(Object.keys(places))('planted in %s', (name) => {
    const place = places[name] ?? (() => ({}));

    test('a secret is shown nowhere, however it is encoded', async () => {
      for (const text of planted) expect(hits(await outputs(place(text), registered())), text).toEqual([]);
    });

    test('nor by a run that shows what is invented as it is, and removes secrets only', async () => {
      for (const text of planted) expect(hits(await outputs(place(text), undefined)), text).toEqual([]);
    });

    test('it would be shown, if no one redacted', async () => {
      expect(hits(await outputs(place(canary), blind))).not.toEqual([]);
    });
  });
});

/** What people and services choose as passwords. Each has a part that occurs in no report by chance. */
const passwords: { readonly [shape: string]: string } = {
  'letters of both cases, digits and signs': 'Wq7!bX2#kD',
  'an at sign': 'zletme@inz2026',
  'angle brackets': 'za<b>c<d>42z',
  blanks: 'zfour words zare better',
  'no digit': 'correcthorsebattery',
  'no letter': '90210-4711-31337',
  'seven characters': 'Ab3dE6x',
  'four characters': '4жxq',
  'three characters': 'ж7ж',
  'one character': 'Ѫ',
  quotes: 'zsay "hi" & \'bye\'z',
  'letters beyond ASCII': 'пароль-für-alle',
};

/** Where a password may come back after the field that reported it. */
const quoting = [
  ...['a value that is not expected', 'an item', 'the message of an error', 'quoted in the message of an error'],
  ...['an inner error', 'another status', 'a page of HTML', 'plain text', 'a later page', 'the remark of a person'],
  ...['the header etag', 'the header x-expected', 'an object that cannot be captured', 'why it is blocked'],
];

describe('P11 a password that a field reported is in no artifact', () => {
  const reported = (name: string, password: string): Place => {
    const place = places[name]?.(password) ?? {};
    const create: Replies = { create: [[201, { id, displayName: 'Expected', newPassword: password }]] };
    return { ...place, replies: { ...create, ...place.replies } };
  };
  /** As it is, as JSON and markup write it, and as the page reads it. */
  const shows = (written: ReadonlyMap<string, string>, password: string) =>
    [...written].filter(([, text]) => views(text).some((view) => view.includes(password))).map(([name]) => name);

  test.each(quoting)('when it comes back in %s', async (name) => {
    for (const [shape, password] of Object.entries(passwords)) {
      const key = Buffer.alloc(32, 7);
      const place = reported(name, name === 'why it is blocked' ? `"${password}"` : password);
      const replies = { ...place.replies, ...reported('', password).replies };
      const written = await outputs({ ...place, replies }, createPseudonymizer({ key }));
      expect(shows(written, password), shape).toEqual([]);
      expect(shows(await outputs({ ...place, replies }, blind), password), `${shape}, without a redactor`).not.toEqual(
        [],
      );
    }
  });
});
