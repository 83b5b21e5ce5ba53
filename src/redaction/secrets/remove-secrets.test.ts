import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gone } from './gone.ts';
import { secretRemover } from './remove-secrets.ts';

const secret = 'pa$$/w0rd+of&somepart';

test.each([
  ['a line break', '\n'],
  ['a line break of mail and an indent', '\r\n    '],
  ['a line break as JSON writes it', '\\n'],
])('a secret with %s in the middle is removed whole, and nothing beside it', (_, lineBreak) => {
  const remove = secretRemover([secret]);
  for (let at = 1; at < secret.length; at++) {
    const wrapped = `before${lineBreak}x ${secret.slice(0, at)}${lineBreak}${secret.slice(at)} y${lineBreak}after`;
    expect(remove(wrapped)).toBe(`before${lineBreak}x ${gone} y${lineBreak}after`);
  }
});

test('base64 that holds a secret, wrapped at 76 or 80 columns, shows nothing of it', () => {
  const law = fc.property(fc.nat(120), fc.constantFrom(76, 80), (before, columns) => {
    const text = Buffer.from(`${'.'.repeat(before)}${secret}${'.'.repeat(50)}`).toString('base64');
    const wrapped = text.replace(new RegExp(`.{${columns}}`, 'g'), '$&\n');
    const shown = secretRemover([secret])(wrapped).replaceAll('\n', '').replaceAll(gone, '');
    expect(Buffer.from(shown, 'base64').toString('latin1')).not.toMatch(/w0rd|some/);
  });
  fc.assert(law);
});

test('a text without the secret stays as it is, line breaks and all', () => {
  const law = fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', '\n', '\\n', ' ', '\r\n') })), (parts) => {
    const text = parts.join('');
    expect(secretRemover([secret])(text)).toBe(text);
  });
  fc.assert(law);
});

test('the mark of a secret that was removed stays, though another secret is a word of it', () => {
  const remove = secretRemover(['password']);
  expect(remove('<gone:password> and password')).toBe(`<gone:password> and ${gone}`);
  expect(remove('<gone: password>')).toBe(`<gone: ${gone}>`);
});
