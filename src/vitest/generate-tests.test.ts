import { describe, expect, test } from 'vitest';
import { changed, smallScenario } from '../../test/support/vitest/small-scenario.ts';
import { parseScenario } from '../format/scenario/parse-scenario.ts';
import { generateTests } from './generate-tests.ts';

const generate = (text: string) =>
  generateTests(parseScenario({ path: 'small.scenario.yaml', text }), { strict: false }).split('\n');

/** 1-based line and column of a text. */
function placeOf(text: string, needle: string): string {
  const before = text.slice(0, text.indexOf(needle)).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

function placeOfCode(lines: readonly string[], needle: string): string {
  return placeOf(lines.join('\n'), needle);
}

describe('generateTests', () => {
  test('puts each test at the line and column of its step, and the cleanup at its first', () => {
    const lines = generate(smallScenario);
    expect(placeOfCode(lines, 'test("1 create-group: Create a group"')).toBe(placeOf(smallScenario, 'create-group'));
    expect(placeOfCode(lines, 'test("2 read-group: Read it"')).toBe(placeOf(smallScenario, 'read-group'));
    expect(placeOfCode(lines, 'test("3 list-groups: List all of them"')).toBe(placeOf(smallScenario, 'list-groups'));
    expect(placeOfCode(lines, 'afterAll(')).toBe(placeOf(smallScenario, 'delete-group'));
  });

  test('opens the suite at the title and closes it after the last step', () => {
    const lines = generate(`# Blue groups.\n${smallScenario}`);
    expect(lines[0]).toMatch(/^import .*;$/);
    expect(lines[1]).toMatch(/^describe\("Create and read a group", .*\{ const scenario = open\(\);$/);
    expect(lines.filter((line) => line !== '').at(-1)).toMatch(/\}\);$/);
  });

  test.each([
    [
      'cleanup before the steps',
      'actors: { a: {} }\ncleanup: [{ id: c, request: &, response: $ }]\nsteps: [{ id: s, request: &, response: $ }]\ntitle: T',
    ],
    [
      'everything on one line',
      '{ title: T, actors: { a: {} }, steps: [{ id: s, request: &, response: $ }, { id: t, request: &, response: $ }] }',
    ],
    ['Windows line ends', 'title: T\r\nactors: { a: {} }\r\nsteps:\r\n  - { id: s, request: &, response: $ }\r\n'],
    ['a byte order mark', '\uFEFFtitle: T\nactors: { a: {} }\nsteps: [{ id: s, request: &, response: $ }]'],
    [
      'a line separator in the title',
      'title: "T\\u2028` ${x} */ \\" \\n"\nactors: { a: {} }\nsteps: [{ id: s, request: &, response: $ }]',
    ],
  ])('generates code that parses: %s', (_, compact) => {
    const text = compact.replaceAll('&', '{ method: GET, url: /a }').replaceAll('$ }', '{ status: 200 } }');
    const code = generate(text).join('\n');
    expect(code).toContain('scenario.step("s"');
    // Only a module may import: without the imports, the rest has to be a program.
    const program = code.replaceAll(/^import .*?from '?"?[^;]*; import .*?;/g, '').replace('import.meta.url', '""');
    expect(() => new Function(program)).not.toThrow();
  });

  test('makes one test of a scenario with problems, at the first of them', () => {
    const text = changed(smallScenario, ['title: Read it', 'titel: Read it']);
    const lines = generate(text);
    expect(placeOfCode(lines, 'test(')).toBe(placeOf(text, 'titel'));
    expect(lines.join('\n').match(/test\(/g)).toHaveLength(1);
  });

  test('makes one test of an empty file', () => {
    expect(generate('')[0]).toContain('test(');
  });
});
