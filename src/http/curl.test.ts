import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseJson } from '../json/parse-json.ts';
import { curlCommand } from './curl.ts';
import type { HttpRequest } from './message.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tutorial-replay-curl-'));
  const stub = join(folder, 'curl');
  writeFileSync(stub, '#!/bin/sh\nfor word in "$@"; do printf "%s\\0" "$word"; done\n');
  chmodSync(stub, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The words that curl gets when a shell runs the command. */
function wordsOf(command: string): readonly string[] {
  const env = { PATH: `${folder}:/usr/bin:/bin`, TOKEN: 'from the shell' };
  return execFileSync('sh', ['-c', command], { env, encoding: 'utf8' }).split('\0').slice(0, -1);
}

const origin = 'https://graph.microsoft.com';
const request: HttpRequest = {
  method: 'POST',
  url: "/beta/groups?$filter=displayName eq 'it''s'",
  headers: { 'content-type': 'application/json', prefer: 'return=minimal' },
  body: { displayName: 'it\'s $(rm -rf /) `id` \\ "$HOME"', big: 9007199254740993n },
};

test('a request is a command that people can read', () => {
  expect(curlCommand({ ...request, url: '/beta/groups', body: { name: 'A' } }, origin)).toBe(
    [
      "curl --globoff --path-as-is --request POST 'https://graph.microsoft.com/beta/groups' \\",
      '  --header "Authorization: Bearer $TOKEN" \\',
      "  --header 'content-type: application/json' \\",
      "  --header 'prefer: return=minimal' \\",
      '  --data-raw \'{\n  "name": "A"\n}\'',
    ].join('\n'),
  );
});

test('the shell gives curl the request as it was, and the token of its own', () => {
  const words = wordsOf(curlCommand(request, origin));
  expect(words.slice(0, 5)).toEqual(['--globoff', '--path-as-is', '--request', 'POST', origin + request.url]);
  expect(words).toContain('Authorization: Bearer from the shell');
  expect(parseJson(words.at(-1) ?? '')).toMatchObject({ ok: true, value: request.body });
});

test('HEAD asks for no body', () => {
  expect(curlCommand({ method: 'HEAD', url: '/v1.0/me', headers: {} }, origin)).toContain(' --head ');
});

test('a header that is none is left out: curl would read a file for it', () => {
  const words = wordsOf(curlCommand({ ...request, headers: { '@/etc/passwd': '', authorization: 'x' } }, origin));
  expect(words.filter((word) => word === '--header')).toHaveLength(1);
});

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom("'", '\u009b', '\u202e'),
);

test('whatever a request holds, the shell expands nothing, no word is added, and nothing drives a terminal', () => {
  const requests = fc.record({ url: text.map((one) => `/${one}`), value: text, body: fc.dictionary(text, text) });
  fc.assert(
    fc.property(requests, ({ url, value, body }) => {
      const command = curlCommand({ method: 'PATCH', url, headers: { prefer: value }, body }, origin);
      expect(command).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]/);
      const words = wordsOf(command);
      expect(words).toHaveLength(11);
      expect(words.at(-1)).toBeDefined();
      expect(parseJson(words.at(-1)?.toWellFormed() ?? '')).toMatchObject({ ok: true });
    }),
    { numRuns: 60 },
  );
});
