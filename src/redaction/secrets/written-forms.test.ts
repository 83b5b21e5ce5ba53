import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodings, writtenForms } from './written-forms.ts';

const secret = 'pa$$/w"rd+é &<\'x>';

describe('the written forms of a value', () => {
  test.each([
    ['raw', secret],
    ['json', JSON.stringify(secret)],
    ['double json', JSON.stringify(JSON.stringify(secret))],
    ['percent, upper case', `?a=${encodeURIComponent(secret).replace("'", '%27')}`],
    ['percent, lower case', 'pa%24%24%2fw%22rd%2b%c3%a9%20%26%3c%27x%3e'],
    ['form', new URLSearchParams({ password: secret }).toString()],
    ['html entities', '<td>pa$$/w&quot;rd+é &amp;&lt;&#39;x&gt;</td>'],
    ['html entities', [...secret].map((one) => `&#${one.codePointAt(0)};`).join('')],
    ['xml entities', [...secret].map((one) => `&#x${one.codePointAt(0)?.toString(16)};`).join('')],
    ['xml entities', '<a b="pa$$/w&quot;rd+é &amp;&lt;&apos;x&gt;"/>'],
    ['utf-16', Buffer.from(`x${secret}x`, 'utf16le').toString('latin1')],
    ['utf-16', Buffer.from(`x${secret}x`, 'utf16le').swap16().toString('latin1')],
    ['upper case', secret.toUpperCase()],
    ['lower case', secret.toLowerCase()],
  ])('hold the one of %s', (name, written) => {
    expect(encodings[name]?.(secret).some((one) => written.includes(one))).toBe(true);
    expect(writtenForms(secret).some((one) => written.includes(one))).toBe(true);
  });

  test('are in every base64 text that holds the value, wherever in it', () => {
    const texts = fc.string({ maxLength: 12, unit: 'grapheme' });
    const law = fc.property(fc.string({ minLength: 6, unit: 'grapheme' }), texts, texts, (value, before, after) => {
      const bytes = Buffer.from(before + value + after);
      for (const name of ['base64', 'base64url'] as const) {
        expect(encodings[name]?.(value).some((one) => bytes.toString(name).includes(one))).toBe(true);
      }
    });
    fc.assert(law);
  });

  test('of a very long value are only those of JSON', () => {
    const long = `${secret}${'x'.repeat(100_000)}`;
    expect(writtenForms(long)).toContain(long);
    expect(writtenForms(long)).not.toContain(encodeURIComponent(long));
    expect(writtenForms(long).length).toBeLessThan(6);
    expect(writtenForms(long)).toContain(JSON.stringify(long).slice(1, -1));
  });

  test('are each there once, the longest first, and none so short that it may occur anywhere', () => {
    const law = fc.property(fc.string({ unit: 'binary' }), (value) => {
      const forms = writtenForms(value);
      expect(new Set(forms).size).toBe(forms.length);
      expect(forms.map(({ length }) => length)).toEqual(forms.map(({ length }) => length).toSorted((a, b) => b - a));
      expect(forms.every(({ length }) => length >= 4)).toBe(true);
    });
    fc.assert(law);
  });
});
