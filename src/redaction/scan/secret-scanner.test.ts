import { describe, expect, test } from 'vitest';
import { cpuClock } from '../../../tools/cpu-clock.ts';
import { encodings } from '../secrets/written-forms.ts';
import { SecretIndex } from './secret-index.ts';
import { mostFindings, SecretScanner, scanText } from './secret-scanner.ts';

const secret = 'pa$$/w"rd+of=somepart';
const sought = new SecretIndex([{ name: 'APP_SECRET', value: secret }]);
const jwt = `eyJ${'x9Z'.repeat(10)}.eyJ${'a'.repeat(40)}`;

function scanBytes(bytes: Uint8Array, pieceBytes = bytes.length): ReturnType<SecretScanner['end']> {
  const scanner = new SecretScanner(sought);
  for (let at = 0; at < bytes.length; at += pieceBytes) scanner.push(bytes.subarray(at, at + pieceBytes));
  return scanner.end();
}

describe('a registered value is found', () => {
  test.each(Object.keys(encodings))('written as %s', (name) => {
    for (const written of encodings[name]?.(secret) ?? []) {
      expect(scanText(`{"a": "${written}"}`, sought), written).toMatchObject([{ name: 'APP_SECRET', line: 1 }]);
      expect(scanText(`{"a": "${written}"}`), written).toEqual([]);
    }
  });

  test.each([
    ['\n', 5],
    ['\r\n', 12],
    ['\n    ', 20],
    ['\\n', 7],
    ['\\r\\n', 8],
  ])('broken into lines by %j', (lineBreak, at) => {
    const text = `first\n${secret.slice(0, at)}${lineBreak}${secret.slice(at)} last`;
    expect(scanText(text, sought)).toEqual([{ rule: 'registered-value', name: 'APP_SECRET', line: 2, column: 1 }]);
  });

  test('in UTF-16 of either byte order, with letters that Latin-1 has or has not', () => {
    for (const value of ['grünes Licht für alle', 'пароль администратора']) {
      const scan = (bytes: Uint8Array) => {
        const scanner = new SecretScanner(new SecretIndex([{ name: 'A', value }]));
        scanner.push(bytes);
        return scanner.end();
      };
      const wide = Buffer.from(`x = ${value};`, 'utf16le');
      expect(scan(wide)).toHaveLength(1);
      expect(scan(Buffer.from(wide).swap16())).toHaveLength(1);
      // Beside ASCII, too, in which a text is also searched without what makes it UTF-16.
      expect(scan(Buffer.from(`password = ${value};`, 'utf16le'))).toHaveLength(1);
      expect(scan(Buffer.from(`x = ${value};`))).toMatchObject([{ column: 5 }]);
    }
  });

  test('in base64 within base64', () => {
    const inner = Buffer.from(`somepart:${secret}`).toString('base64');
    const outer = Buffer.from(`Authorization: Basic ${inner}`).toString('base64');
    expect(scanText(`x ${outer}`, sought)).toMatchObject([{ line: 1, column: 3 }]);
  });

  test('wherever the pieces and the windows end', () => {
    const bytes = Buffer.from(`${'é line\n'.repeat(40_000)}${secret}`);
    const found = [{ rule: 'registered-value', name: 'APP_SECRET', line: 40_001, column: 1 }];
    for (const piece of [1_000, 65_536, 262_144, bytes.length]) expect(scanBytes(bytes, piece)).toEqual(found);
    // Where a window of 256 KiB ends, with what is looked at again and without it.
    for (const end of [262_144, 278_528]) {
      for (let before = end - secret.length - 2; before < end + 2; before++) {
        const [one] = scanBytes(Buffer.from(`${'x'.repeat(before)} ${secret}${' '.repeat(50_000)}`), 1_024);
        expect(one).toMatchObject({ line: 1, column: before + 2 });
      }
    }
  });
});

describe('a shape is found', () => {
  test.each([
    ['in base64', Buffer.from(`{"token":"${jwt}"}`).toString('base64')],
    ['in base64 of base64', Buffer.from(`x:${Buffer.from(`y:${jwt}`).toString('base64')}`).toString('base64')],
    ['in base64url behind a path', `instances/${Buffer.from(jwt).toString('base64url')}`],
    ['in base64 of lines of 76', Buffer.from(`some text ${jwt}`).toString('base64').replace(/.{76}/g, '$&\r\n')],
    ['in lines of a JSON text', `${jwt.slice(0, 40)}\\n${jwt.slice(40)}`],
    ['in lines of 80', `${jwt.slice(0, 40)}\n${jwt.slice(40)}`],
    ['in UTF-16', Buffer.from(jwt, 'utf16le').toString('latin1')],
  ])('%s', (_, written) => {
    expect(scanText(`a\n"${written}"`)).toMatchObject([{ rule: 'jwt', line: 2 }]);
  });

  test('with the line and column that an editor shows', () => {
    expect(scanText(`{\r\n  "ä😀": "${jwt}"}`)).toEqual([{ rule: 'jwt', line: 2, column: 11 }]);
    expect(scanText(`\uFEFF${jwt}`)).toMatchObject([{ line: 1, column: 1 }]);
  });

  test('once, though several rules know it', () => {
    expect(scanText(`Authorization: Bearer ${jwt}`)).toMatchObject([{ rule: 'bearer' }]);
  });

  test('each, in a file of many', () => {
    const text = `${jwt}\n`.repeat(mostFindings - 1);
    expect(scanText(text)).toHaveLength(mostFindings - 1);
    expect(scanText(text.repeat(3))).toHaveLength(mostFindings);
  });
});

test('a finding does not hold what was found', () => {
  const reported = JSON.stringify(scanText(`${secret} ${jwt}`, sought));
  expect(reported).not.toContain('eyJ');
  expect(reported).not.toContain('pa$$');
});

test.each([
  'c9a5aff7-9298-4d71-adab-0a222e0a05e4',
  'https://graph.microsoft.com/v1.0/identityGovernance/accessReviews/definitions/c9a5aff7-9298-4d71-adab-0a222e0a05e4',
  'sha256:0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9',
  '"password": "<gone:password>"',
])('nothing is found in %s', (text) => {
  expect(scanText(text, sought)).toEqual([]);
});

test('ten megabytes take a moment, and no more memory than a window', () => {
  const row = { id: 'c9a5aff7-9298-4d71-adab-0a222e0a05e4', displayName: 'Someone', url: 'https://contoso.com/a?b=c' };
  const piece = Buffer.from(`${JSON.stringify(row, null, 2)}\n`.repeat(500));
  const scanner = new SecretScanner(sought);
  const spentMs = cpuClock();
  for (let bytes = 0; bytes < 10_000_000; bytes += piece.length) scanner.push(piece);
  expect(scanner.end()).toEqual([]);
  // Half a second on an idle machine.
  expect(spentMs()).toBeLessThan(5_000);
});

test('each of two base64 texts is found at its own place', () => {
  const [plain = '', hiding = ''] = ['nothing to see in this long text at all', `this one has ${secret} in it`].map(
    (text) => Buffer.from(text).toString('base64'),
  );
  expect(scanText(`${plain}, ${hiding}; "${hiding}"`, sought)).toMatchObject([
    { column: plain.length + 3 },
    { column: plain.length + hiding.length + 6 },
  ]);
});
