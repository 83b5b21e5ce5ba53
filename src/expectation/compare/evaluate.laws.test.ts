import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Evaluated,
  evaluateText,
  literalOf,
  sourceOf,
} from '../../../test/support/expectation/expectation-fixture.ts';
import type { YamlNode } from '../../format/scenario/yaml-node.ts';
import { compactJson } from '../../json/compact.ts';
import { isJsonObject, type Json, setProperty } from '../../json/json.ts';
import { childPath } from '../../json/path.ts';
import { prettyJson } from '../../json/pretty.ts';
import { compileExpectation } from '../compile/compile-expectation.ts';
import type { Difference } from './difference.ts';
import { matches } from './matches.ts';

const source = sourceOf('');

function evaluated(node: YamlNode, body: Json, strict = false): Evaluated {
  const { expected } = compileExpectation(node, source);
  return evaluateText({ expected, text: prettyJson(body), strict });
}

const short = ({ code, path }: Difference) => `${code} ${path}`;

type Key = string | number;

/** A value with its arrays and objects changed in one place. */
function changed(value: Json, path: readonly Key[], change: (value: Json) => Json | undefined): Json {
  const [key, ...rest] = path;
  if (key === undefined) return change(value) ?? null;
  if (Array.isArray(value)) {
    return value.flatMap((item: Json, index): Json[] => {
      if (index !== key) return [item];
      if (rest.length > 0) return [changed(item, rest, change)];
      const made = change(item);
      return made === undefined ? [] : [made];
    });
  }
  const made: { [name: string]: Json } = {};
  if (!isJsonObject(value)) return value;
  for (const [name, member] of Object.entries(value)) {
    if (name !== key) setProperty(made, name, member);
    else if (rest.length > 0) setProperty(made, name, changed(member, rest, change));
    else {
      const other = change(member);
      if (other !== undefined) setProperty(made, name, other);
    }
  }
  return made;
}

type At = { readonly path: readonly Key[]; readonly value: Json };

function everything(value: Json, path: readonly Key[] = []): At[] {
  if (Array.isArray(value)) {
    return [{ path, value }, ...value.flatMap((item: Json, index) => everything(item, [...path, index]))];
  }
  if (!isJsonObject(value)) return [{ path, value }];
  return [{ path, value }, ...Object.entries(value).flatMap(([name, member]) => everything(member, [...path, name]))];
}

/** JSON of the same shape. */
function standingFor(value: Json, text: (text: string) => string, name: (name: string) => string): Json {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return value.map((item) => standingFor(item, text, name));
  if (!isJsonObject(value)) return value;
  const made: { [name: string]: Json } = {};
  for (const [key, member] of Object.entries(value)) setProperty(made, name(key), standingFor(member, text, name));
  return made;
}

const pathText = (path: readonly Key[]) => path.reduce<string>(childPath, '$');

const name = fc.oneof(
  fc.constantFrom(
    'id',
    'name',
    'value',
    '__proto__',
    'toString',
    'constructor',
    '<each>',
    '\\<each>',
    '${a}',
    'odd name',
  ),
  fc.string({ maxLength: 5 }),
);
const leaf: fc.Arbitrary<Json> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer({ min: -3, max: 3 }),
  // Neither YAML nor the harness keeps larger integers as doubles.
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Number.isInteger(n) || Number.isSafeInteger(n)),
  fc.constantFrom('<uuid>', '\\<uuid>', '${a}', '$${a}', '<', '<a', 'a'),
  fc.string({ maxLength: 8 }),
);
/** JSON values with few different leaves, so that items of arrays are often equal or similar. */
const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 6 }),
    fc.array(fc.tuple(name, tie('value')), { maxLength: 5 }).map((members) => {
      const made: { [name: string]: Json } = {};
      for (const [key, value] of members) setProperty(made, key, value);
      return made;
    }),
  ),
})).value;

/** Expectations with matchers and combinators in them, also wrong ones. */
const node: fc.Arbitrary<YamlNode> = fc
  .letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(
        '<any>',
        '<string>',
        '<absent>',
        '<integer or null>',
        '<number > 0>',
        '<one of a, 1>',
        '<matches a>',
        '<x>',
        '${a}',
        '${none}',
      ),
      leaf,
      fc.array(tie('value'), { maxLength: 5 }),
      fc.dictionary(fc.oneof(name, fc.constantFrom('a', 'b')), tie('value'), { maxKeys: 4 }),
      fc
        .tuple(fc.constantFrom('<each>', '<contains>', '<unordered>'), fc.array(tie('value'), { maxLength: 5 }))
        .map(([key, items]) => ({ [key]: items })),
      fc.tuple(fc.constantFrom('<each>', '<count>'), tie('value')).map(([key, item]) => ({ [key]: item })),
    ),
  }))
  .value.map(asWritten);

/** The YAML of a value without escaping anything. */
function asWritten(value: Json): YamlNode {
  const span = { start: 0, end: 1 };
  if (Array.isArray(value)) return { kind: 'sequence', items: value.map(asWritten), span };
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(([key, member]) => ({ key, keySpan: span, value: asWritten(member) }));
    return { kind: 'mapping', entries, span };
  }
  if (typeof value === 'bigint' || (value !== null && typeof value === 'object')) throw new Error('no scalar');
  return { kind: 'scalar', value, span };
}

describe('the laws of checking', () => {
  it('a body matches the literal expectation made from it, also when strict', () => {
    fc.assert(
      fc.property(json, (body) => {
        const { differences, notes } = evaluated(literalOf(body), body, true);
        expect([...differences, ...notes]).toEqual([]);
      }),
    );
  });

  it('changing one leaf yields exactly one difference at its path', () => {
    fc.assert(
      fc.property(json, leaf, fc.nat(), (body, other, pick) => {
        const leaves = everything(body).filter(({ value }) => value === null || typeof value !== 'object');
        const at = leaves[pick % Math.max(1, leaves.length)];
        fc.pre(at !== undefined && at.value !== other);
        const { differences } = evaluated(
          literalOf(body),
          changed(body, at.path, () => other),
        );
        expect(differences).toHaveLength(1);
        expect(differences[0]?.path).toBe(pathText(at.path));
        expect(['type', 'value']).toContain(differences[0]?.code);
      }),
      { numRuns: 500 },
    );
  });

  it('removing one item of an array yields exactly one array-missing-item, in that array', () => {
    fc.assert(
      fc.property(json, fc.nat(), (body, pick) => {
        const items = everything(body).filter(({ path }) => typeof path.at(-1) === 'number');
        const at = items[pick % Math.max(1, items.length)];
        fc.pre(at !== undefined);
        const { differences } = evaluated(
          literalOf(body),
          changed(body, at.path, () => undefined),
        );
        expect(differences.map(({ code }) => code)).toEqual(['array-missing-item']);
        expect(differences[0]?.path.startsWith(`${pathText(at.path.slice(0, -1))}[`)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('a property that was not expected breaks nothing, and is recorded; when strict it is the one difference', () => {
    fc.assert(
      fc.property(json, fc.nat(), json, (body, pick, extra) => {
        const objects = everything(body).filter(({ value }) => isJsonObject(value));
        const at = objects[pick % Math.max(1, objects.length)];
        fc.pre(at !== undefined && isJsonObject(at.value) && !Object.hasOwn(at.value, 'extra'));
        const more = changed(body, at.path, (value) => (isJsonObject(value) ? { ...value, extra } : value));
        const reported = [`undocumented-property ${pathText([...at.path, 'extra'])}`];
        const { differences, notes } = evaluated(literalOf(body), more);
        expect(differences).toEqual([]);
        expect(notes.map(short)).toEqual(reported);
        expect(evaluated(literalOf(body), more, true).differences.map(short)).toEqual(reported);
      }),
      { numRuns: 300 },
    );
  });

  it('items in another order are one difference or none', () => {
    const items = fc.uniqueArray(fc.integer(), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(
        items.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          const { differences } = evaluated(literalOf(list), shuffled);
          const isSame = list.every((item, index) => item === shuffled[index]);
          expect(differences.map(short)).toEqual(isSame ? [] : ['array-order $']);
        },
      ),
    );
  });

  it('checking never throws, and finds a difference exactly where the expectation is not kept', () => {
    fc.assert(
      fc.property(node, json, fc.boolean(), (expectation, body, strict) => {
        const { expected } = compileExpectation(expectation, source);
        const { differences } = evaluateText({ expected, text: prettyJson(body), strict, values: { a: 'a' } });
        const read: Json = JSON.parse(prettyJson(body));
        expect(differences.length === 0).toBe(matches(expected, read, { values: new Map([['a', 'a']]), strict }));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is put into the words of the response as it is shown, whatever stands in it for names and values', () => {
    fc.assert(
      fc.property(node, json, fc.boolean(), (expectation, body, renames) => {
        const { findings, differences, notes } = evaluated(expectation, body, true);
        const standIn = (text: string) => `~${text}~`;
        const shownBody = standingFor(body, standIn, renames ? standIn : (name) => name);
        const response = { status: 200, headers: {}, text: prettyJson(shownBody) };
        const redacted = (one: Difference) => ({ ...one, actual: 'redacted' });
        const shown = findings.shown({ response, values: new Map(), text: (text) => text, redacted });
        expect(shown.differences.map(({ code }) => code)).toEqual(differences.map(({ code }) => code));
        const places = new Map(everything(shownBody).map(({ path, value }) => [pathText(path), value]));
        for (const { path, code, actual } of [...shown.differences, ...shown.notes]) {
          if (actual === undefined || actual === 'redacted' || code === 'array-order' || /[…\\]/.test(actual)) continue;
          const value = places.get(path);
          if (!Array.isArray(value)) expect(actual).toBe(compactJson(value ?? null));
        }
        expect(shown.notes).toHaveLength(notes.length);
      }),
      { numRuns: 500 },
    );
  });

  it('every difference can be shown: a code, a path and a sentence', () => {
    fc.assert(
      fc.property(node, json, (expectation, body) => {
        for (const { code, path, message, expected = '', actual = '' } of evaluated(expectation, body, true)
          .differences) {
          expect(code).not.toBe('');
          expect(path).toMatch(/^\$/);
          expect(message).not.toBe('');
          expect(Math.max(expected.length, actual.length)).toBeLessThan(210);
        }
      }),
    );
  });
});
