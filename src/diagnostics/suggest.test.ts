import { describe, expect, test } from 'vitest';
import { suggest, suggestion } from './suggest.ts';

const keys = ['title', 'tutorial', 'tags', 'steps', 'request', 'response', 'repeat'];

describe('suggest', () => {
  test.each([
    ['requets', 'request'],
    ['reqest', 'request'],
    ['requestt', 'request'],
    ['Response', 'response'],
    ['titel', 'title'],
    ['tag', 'tags'],
    ['step', 'steps'],
  ])('finds for %s the word that was meant', (word, meant) => {
    expect(suggest(word, keys)).toBe(meant);
  });

  test.each(['authentication', 'xyz', 'q', ''])('finds nothing for %j', (word) => {
    expect(suggest(word, keys)).toBeUndefined();
  });

  test('takes the nearest, and the first of those equally near', () => {
    expect(suggest('stepz', ['stop', 'steps', 'stepx'])).toBe('steps');
    expect(suggest('a1', ['a2', 'a3'])).toBe('a2');
  });

  test('prefers a swap of neighbors to two changes', () => {
    expect(suggest('form', ['farms', 'from'])).toBe('from');
  });
});

describe('suggestion', () => {
  test('asks, lists, or says that there is nothing', () => {
    expect(suggestion('titel', keys)).toBe('did you mean `title`?');
    expect(suggestion('q', ['alpha', 'beta'])).toBe('use one of `alpha`, `beta`');
    expect(suggestion('q', [])).toBe('none are defined here');
  });
});
