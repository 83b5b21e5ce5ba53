import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, test } from 'vitest';
import { type Block, readMarkdown } from './markdown.ts';

const kinds = (text: string) => readMarkdown(text).map(({ kind }) => kind);
const codes = (text: string) =>
  readMarkdown(text).flatMap((block) => (block.kind === 'code' ? [`${block.info}|${block.code.text}`] : []));

describe('code blocks', () => {
  test.each([
    ['fenced', '```http\nGET /x\n```', 'http|GET /x'],
    ['with tildes', '~~~http\nGET /x\n```\n~~~', 'http|GET /x\n```'],
    ['with a space before the language', '``` http\nGET /x\n```', 'http|GET /x'],
    ['in a list, with any indentation', '1. a\n\n     ```http\n  GET /x\n      B: c\n    ```', 'http|GET /x\n B: c'],
    ['right behind a list mark', '- ```http\n  GET /x\n  ```', 'http|GET /x'],
    ['in a quote', '> ```http\n> GET /x\n>\n> {}\n> ```', 'http|GET /x\n\n{}'],
    ['ended with the quote', '> ```http\n> GET /x\nafter', 'http|GET /x'],
    ['in a quote in a list', '- > ```http\n  > GET /x\n  > ```', 'http|GET /x'],
    ['that closes with more marks', '```http\nGET /x\n`````', 'http|GET /x'],
    ['that other marks do not close', '````http\n```\n````', 'http|```'],
    ['indented, where they show a request', 'a\n\n    GET /x\n    A: b\n\nb', '|GET /x\nA: b\n'],
    ['with tabs', 'a\n\n\tGET /x\n', '|GET /x\n'],
  ])('%s', (_, text, code) => {
    expect(codes(text)).toEqual([code]);
  });

  test('three backticks that close on their line are no block', () => {
    expect(kinds('a ```GET``` b\n```GET``` c')).toEqual(['prose']);
  });

  test('indented text is prose otherwise', () => {
    expect(kinds('a\n\n    b\n')).toEqual(['prose', 'prose']);
    expect(kinds('a\n    GET /x\n')).toEqual(['prose']);
  });

  test('one that is never closed ends where the next begins, and that is reported', () => {
    expect(kinds('```http\nGET /x\n\n```http\nGET /y\n```')).toEqual(['unclosed', 'code', 'code']);
    expect(kinds('```http\nGET /x')).toEqual(['unclosed', 'code']);
  });
});

describe('comments', () => {
  test('a comment over several lines hides what is in it', () => {
    expect(kinds('<!-- {\n\n```http\nGET /x\n``` -->\n```http\nGET /y\n```')).toEqual(['comment', 'code']);
  });

  test('a comment inside a line parts it', () => {
    expect(kinds('a <!-- b --> c')).toEqual(['prose', 'comment', 'prose']);
    expect(kinds('a `<!-- b -->` c')).toEqual(['prose']);
  });

  test('a comment that is never closed hides the rest, and that is reported', () => {
    expect(kinds('a\n\n<!-- b\n\n# c')).toEqual(['prose', 'unclosed']);
    expect(kinds('a <!-- b\n\n# c')).toEqual(['prose', 'heading']);
  });
});

describe('headings and rules', () => {
  test.each([
    ['# a', 1, 'a'],
    ['### a #b ###', 3, 'a #b'],
    ['###', 3, ''],
    ['a\n===', 1, 'a'],
    ['a\n----', 2, 'a'],
    ['> ## a', 2, 'a'],
  ])('%j', (text, depth, heading) => {
    const [block] = readMarkdown(text);
    expect(block).toMatchObject({ kind: 'heading', depth, text: { text: heading } });
  });

  test('three dashes are a rule, also right below text: they end tabs', () => {
    expect(kinds('a\n---\nb\n\n* * *')).toEqual(['prose', 'rule', 'prose', 'rule']);
    expect(kinds('#a')).toEqual(['prose']);
  });
});

/**
 * The CommonMark parser, asked for a second opinion: on pages that are not sloppy, both see the same code and headings. It is not part of the program, for it takes seconds where a page is hostile.
 */
describe('agrees with CommonMark', () => {
  type Seen = readonly (readonly [kind: string, start: number, text: string])[];

  function seenByCommonMark(text: string): Seen {
    const seen: (readonly [string, number, string])[] = [];
    type Node = { type: string; value?: string; children?: Node[]; position?: { start: { offset?: number } } };
    const visit = (node: Node) => {
      const start = node.position?.start.offset ?? -1;
      const value = node.value ?? '';
      if (node.type === 'code') seen.push(['code', start, value]);
      else if (node.type === 'heading') seen.push(['heading', start, '']);
      for (const child of node.children ?? []) visit(child);
    };
    visit(fromMarkdown(text) as Node);
    return seen;
  }

  function seenByUs(text: string): Seen {
    const seen = (block: Block): Seen => {
      if (block.kind === 'code') return [['code', block.span.start, block.code.text]];
      return block.kind === 'heading' ? [['heading', block.span.start, '']] : [];
    };
    return readMarkdown(text).flatMap(seen);
  }

  /** Our own pages that show what CommonMark reads otherwise. */
  const sloppy = ['09-wrong-pages.md', '13-noise.md'];
  const places = [new URL('pages/', import.meta.url), new URL('../../../../shared/tutorials/', import.meta.url)];
  const files = places
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.md') && !sloppy.includes(name))
        .map((name) => new URL(name, folder)),
    );

  test.each(files.map((file) => [file.pathname.split('/').at(-1) ?? '', file] as const))('%s', (_, file) => {
    // Front matter is not a CommonMark.
    const text = readFileSync(file, 'utf8').replace(/^---\n[\s\S]*?\n---/, '');
    expect(seenByUs(text)).toEqual(seenByCommonMark(text));
  });
});
