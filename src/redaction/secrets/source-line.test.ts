import { expect, test } from 'vitest';
import { placeAt } from '../../diagnostics/place.ts';
import { secretsInLine, withoutParts } from './source-line.ts';

const shown = (line: string, before?: string) => withoutParts(line, secretsInLine(line, before));
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
  'the value may stand in the line after %s',
  (before) => {
    expect(shown('    hunter2 and more', before)).toBe('    <gone:password>');
    expect(shown('    env: [NAME]', '- password:')).toBe('    env: [NAME]');
  },
);

test('what is marked in a line stays at its column, though a secret stood before it', () => {
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

test('what goes on with a private key that no line names is not quoted, and what follows it is', () => {
  const [first, next] = [`MIIEvAIBAAKCAQEA${'a'.repeat(48)}`, 'b'.repeat(64)];
  expect(shown(`  ${first}`, 'text: |\n')).toBe('  <gone:bare-private-key>');
  expect(shown(`  ${next}`, `text: |\n  ${first}\n  ${next}\n`)).toBe('  <gone:private-key>');
  expect(shown(`  ${next}`, `text: |\n  ${first}\n  some words\n`)).toBe(`  ${next}`);
  expect(shown('  some words', `text: |\n  ${first}\n`)).toBe('  some words');
});
