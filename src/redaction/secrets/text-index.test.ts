import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cpuClock } from '../../../tools/cpu-clock.ts';
import { TextIndex } from './text-index.ts';

/** Few letters, so that texts overlap and repeat. */
const part = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength: 4, maxLength: 12 });
const whole = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), maxLength: 60 });

/** What an index finds, by looking for one text after the other. */
function naive(text: string, sought: readonly string[]): readonly boolean[] {
  const covered = Array.from(text, () => false);
  for (const one of sought) {
    for (let at = text.indexOf(one); at !== -1; at = text.indexOf(one, at + 1)) covered.fill(true, at, at + one.length);
  }
  return covered;
}

test('an index finds what looking for one text after the other finds', () => {
  const law = fc.property(fc.array(part), fc.array(part), whole, (kept, forgotten, text) => {
    const index = new TextIndex<string>();
    for (const one of [...kept, ...forgotten]) index.add(one, one);
    for (const one of forgotten) if (!kept.includes(one)) index.delete(one);
    const found = index.find(text);
    const covered = Array.from(text, () => false);
    for (const { start, end } of found) covered.fill(true, start, end);
    expect(covered).toEqual(naive(text, kept));
    for (const [at, { start }] of found.entries()) expect(start).toBeGreaterThanOrEqual(found[at - 1]?.end ?? 0);
    expect(index.size).toBe(new Set(kept).size);
  });
  fc.assert(law, { numRuns: 500 });
});

test('overlapping matches get the name of the first; adjacent ones stay separate', () => {
  const index = new TextIndex<string>();
  index.add('abcd', 'short');
  index.add('cdefghijk', 'long');
  expect(index.find('abcdefghijk abcdabcd')).toEqual([
    { start: 0, end: 11, about: 'short' },
    { start: 12, end: 16, about: 'short' },
    { start: 16, end: 20, about: 'short' },
  ]);
});

test('it grows with what is sought, and forgets it', () => {
  const index = new TextIndex<number>();
  const texts = Array.from({ length: 5_000 }, (_, at) => `text number ${at} of many`);
  for (const [at, text] of texts.entries()) index.add(text, at);
  for (const [at, text] of texts.entries()) expect(index.find(`a ${text} b`)).toMatchObject([{ about: at }]);
  for (const text of texts) index.delete(text);
  expect(index.size).toBe(0);
  for (const text of texts) expect(index.find(text)).toEqual([]);
});

test.each([
  ['the longest first', ['1-abcdefgh', 'abcdefgh', 'cdefgh']],
  ['the shortest first', ['cdefgh', 'abcdefgh', '1-abcdefgh']],
  ['the middle one last', ['1-abcdefgh', 'cdefgh', 'abcdefgh']],
  ['the middle one first', ['abcdefgh', '1-abcdefgh', 'cdefgh']],
])('of texts that end alike the longest is found, added %s', (_, texts) => {
  const index = new TextIndex<string>();
  for (const text of texts) index.add(text, text);
  for (const text of texts)
    expect(index.find(`x ${text} y`)).toEqual([{ start: 2, end: 2 + text.length, about: text }]);
});

test.each(['abcd', 'abcdefgh'])('a text that is no longer than what is sought, %s, is found', (text) => {
  const index = new TextIndex<string>();
  index.add(text, 'it');
  expect(index.find(text)).toEqual([{ start: 0, end: text.length, about: 'it' }]);
  expect(index.find(text.slice(1))).toEqual([]);
});

test.each(['abcd', 'abcdefgh'])('%s is found, however often it was added and deleted', (text) => {
  const index = new TextIndex<string>();
  // As often as a counter of 16 bits can count, so that it would be zero again.
  for (let times = 0; times < 0xffff; times++) {
    index.add(text, 'it');
    index.delete(text);
  }
  index.add(text, 'it');
  expect(index.find(text)).toHaveLength(1);
});

test('looking for thousands of texts takes hardly longer than looking for ten', () => {
  const text = Array.from({ length: 200_000 }, (_, at) => `w${(at * 7_919) % 1_000_003}`).join(' ');
  const indexes = [10, 20_000].map((count) => {
    const index = new TextIndex<number>();
    for (let at = 0; at < count; at++) index.add(`text ${at.toString(36).padStart(9, 'q')}`, at);
    return index;
  });
  const spentMs = [Infinity, Infinity];
  for (let times = 0; times < 6; times++) {
    for (const [at, index] of indexes.entries()) {
      const spent = cpuClock();
      expect(index.find(text)).toEqual([]);
      spentMs[at] = Math.min(spentMs[at] ?? 0, spent());
    }
  }
  const [ofTen = 0, ofMany = 0] = spentMs;
  // 1.3 times as long; 9 times where the filter does not grow.
  expect(ofMany / ofTen).toBeLessThan(4);
});
