import { expect, test } from 'vitest';
import { parseTemplate } from '../../format/template/parse-template.ts';
import type { ContentTemplate } from '../plan/content/content-template.ts';
import { fillContent } from './fill-content.ts';

const template = (text: string) => parseTemplate(text).template;
const contents: readonly (readonly [string, ContentTemplate, string])[] = [
  ['a text', { kind: 'text', type: 'text/plain', text: template('a ${word}') }, 'a b&c'],
  [
    'a form',
    {
      kind: 'form',
      type: 'application/x-www-form-urlencoded',
      fields: [
        { name: 'first', value: template('1') },
        { name: 'second', value: template('${word}') },
      ],
    },
    'first=1&second=b%26c',
  ],
  [
    'parts',
    {
      kind: 'multipart',
      type: 'multipart/form-data; boundary=x',
      parts: [
        { name: 'first', content: template('1') },
        { name: 'second', content: template('${word}') },
      ],
    },
    '--x\r\nContent-Disposition: form-data; name="first"\r\n\r\n1\r\n--x\r\nContent-Disposition: form-data; name="second"\r\n\r\nb&c\r\n--x--\r\n',
  ],
];

test('a boundary is made of the parts, unless one is given', () => {
  const of = (text: string, type = 'multipart/form-data') => {
    const parts = [{ name: 'a', content: template(text) }];
    const filled = fillContent({ kind: 'multipart', type, parts }, new Map(), undefined);
    const boundary = /boundary=(.*)$/.exec(filled?.headers['content-type'] ?? '')?.[1] ?? 'none';
    expect(filled?.body).toMatch(new RegExp(`^--${boundary}\\r\\n[^]*--${boundary}--\\r\\n$`));
    return boundary;
  };
  expect(of('1')).toMatch(/^part-[0-9a-f]{32}$/);
  expect(of('1')).toBe(of('1'));
  expect(of('1')).not.toBe(of('2'));
  expect(of('1', 'multipart/form-data; boundary=mine')).toBe('mine');
});

test('a value cannot end its part', () => {
  const parts = [{ name: 'a', content: template('${word}') }];
  const of = (word: string, type: string) =>
    fillContent({ kind: 'multipart', type, parts }, new Map([['word', word]]), undefined);
  const part = '\r\n--Mine\r\nContent-Disposition: form-data; name="b"\r\n\r\n1';
  for (const boundary of ['Mine', '"Mine"']) {
    expect(of(part, `multipart/form-data; boundary=${boundary}`)).toBeUndefined();
    expect(of('Mine', `multipart/form-data; boundary=${boundary}`)?.body).toContain('\r\n\r\nMine\r\n--Mine--');
  }
  expect(of(part, 'multipart/form-data')?.body).toContain(part);
});

test.each(contents)('%s is sent with its values, and not at all where one is missing', (_, content, body) => {
  expect(fillContent(content, new Map([['word', 'b&c']]), undefined)).toMatchObject({ body });
  expect(fillContent(content, new Map(), undefined)).toBeUndefined();
});
