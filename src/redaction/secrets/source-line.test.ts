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
