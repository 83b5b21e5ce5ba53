import { describe, expect, test } from 'vitest';
import {
  asksIn,
  asksToReplace,
  durationIn,
  languages,
  nameIn,
  personIn,
  saysAfterwards,
  saysAnother,
  stepIn,
  timesIn,
} from './languages.ts';

/** All that a sentence says, whatever its language. */
function saidBy(text: string): readonly string[] {
  const times = timesIn(text);
  const [person, duration, name] = [personIn(text), durationIn(text), nameIn(text)];
  const [asks, step, isNamed] = [asksIn(text), stepIn(text), (person ?? name) !== undefined];
  return [
    ...asks,
    ...(isNamed || !asks.includes('sign-in-as') || !saysAnother(text) ? [] : ['another']),
    ...(step === undefined ? [] : [`step ${step}`]),
    ...(asksToReplace(text) ? ['replace'] : []),
    ...(person === undefined ? [] : [person]),
    ...(name === undefined ? [] : [name]),
    ...(times === undefined ? [] : [`${times} times`]),
    ...(duration === undefined ? [] : [duration]),
    ...(saysAfterwards(text) ? ['afterwards'] : []),
  ];
}

describe.each(languages)('the sentences of a language', ({ examples, asks }) => {
  test.each(examples)('%s', (text, ...says) => {
    expect([...saidBy(text)].sort()).toEqual([...says].sort());
  });

  test('show every thing that can be asked', () => {
    const shown = new Set(examples.flatMap(([, ...says]) => says));
    expect(Object.keys(asks).filter((ask) => !shown.has(ask))).toEqual([]);
  });
});
