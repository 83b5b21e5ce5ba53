import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { cpuClock } from '../../../tools/cpu-clock.ts';
import { placeAt } from '../../diagnostics/place.ts';
import { privateKeysIn } from './key-lines.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = (options: { readonly type: 'pkcs1' | 'pkcs8'; readonly cipher?: string; readonly passphrase?: string }) =>
  privateKey.export({ format: 'pem', ...options }).toString();
const base64 = Array.from({ length: 20 }, (_, at) =>
  Buffer.from(`line ${at} of a key `.repeat(3)).toString('base64').slice(0, 64),
);

const keys: { readonly [name: string]: readonly string[] } = {
  'PKCS #1': pem({ type: 'pkcs1' }).trim().split('\n'),
  'PKCS #8': pem({ type: 'pkcs8' }).trim().split('\n'),
  'encrypted PKCS #1': pem({ type: 'pkcs1', cipher: 'aes-256-cbc', passphrase: 'a' }).trim().split('\n'),
  'encrypted PKCS #8': pem({ type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'a' }).trim().split('\n'),
  OpenPGP: [
    '-----BEGIN PGP PRIVATE KEY BLOCK-----',
    'Version: 1',
    '',
    ...base64,
    'YWJj',
    '=abcd',
    '-----END PGP PRIVATE KEY BLOCK-----',
  ],
};

/** Ways to write its lines into a file. */
const written: { readonly [name: string]: (line: string, number: number) => string } = {
  alone: (line) => line,
  'a block': (line) => `    ${line}`,
  'a list': (line) => `  - ${line}`,
  JSON: (line) => `  "${line}",`,
  'a mapping': (line, number) => `  l${number}: ${line}`,
  'a comment': (line) => `# ${line}`,
  'a quotation': (line) => `> ${line}`,
  'a program': (line) => `  '${line}\\n' +`,
  'a table': (line) => `| ${line} |`,
  'a page': (line) => `${line}<br>`,
  'an enumeration': (line, number) => `${number}. ${line}`,
  Windows: (line) => `${line}\r`,
};

const cuts: { readonly [name: string]: (lines: readonly string[]) => readonly string[] } = {
  'as a whole': (lines) => lines,
  'without the first line': (lines) => lines.slice(1),
  'without its beginning': (lines) => lines.slice(5),
  'without the last line': (lines) => lines.slice(0, -1),
  'without its end': (lines) => lines.slice(0, -6),
};

/** What is quoted for each line of a text. */
function quoted(text: string): string {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return starts.flatMap((start) => placeAt({ path: 'a', text }, { start, end: start }).excerpt).join('\n');
}

describe.each(Object.entries(keys))('a key of %s', (_, key) => {
  describe.each(Object.entries(cuts))('%s', (__, cut) => {
    test.each(Object.entries(written))('is quoted in none of its lines from %s', (___, form) => {
      const lines = cut(key);
      const text = ['value:', ...lines.map(form), 'next: shown', ''].join('\n');
      const shown = quoted(text);
      for (const line of lines) if (/^[A-Za-z0-9+/=]{20,}$/.test(line)) expect(shown).not.toContain(line);
      expect(shown).toContain('value:');
      expect(shown).toContain('next: shown');
    });
  });
});

test('a line above a key is quoted though no key begins in it', () => {
  expect(quoted('title: A\nid: b\n-----END PRIVATE KEY-----\nnext: shown')).toContain('id: b');
  expect(quoted('title: "-----BEGIN PRIVATE KEY"\nid: b\nnext: shown')).toContain('id: b');
});

test.each([
  ['beginnings', '-----BEGIN PRIVATE KEY-----\n'],
  ['ends', '-----END PRIVATE KEY-----\n'],
  ['ends in one line', '-----END PRIVATE KEY-----'],
  ['beginnings in one line', '-----BEGIN PRIVATE KEY-----'],
  ['lines of base64', `${'A'.repeat(64)}\n`],
  ['ends behind lines', `${'A'.repeat(64)}\n-----END PRIVATE KEY-----`],
])('four megabytes of %s take time in proportion', (_, piece) => {
  const timed = (bytes: number) => {
    const text = `${piece.repeat(bytes / piece.length)}\n-----END PRIVATE KEY-----`;
    const spentMs = cpuClock();
    privateKeysIn(text);
    return spentMs();
  };
  // A tenth of a second on an idle machine.
  expect(timed(4_000_000)).toBeLessThan(3_000);
});
