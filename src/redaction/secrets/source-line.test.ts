import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { busySecondMs, cpuClock } from '../../../tools/cpu-clock.ts';
import { placeAt } from '../../diagnostics/place.ts';
import { secretBeginnings } from './continued-values.ts';
import { secretsInLine, withoutParts } from './source-line.ts';

const shown = (line: string, before = '') => {
  const around = { before, above: () => before, found: [], isDeclared: () => true, hasPaths: () => false };
  return withoutParts(line, secretsInLine(line, around));
};
const jwt = `eyJ${'x9Z'.repeat(10)}.eyJ${'a'.repeat(40)}`;

test.each([
  ['password: hunter2', 'password: <gone:password>'],
  ['  - password: four words, one: two # and three', '  - password: <gone:password>'],
  [
    'body: { displayName: A, password: hunter2, other: 1 }',
    'body: { displayName: A, password: <gone:password>, other: 1 }',
  ],
  [`"password": "say \\"hi\\" {now}",`, '"password": "<gone:password>",'],
  [`newPassword: 'it''s me'`, "newPassword: '<gone:newPassword>'"],
  [
    '"text": "{\\"secretText\\":\\"a b@c<d>\\",\\"a\\":1}"',
    '"text": "{\\"secretText\\":\\"<gone:secretText>\\",\\"a\\":1}"',
  ],
  ['CLIENT_SECRET=x client_secret=letmein', 'CLIENT_SECRET=<gone:CLIENT_SECRET>'],
  [`note: Bearer ${jwt}`, 'note: <gone:bearer>'],
  [`note: ${jwt}`, 'note: <gone:jwt>'],
  [`password: "${jwt} and the rest"`, 'password: "<gone:password>"'],
  ['a: "-----BEGIN RSA PRIVATE KEY-----\\nProc-Type: 4,ENCRYPTED\\nx9Zx9Z', 'a: "<gone:private-key>'],
  ['"password": "a key=b", "displayName": "Ann"', '"password": "<gone:password>", "displayName": "Ann"'],
  ['password: "not closed', 'password: "<gone:password>'],
  ['\u200bpassword: behind a hidden character', '\u200bpassword: <gone:password>'],
  ['?id=1%20key=x', '?id=1%20key=<gone:key>'],
])('of %s is quoted %s', (line, expected) => {
  expect(shown(line)).toBe(expected);
});

test.each([
  'password: ${run.password}',
  'password: "${given}"',
  'password: <string>',
  'password:',
  'capture: { password: $.value[0].password }',
  'password: |',
  'passwordProfile: { forceChangePasswordNextSignIn: false }',
  'title: The password is set',
  'clékey: the name of another field',
  'bogus\u202ekey: the name of another field',
])('%s is quoted as it is', (line) => {
  expect(shown(line)).toBe(line);
});

test.each(['password: |', 'password: >-', '- password:', '"password":'])(
  'the value may be in the line after %s',
  (before) => {
    expect(shown('    hunter2 and more', before)).toBe('    <gone:password>');
    expect(shown('    env: [NAME]', '- password:')).toBe('    env: [NAME]');
  },
);

test('the marked part of a line keeps its column, even after a secret', () => {
  const text = 'a: 1\nbody: { password: "hunter2", displayName: Wrong, secret: hunter3 }';
  const start = text.indexOf('Wrong');
  const place = placeAt({ path: 'a.yaml', text }, { start, end: start + 5 });
  const line = place.excerpt.at(-1) ?? '';
  const at = place.column - (place.excerptColumn ?? 1);
  expect(line.slice(at, at + 5)).toBe('Wrong');
  expect(place.excerpt.join('\n')).not.toMatch(/hunter/);
});

test('a secret is not quoted where the line is cut off in the middle of it, in whatever line it is', () => {
  const text = `{"a":"${'x'.repeat(900)}","password":"${'hunter'.repeat(40)}","b":"HERE"}\n${'y'.repeat(3_000)}HERE`;
  for (const start of [text.indexOf('HERE'), text.lastIndexOf('HERE')]) {
    const place = placeAt({ path: 'a.json', text }, { start, end: start + 4 });
    expect(place.excerpt.join('\n')).not.toMatch(/hunter/);
  }
});

const keyLines = [
  '-----BEGIN RSA PRIVATE KEY-----',
  'MIIEvQIBADANBg',
  'kqhkiG9w0BAQEF',
  'AASCBKcwggSjAg',
  '-----END RSA PRIVATE KEY-----',
];
const indented = (lines: readonly string[], by: number) => lines.map((line) => `${' '.repeat(by)}${line}\n`).join('');

/** What is quoted for each line of a text. */
function quoted(text: string): string {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return starts.flatMap((start) => placeAt({ path: 'a', text }, { start, end: start }).excerpt).join('\n');
}

test.each([
  ['a key in a block', `value: |\n${indented(keyLines, 4)}next: shown`, /MIIE|kqhk|AASC/],
  [
    'a key whose lines are indented wrongly',
    `value: |\n${indented(keyLines, 4).replace('    kqhk', ' kqhk')}next: shown`,
    /MIIE|kqhk|AASC/,
  ],
  ['a key in quotes', `body:\n  value: "${indented(keyLines, 4).trim()}"\nnext: shown`, /MIIE|kqhk|AASC/],
  ['a key in a file of its own', `${indented(keyLines, 0)}next: shown`, /MIIE|kqhk|AASC/],
  ['a block of a secret field', 'body:\n  password: |\n    hunter2\n\n    hunter3\nnext: shown', /hunter/],
  ['quotes of a secret field', 'body:\n  password: "hunter2\n    hunter3"\nnext: shown', /hunter3/],
  ['plain text of a secret field', 'body:\n  clientState:\n    hunter2\n    hunter3\nnext: shown', /hunter/],
])('%s is quoted in none of its lines', (_, text, secret) => {
  expect(quoted(text)).not.toMatch(secret);
  expect(quoted(text)).toContain('next: shown');
});

test('lines behind a secret field are quoted as they are', () => {
  const text = 'body:\n  password: ${given}\n  list:\n    - one\n    plain text\nnext: shown';
  expect(quoted(text)).toContain('    plain text');
  expect(quoted('-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\nplain text\nnext: shown')).toContain(
    'plain text',
  );
});

test.each([
  ['a list of a secret field', 'password:\n  - hunter2\n  - hunter3\nnext: shown'],
  ['a list as far to the left as its name', 'a:\n  password:\n  - hunter2\n  - "a: hunter3"\nnext: shown'],
  ['a list in one line', '{ "password": ["hunter2 {}", \'hunter3\'],\n"next: shown": 1 }'],
  ['a list in brackets over lines', '{ "password": [\n  "hunter2",\n  "hunter3"\n],\n"next: shown": 1 }'],
  ['a value without quotes over lines', 'password: hunter2\n  hunter3\nnext: shown'],
  ['a value in the line below its name', '{"a": 1, "password":\n"hunter2",\n"next: shown": 1}'],
  ['a value behind a comment', 'password: # of the admin\n  hunter2\nnext: shown'],
  ['a block behind a comment', 'password: |2- # of the admin\n    hunter2\nnext: shown'],
  ['a block that looks like a mapping', 'password: |\n  a:\n    b: hunter2\nnext: shown'],
  ['a value of a name on a line of its own', '? password\n: hunter2\nnext: shown'],
  ['a value in the line below the colon of such a name', 'a:\n  - ? "password"\n    :\n      hunter2\nnext: shown'],
  ['a block of such a name', '? password # of the admin\n: |\n  hunter2\n  hunter3\nnext: shown'],
  ['a name with an escaped letter', '{ "pass\\u0077ord": "hunter2", "\\x6bey": "hunter3",\n"next: shown": 1 }'],
  ['a row of a table', '| a | b |\n| --- | --- |\n| `clientSecret` | hunter2 |\n| next: shown |'],
  ['a column of a table', '| name | **password** |\n|---|---|\n| ann | hunter2 |\n| kim | hunter3 |\n\nnext: shown'],
  ['a text with escaped quotes over lines', `password: "a \\"hunter2\n  hunter3"\nnext: shown`],
  ...[
    '*hunter2',
    '&hunter2',
    '|hunter2',
    '>hunter2',
    '[hunter2]',
    '{hunter2}',
    '#hunter2',
    '~hunter2',
    '<Hunter2!>',
  ].map((text) => [`a text that begins with ${text.charAt(0)}`, `password: "${text}"\nnext: shown`]),
])('%s is quoted in none of its lines', (_, text = '') => {
  expect(quoted(text)).not.toMatch(/hunter/i);
  expect(quoted(text)).toContain('next: shown');
});

test.each([
  '| password |\n\n| ann |',
  '? a\n: b',
  '| a | the password is set |',
  'a:\n  - b\n  - c',
  'a: [b, c]\nb:\n  c',
  'password:\n  env: [NAME]',
  'key: [{ name: a }]',
])('what only looks like it is quoted as it is: %j', (text) => {
  expect(quoted(text).split('\n')).toEqual(expect.arrayContaining(text.split('\n')));
});

test('a value of a secret field is quoted in no line, however it is written', () => {
  const part = fc.string({ unit: fc.constantFrom(...'[{|>&*#,!%@`\'"\\- ?=}]~\n\tZ'), maxLength: 6 });
  const value = fc.array(part, { minLength: 3, maxLength: 3 }).map((parts) => parts.join('hunter2'));
  const field = fc.constantFrom('password', 'secretText', 'key', 'token');
  const forms: readonly ((document: object) => string)[] = [
    ...[0, 1, 4].map((indent) => (document: object) => JSON.stringify(document, null, indent)),
    ...[0, 20, 80].map((lineWidth) => (document: object) => stringify(document, { lineWidth })),
    ...(['QUOTE_SINGLE', 'QUOTE_DOUBLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'] as const).map(
      (defaultStringType) => (document: object) =>
        stringify(document, { lineWidth: 30, defaultStringType, defaultKeyType: 'PLAIN' }),
    ),
    (document) => stringify(document, { indentSeq: false }),
    (document) => stringify(document, { collectionStyle: 'flow', lineWidth: 40 }),
  ];
  fc.assert(
    fc.property(
      field,
      fc.oneof(value, fc.array(value, { minLength: 1 })),
      fc.constantFrom(...forms),
      (name, held, form) => {
        const text = form({ first: 1, body: [2, { displayName: 'A', [name]: held, other: 3 }], last: 'shown' });
        expect(quoted(text)).not.toContain('hunter2');
        expect(quoted(text)).toContain('shown');
      },
    ),
  );
});

test('a mark inside a secret is not quoted from there on', () => {
  const text = `{"a":"${'x'.repeat(300)}","password":"${'hunter'.repeat(50)}","b":1}`;
  for (const start of [310, 350, 500, 610]) {
    expect(placeAt({ path: 'a.json', text }, { start, end: start + 1 }).excerpt.join('\n')).not.toMatch(/hunter/);
  }
});

test('names with comments behind them, all in one line, are found in linear time', () => {
  const spentMs = cpuClock();
  expect(secretBeginnings('password # '.repeat(20_000))).toEqual([]);
  expect(spentMs()).toBeLessThan(busySecondMs());
});
