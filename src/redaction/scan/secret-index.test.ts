import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { SecretIndex } from './secret-index.ts';
import { scanText } from './secret-scanner.ts';

const value = fc.stringMatching(/^[a-zA-Z0-9]{8,12}$/);
const values = fc.uniqueArray(value, { maxLength: 6 });

test('it finds what one made of the same values alone finds, whatever they were before', () => {
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 4 }), (lists) => {
      const index = new SecretIndex();
      for (const list of lists) index.become(list, 'a token');
      const alone = new SecretIndex((lists.at(-1) ?? []).map((one) => ({ name: 'a token', value: one })));
      expect(index.size).toBe(alone.size);
      for (const one of lists.flat()) expect(scanText(`x ${one} y`, index)).toEqual(scanText(`x ${one} y`, alone));
    }),
  );
});

test('a value of four characters is found in a file, and a shorter one occurs in files by chance', () => {
  const index = new SecretIndex();
  index.become(['Xy7!', 'Ab1'], 'a password');
  expect(scanText('is it Xy7! or Ab1?', index)).toMatchObject([{ name: 'a password', column: 7 }]);
});

test('two values that can be written alike: one stays when the other goes', () => {
  const index = new SecretIndex();
  index.become(['hidden-word', 'HIDDEN-WORD'], 'a token');
  index.become(['HIDDEN-WORD'], 'a token');
  expect(scanText('hidden-word', index)).toHaveLength(1);
});

test('one value more costs what one value costs, however many there are', () => {
  const encoded = vi.spyOn(globalThis, 'encodeURIComponent');
  const index = new SecretIndex();
  new SecretIndex().become(['any-secret-here'], 'a token');
  const ofOne = encoded.mock.calls.length;
  const many = Array.from({ length: 200 }, (_, at) => `secret-number-${at}`);
  index.become(many, 'a token');
  encoded.mockClear();
  index.become([...many.slice(1), 'one-more-secret'], 'a token');
  // The one that goes, and the one that comes.
  expect(encoded).toHaveBeenCalledTimes(2 * ofOne);
  encoded.mockRestore();
});
