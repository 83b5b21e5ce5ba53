import { expect, test } from 'vitest';
import { blockDigest, documentedDigest } from './block-digest.ts';

const block = 'GET /v1.0/groups\nPrefer: x\n\n{\n  "a": 1\n}';

test('a digest is 16 hexadecimal digits, the same for the same text', () => {
  expect(blockDigest(block)).toMatch(/^[0-9a-f]{16}$/);
  expect(blockDigest(block)).toBe(blockDigest(`${block}`));
});

test.each([
  ['other line breaks', block.replaceAll('\n', '\r\n')],
  ['white space at the ends of lines', block.replaceAll('\n', ' \t\n')],
  ['empty lines around it', `\n\n${block}\n\n`],
  ['the indentation of a list', block.replaceAll(/^(?=.)/gm, '    ')],
])('%s change nothing', (_what, text) => {
  expect(blockDigest(text)).toBe(blockDigest(block));
});

test.each([
  ['a character', block.replace('1', '2')],
  ['inner indentation', block.replace('  "a"', '"a"')],
  ['an empty line within', block.replace('\n\n', '\n')],
])('%s changes it', (_what, text) => {
  expect(blockDigest(text)).not.toBe(blockDigest(block));
});

test('a step has the digest of its request and its responses, wherever they stand', () => {
  const spans = (text: string, parts: readonly string[]) =>
    parts.map((part) => ({ span: { start: text.indexOf(part), end: text.indexOf(part) + part.length } }));
  const [near, far] = ['GET /a\nHTTP/1.1 200 OK', 'Intro\n\n    GET /a\n\nand then\n\nHTTP/1.1 200 OK\n'];
  const parts = ['GET /a', 'HTTP/1.1 200 OK'];
  expect(documentedDigest({ path: 'a.md', text: far }, spans(far, parts))).toBe(
    documentedDigest({ path: 'b.md', text: near }, spans(near, parts)),
  );
  expect(documentedDigest({ path: 'a.md', text: far }, spans(far, parts.slice(0, 1)))).not.toBe(
    documentedDigest({ path: 'a.md', text: far }, spans(far, parts)),
  );
});
