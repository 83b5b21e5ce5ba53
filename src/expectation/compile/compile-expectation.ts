import type { Problem } from '../../diagnostics/problem.ts';
import type { Source, Span } from '../../diagnostics/source.ts';
import type { YamlMapping, YamlNode, YamlScalar } from '../../format/scenario/yaml-node.ts';
import { parseTemplate } from '../../format/template/parse-template.ts';
import { isLiteral } from '../../format/template/template.ts';
import { isMatcherText, parseMatcher, unescapeMatcherText } from '../matchers/parse-matcher.ts';
import { type Combinator, combinatorOf } from './combinator.ts';
import { type Compilation, complain, type TemplateAt } from './compilation.ts';
import { allowsAbsence, type Expected, type ExpectedProperty } from './expected.ts';

export type CompiledExpectation = {
  readonly expected: Expected;
  readonly problems: readonly Problem[];
  readonly texts: readonly TemplateAt[];
};

/**
 * Compiles the YAML of an expectation: matchers, combinators, templates, literals. Returns all problems together
 * (`unknown-matcher`, `bad-matcher`, `bad-expression`); with a problem, the tree must not be used.
 */
export function compileExpectation(node: YamlNode, source: Source): CompiledExpectation {
  const compilation: Compilation = { source, problems: [], texts: [] };
  const expected = compileNode(node, compilation);
  return { expected, problems: compilation.problems, texts: compilation.texts };
}

function compileNode(node: YamlNode, compilation: Compilation): Expected {
  switch (node.kind) {
    case 'scalar':
      return compileScalar(node, compilation);
    case 'sequence':
      return { kind: 'array', items: compileItems(node.items, compilation), span: node.span };
    case 'mapping':
      return compileMapping(node, compilation);
    default:
      return node satisfies never;
  }
}

function compileItems(nodes: readonly YamlNode[], compilation: Compilation): readonly Expected[] {
  return nodes.map((node) => compileItem(node, compilation));
}

function compileItem(node: YamlNode, compilation: Compilation): Expected {
  const item = compileNode(node, compilation);
  if (allowsAbsence(item)) {
    complain(compilation, {
      code: 'bad-matcher',
      message: 'an item of an array cannot be absent',
      fix: 'leave the item out, or expect `<count>`',
      span: node.span,
    });
  }
  return item;
}

function compileMapping(node: YamlMapping, compilation: Compilation): Expected {
  const combinator = combinatorOf(node, compilation);
  if (combinator !== undefined) return compileCombinator(combinator, node.span, compilation);
  const properties = node.entries.map(
    ({ key, keySpan, value }): ExpectedProperty => ({
      name: unescapeMatcherText(key),
      nameSpan: keySpan,
      expected: compileNode(value, compilation),
    }),
  );
  return { kind: 'object', properties, names: new Set(properties.map(({ name }) => name)), span: node.span };
}

function compileCombinator({ name, entry, count }: Combinator, span: Span, compilation: Compilation): Expected {
  const counted = count === undefined ? {} : { count: compileCount(count.value, compilation) };
  switch (name) {
    case 'each':
      return { kind: 'each', item: compileItem(entry.value, compilation), ...counted, span };
    case 'count':
      return { kind: 'count', count: compileCount(entry.value, compilation), span };
    case 'contains':
    case 'unordered': {
      const { value } = entry;
      if (value.kind === 'sequence')
        return { kind: name, items: compileItems(value.items, compilation), ...counted, span };
      complain(compilation, {
        code: 'bad-matcher',
        message: `\`<${name}>\` takes a list`,
        fix: 'write the items as a list, each after a `-`',
        span: value.span,
      });
      return { kind: name, items: [compileNode(value, compilation)], span };
    }
    default:
      return name satisfies never;
  }
}

function compileCount(node: YamlNode, compilation: Compilation): Expected {
  const before = compilation.problems.length;
  const count = compileNode(node, compilation);
  if (compilation.problems.length === before && !canCount(count)) {
    complain(compilation, {
      code: 'bad-matcher',
      message: '`<count>` takes a number of items',
      fix: 'write a whole number from 0, a value alone such as `${rows}`, or a matcher for numbers such as `<integer >= 1>`',
      span: node.span,
    });
  }
  return count;
}

function canCount(count: Expected): boolean {
  if (count.kind === 'literal') return Number.isInteger(count.value) && Number(count.value) >= 0;
  // A template that consists of one value is compared when the value is known.
  if (count.kind === 'template') return count.template.parts.length === 1;
  return count.kind === 'matcher' && count.matcher.types.has('number') && !count.matcher.allowsAbsence;
}

function compileScalar({ value, span }: YamlScalar, compilation: Compilation): Expected {
  if (typeof value !== 'string') return { kind: 'literal', value, span };
  if (!isMatcherText(value)) return compileText(unescapeMatcherText(value), span, compilation);
  const parsed = parseMatcher(value);
  if (parsed.ok) return { kind: 'matcher', matcher: parsed.matcher, span };
  complain(compilation, { ...parsed.error, span });
  return { kind: 'literal', value, span };
}

function compileText(text: string, span: Span, compilation: Compilation): Expected {
  if (!text.includes('${')) return { kind: 'literal', value: text, span };
  const { template, errors } = parseTemplate(text);
  for (const { message, fix } of errors) complain(compilation, { code: 'bad-expression', message, fix, span });
  if (isLiteral(template)) return { kind: 'literal', value: template.parts.join(''), span };
  compilation.texts.push({ template, span });
  return { kind: 'template', template, span };
}
