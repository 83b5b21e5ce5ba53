import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, it } from 'vitest';
import { compilePattern } from './pattern.ts';

const word = fc.string({ unit: fc.constantFrom('a', 'b', '-', ' ', '\n'), maxLength: 4 });
const pattern = fc
  .tuple(fc.constantFrom('', '^'), fc.string({ unit: fc.constantFrom('a', 'b', '-', ' ') }), fc.constantFrom('', '$'))
  .map((parts) => parts.join(''))
  .filter((text) => text !== '');

it('reads plain patterns as the engine reads them', () => {
  fc.assert(
    fc.property(pattern, fc.array(word), word, (text, before, after) => {
      const value = [...before, text.replace(/^\^|\$$/g, ''), after].join('');
      const compiled = compilePattern(text);
      const engine = RE2JS.compile(text);
      for (const one of [value, before.join(''), `${value}\n`]) {
        expect(compiled.ok && compiled.test(one)).toBe(engine.test(one));
      }
    }),
  );
});

it.each(['a.c', '(ab|cd)', 'a+', '[ab]', 'a\\d', '$a', 'a^', 'a{2}', 'é'])('leaves %s to the engine', (text) => {
  const compiled = compilePattern(text);
  const engine = RE2JS.compile(text);
  for (const value of ['abc', 'ab', 'cd', 'aa', 'a1', 'a', '$a', 'a^', 'É', 'é', 'a{2}', text]) {
    expect(compiled.ok && compiled.test(value)).toBe(engine.test(value));
  }
});
