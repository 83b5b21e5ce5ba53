import { describe, expect, it } from 'vitest';
import { compileYaml } from '../../../test/support/expectation/expectation-fixture.ts';
import { placeText } from '../../diagnostics/place.ts';

function problemsOf(yaml: string): string[] {
  return compileYaml(yaml).problems.map(({ code, at }) => `${at === undefined ? '' : placeText(at)} ${code}`);
}

describe('compiling an expectation', () => {
  it('keeps the span of every node', () => {
    const yaml = 'id: <uuid>\nlist:\n  - 1\n';
    const { expected } = compileYaml(yaml);
    if (expected.kind !== 'object') throw new Error(expected.kind);
    const [id, list] = expected.properties;
    const textOf = (span: { start: number; end: number } | undefined) => yaml.slice(span?.start, span?.end);
    expect(textOf(id?.nameSpan)).toBe('id');
    expect(textOf(id?.expected.span)).toBe('<uuid>');
    expect(list?.expected.kind === 'array' && textOf(list.expected.items[0]?.span)).toBe('1');
  });

  it('reports all problems at once, each at its place', () => {
    const yaml = [
      'a: <uiud>',
      'b: <integer x>',
      'c: "${a b}"',
      'd: { <contains>: 5 }',
      'e: { <each>: 1, f: 2 }',
      'g: { <eahc>: 1 }',
      'h: { <count>: -1 }',
      'i: { <count>: <string> }',
      'j: [<absent>]',
      'k: <one of ${a}>',
      'l: { <unordered>: [1], <count>: 1 }',
      'm: { <contains>: [1], <count>: many }',
      'n: { <count>: "${n} items" }',
    ].join('\n');
    expect(problemsOf(yaml)).toEqual([
      'a.scenario.yaml:1:4 unknown-matcher',
      'a.scenario.yaml:2:4 bad-matcher',
      'a.scenario.yaml:3:4 bad-expression',
      'a.scenario.yaml:4:18 bad-matcher',
      'a.scenario.yaml:5:6 bad-matcher',
      'a.scenario.yaml:6:6 unknown-matcher',
      'a.scenario.yaml:7:15 bad-matcher',
      'a.scenario.yaml:8:15 bad-matcher',
      'a.scenario.yaml:9:5 bad-matcher',
      'a.scenario.yaml:10:4 bad-matcher',
      'a.scenario.yaml:11:6 bad-matcher',
      'a.scenario.yaml:11:24 bad-matcher',
      'a.scenario.yaml:12:32 bad-matcher',
      'a.scenario.yaml:13:15 bad-matcher',
    ]);
  });

  it('suggests the combinator that was meant', () => {
    expect(compileYaml('<contians>: []').problems[0]?.fix).toContain('did you mean `<contains>`?');
    expect(compileYaml('<toString>: []').problems[0]?.code).toBe('unknown-matcher');
  });

  it('lists the texts whose names must be checked, and no others', () => {
    const { texts, problems } = compileYaml('a: "x ${one}"\nb: ["${two}", "$${three}", four]\n"${five}": 1');
    expect(problems).toEqual([]);
    expect(texts.map(({ template }) => template.parts.at(-1))).toMatchObject([{ name: 'one' }, { name: 'two' }]);
  });

  it('takes a backslash for what would be a matcher as itself', () => {
    const { expected } = compileYaml("'\\<contains>': '\\<uuid>'\nb: '\\\\<uuid>'\nc: '\\<open'\nd: '<'");
    expect(expected).toMatchObject({
      properties: [
        { name: '<contains>', expected: { kind: 'literal', value: '<uuid>' } },
        { name: 'b', expected: { kind: 'literal', value: '\\<uuid>' } },
        { name: 'c', expected: { kind: 'literal', value: '\\<open' } },
        { name: 'd', expected: { kind: 'literal', value: '<' } },
      ],
    });
  });

  it('takes `$${` as itself', () => {
    expect(compileYaml('"$${a}"').expected).toMatchObject({ kind: 'literal', value: '${a}' });
  });
});
