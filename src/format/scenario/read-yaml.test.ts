import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { readYaml } from './read-yaml.ts';
import { plain } from './yaml-plain.ts';

const read = (text: string) => readYaml({ path: 'x.yaml', text });

function valueIn(text: string): unknown {
  const found = read(text);
  if (!found.ok) throw new Error(found.problems.map(({ message }) => message).join('\n'));
  return found.value && plain(found.value);
}

/** `line:column-endColumn code: message` of each problem. */
function problemsOf(text: string): readonly string[] {
  const found = read(text);
  if (found.ok) throw new Error(`no problem: ${JSON.stringify(found.value && plain(found.value))}`);
  return found.problems.map(
    ({ at, code, message }) => `${at?.line}:${at?.column}-${at?.endColumn} ${code}: ${message}`,
  );
}

describe('values', () => {
  test.each([
    ['a: NO', { a: 'NO' }],
    ['a: 2021-01-01', { a: '2021-01-01' }],
    ['a: 2021-01-01T00:00:00Z', { a: '2021-01-01T00:00:00Z' }],
    ['a: 1_000', { a: '1_000' }],
    ['a: 0b11', { a: '0b11' }],
    ['a: "0123"', { a: '0123' }],
    ['a: 12:30', { a: '12:30' }],
    ['a: true', { a: true }],
    ['a: True', { a: true }],
    ['a: yes', { a: 'yes' }],
    ['a: ~', { a: null }],
    ['a:', { a: null }],
    ['a: 0', { a: 0 }],
    ['a: -0.5', { a: -0.5 }],
    ['a: 1.0', { a: 1 }],
    ['a: 1e3', { a: 1000 }],
    ['a: 9007199254740991', { a: 9007199254740991 }],
    ['a: 9007199254740993', { a: 9007199254740993n }],
    ['a: -12345678901234567890', { a: -12345678901234567890n }],
    ['a: 1e+21', { a: 1e21 }],
    ['1: x', { 1: 'x' }],
    ['true: x', { true: 'x' }],
    ['"": x', { '': 'x' }],
    ['{"a": [1, "b", null]}', { a: [1, 'b', null] }],
    ['a: |\n  one\n  two\n', { a: 'one\ntwo\n' }],
    ['a: >-\n  one\n  two\n', { a: 'one two' }],
    ['a: "\\ud83d\\ude00"', { a: '😀' }],
    ['a: x # comment', { a: 'x' }],
    ['', undefined],
    ['# only a comment\n', undefined],
    ['%YAML 1.2\n---\na: 1\n', { a: 1 }],
    ['---\na: 1\n...\n', { a: 1 }],
  ])('%j', (text, value) => {
    expect(valueIn(text)).toEqual(value);
  });

  test('any JSON is read as JSON.parse reads it', () => {
    const json = fc.jsonValue({ maxDepth: 4, noUnicodeString: false });
    fc.assert(
      fc.property(json, fc.boolean(), (value, pretty) => {
        fc.pre(!/"(?:__proto__|constructor|prototype|<<)"|\d{16}|e[+-]?\d|\.\d{15}|-0/.test(JSON.stringify(value)));
        const text = JSON.stringify(value, null, pretty ? 2 : undefined);
        expect(valueIn(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('the output of a YAML writer is read without changes', () => {
    const word = fc
      .string({ minLength: 1, maxLength: 12 })
      .filter((text) => !/^(?:__proto__|constructor|prototype|<<)$/.test(text));
    const value = fc.dictionary(word, fc.oneof(word, fc.boolean(), fc.integer(), fc.constant(null)), {
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(value, (data) => {
        expect(valueIn(stringify(data, { version: '1.2' })) ?? {}).toEqual(data);
      }),
    );
  });
});

describe('positions', () => {
  test('every node and key has its place, quotes included', () => {
    const text = 'a:\n  - "b c"\n  - {d: 7}\n';
    const found = read(text);
    const at = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
    const root = found.ok ? found.value : undefined;
    const list = root?.kind === 'mapping' ? root.entries[0] : undefined;
    expect(list && at(list.keySpan)).toBe('a');
    const items = list?.value.kind === 'sequence' ? list.value.items : [];
    expect(items.map(({ span }) => at(span))).toEqual(['"b c"', '{d: 7}']);
  });

  test('a byte order mark takes no column, and line breaks of Windows none either', () => {
    expect(problemsOf('\ufeffa: 1\r\na: 2\r\n b: *c\r\n')).toEqual([
      '2:4-5 yaml-syntax: the line after this value is indented too deep',
    ]);
    expect(problemsOf('\ufeffa: 0x1\r\nb: 0123\r\n')).toEqual([
      '1:4-7 yaml-number: `0x1` would be read as 1',
      '2:4-8 yaml-number: `0123` would be read as 123',
    ]);
  });
});

describe('what is left out of YAML', () => {
  test.each([
    ['a: &x 1', ['1:4-6 yaml-alias: anchors are not part of the format']],
    ['a: [ &x [1] ]', ['1:6-8 yaml-alias: anchors are not part of the format']],
    ['&k a: 1', ['1:1-3 yaml-alias: anchors are not part of the format']],
    ['a: *x', ['1:4-6 yaml-alias: aliases are not part of the format']],
    ['a: &x &y 1', ['1:7-8 yaml-alias: anchors and aliases are not part of the format']],
    ['a: !!str 1', ['1:4-9 yaml-tag: tags are not part of the format']],
    ['a: !!binary aGk=', ['1:4-12 yaml-tag: tags are not part of the format']],
    ['a: !!js/function x', ['1:4-17 yaml-tag: tags are not part of the format']],
    ['a: !<tag:x.org:y> x', ['1:4-18 yaml-tag: tags are not part of the format']],
    ['a: ! x', ['1:4-5 yaml-tag: tags are not part of the format']],
    ['a: !!set [1]', ['1:4-9 yaml-tag: tags are not part of the format']],
    ['!!map\na: 1', ['1:1-6 yaml-tag: tags are not part of the format']],
    ['a: {!x b: 1}', ['1:5-7 yaml-tag: tags are not part of the format']],
    ['<<: {a: 1}', ['1:1-3 yaml-merge-key: YAML 1.2 has no merge key']],
    ['"<<": 1', ['1:1-5 yaml-merge-key: YAML 1.2 has no merge key']],
    ['a: 1\n---\nb: 2', ['2:1-4 yaml-documents: a second YAML document begins here']],
    ['# no\n%YAML 1.1\n---\na: 1', ['2:1-10 yaml-syntax: scenarios are YAML 1.2']],
    ['? [a]\n: 1', ['1:3-6 invalid-value: a key is a plain text']],
    [': 1', ['1:1-2 invalid-value: a key is missing before this `:`']],
    ['a: 1\nb: 2\na: 3', ['3:1-2 yaml-duplicate-key: `a` occurs at 1:1 already']],
    ['1: a\n"1": b', ['2:1-4 yaml-duplicate-key: `1` occurs at 1:1 already']],
    ['__proto__: 1', ['1:1-10 yaml-forbidden-key: `__proto__` cannot be a key']],
    ['{"constructor": 1}', ['1:2-15 yaml-forbidden-key: `constructor` cannot be a key']],
    ['- - prototype: 1', ['1:5-14 yaml-forbidden-key: `prototype` cannot be a key']],
    ['a: "\\udc00"', ['1:4-12 file-encoding: this text contains half a character (a lone surrogate)']],
  ])('%j', (text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  test('an empty prototype is never touched', () => {
    read('{"__proto__": {"polluted": 1}, a: {constructor: {prototype: {polluted: 1}}}}');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('numbers that would change when they are read', () => {
  test.each(['0123', '0x10', '0o17', '+7', '.5', '1.', '0x20000000000001', '0.12345678901234567890'])('%s', (text) =>
    expect(problemsOf(`a: ${text}`)).toEqual([expect.stringContaining(`yaml-number: \`${text}\` `)]),
  );
  test.each(['1e400', '-1e400', '.inf', '-.INF', '.nan', '1e-400', '0.000e5'])('%s', (text) => {
    if (text === '0.000e5') expect(valueIn(`a: ${text}`)).toEqual({ a: 0 });
    else expect(problemsOf(`a: ${text}`)).toEqual([expect.stringContaining(`yaml-number: \`${text}\` `)]);
  });
});

describe('syntax errors, in words for authors', () => {
  test.each([
    ['a: "b', ['1:4-5 yaml-syntax: this `"` is never closed']],
    ['a: [1, [2]\nb: 3', ['1:4-5 yaml-syntax: this `[` is never closed']],
    ['a: {b: {c: 1}\nd: 3', ['1:4-5 yaml-syntax: this `{` is never closed']],
    ['a: Step 1: go', ['1:4-14 yaml-syntax: `: ` inside a plain text begins a mapping']],
    ['a: b: c\nd: e: f', [expect.stringMatching(/^1:4-/), expect.stringMatching(/^2:4-/)]],
    ['a: b\n  c: d', ['1:4-5 yaml-syntax: the line after this value is indented too deep']],
    ['a:\n    b: 1\n  c: 2', ['3:3-7 yaml-syntax: the indentation of this line matches none of the lines before it']],
    ['a:\n  - b\n c: 2', ['3:2-6 yaml-syntax: the indentation of this line matches none of the lines before it']],
    ['a:\n  - b: 1\n   c: 2', [expect.stringContaining('3:4-8 yaml-syntax: this line is indented like a list item')]],
    ['a: @b', ['1:4-5 yaml-syntax: a plain text cannot start with `@`']],
    ['a: `b`', ['1:4-5 yaml-syntax: a plain text cannot start with ```']],
    ['a: "C:\\Users"', ['1:7-9 yaml-syntax: `\\U` does not start a valid YAML escape']],
    ['a:\n\tb: 1', ['2:1-2 yaml-syntax: a tab cannot indent']],
    ['a:\n  b: 1\n\tc: 2', ['3:1-2 yaml-syntax: a tab cannot indent']],
    ['a: [1]]', ['1:7-8 yaml-syntax: this `]` closes nothing']],
    ['a: {b: 1,, c: 2}', ['1:10-11 yaml-syntax: a value is missing before this `,`']],
    ['{"a": 1\n "b": 2}', ['1:7-8 yaml-syntax: a `,` is missing after this value']],
    ['a: "b" c', ['1:8-9 yaml-syntax: the value ends before this']],
    ['a:1\nb: 2', ['1:1-3 yaml-syntax: a `:` needs a space after it']],
    ['a: 1\nb', ['2:1-2 yaml-syntax: a `:` is missing after this key']],
    ['a: {b: /x/${c}}', ['1:11-15 yaml-syntax: inside `{ … }` and `[ … ]`, a text with `${…}` needs quotes']],
    ['a: !${c}', ['1:4-5 yaml-syntax: `!` begins a tag of YAML']],
    ['a: [/x/${c}]', ['1:8-12 yaml-syntax: inside `{ … }` and `[ … ]`, a text with `${…}` needs quotes']],
    ['%FOO bar\n---\na: 1', ['1:1-9 yaml-syntax: unknown directive %FOO']],
  ])('%j', (text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  test('each has something to do about it', () => {
    const found = read('a: b: c\nd: @e\nf: "\\q"\n');
    expect(found.ok ? [] : found.problems.map(({ fix }) => fix)).toEqual([
      'put the text in quotes',
      'put it in quotes',
      'double the backslash, or use single quotes',
    ]);
  });
});

describe('limits', () => {
  test.each([200, 201])('%i levels', (levels) => {
    const text = '['.repeat(levels) + ']'.repeat(levels);
    expect(read(text).ok).toBe(levels <= 200);
    if (levels > 200)
      expect(problemsOf(text)).toEqual(['1:201-203 yaml-too-deep: collections are nested deeper than 200 levels']);
  });

  test('50,000 values are read, one more is not', () => {
    const text = (count: number) => `[${'1,'.repeat(count)}]`;
    expect(read(text(50_000)).ok).toBe(true);
    expect(problemsOf(text(50_001))).toEqual([
      '1:1-2 yaml-too-many: the file has about 50001 values; the limit is 50000',
    ]);
  });

  test('at most 1,000 problems are kept', () => {
    expect(problemsOf('a: 1\n'.repeat(2_000))).toHaveLength(1_000);
  });
});

describe('what looks like a secret', () => {
  const jwt = `eyJ${'x9Z'.repeat(10)}.eyJ${'a'.repeat(40)}`;
  const entra = `abc8Q~${'dFLx'.repeat(8)}`;

  test.each([
    ['title: Sent with Bearer XX', jwt, '1:8', 'jwt'],
    ['steps: [{ title: "XX" }]', entra, '1:18', 'entra-client-secret'],
    ['a:\n  prompt: >\n    Paste it:\n    XX', jwt, '2:11', 'jwt'],
    ['a: "?\\x73ig=XX"', 'x9Z'.repeat(8), '1:4', 'sas-signature'],
    ['{ XX: 1 }', jwt, '1:3', 'jwt'],
    ['a:\n  - https://admin:XX@example.com/', 'hunter2hunter2', '2:5', 'url-credentials'],
  ])('is refused in %s, and not shown', (text, secret, place, rule) => {
    const found = read(text.replace('XX', secret));
    expect(JSON.stringify(found)).not.toContain(secret);
    expect(found).toMatchObject({
      ok: false,
      problems: [{ code: 'secret-found', message: `this text contains what looks like a secret (${rule})` }],
    });
    expect(problemsOf(text.replace('XX', secret))[0]).toMatch(`${place}-`);
  });

  test.each([
    'capture:\n  secretText: $.passwordCredentials[0].secretText',
    'body: "client_secret=${applicationClientSecret}&grant_type=client_credentials"',
    'headers: { Authorization: Bearer <token> }',
    'title: The private key of an application begins with -----BEGIN',
    'accountKey: ${storageAccountKeyOfTheTenant}',
  ])('is not seen in %s', (text) => {
    expect(read(text).ok).toBe(true);
  });
});
