import type { Problem } from '../../diagnostics/problem.ts';
import type { Source, Span, Text } from '../../diagnostics/source.ts';
import type { ExpectedResponse } from '../../format/scenario/scenario.ts';
import type { YamlNode } from '../../format/scenario/yaml-node.ts';
import { entriesOf, valueAt } from '../../format/scenario/yaml-plain.ts';
import { checkContents } from './check-contents.ts';
import { checkTogether } from './check-together.ts';
import { type Compilation, complain, type TemplateAt } from './compilation.ts';
import { compileExpectation } from './compile-expectation.ts';
import type { Expected, ExpectedContent } from './expected.ts';

/** An expected response, ready to check by. */
export type CompiledResponse = {
  readonly statuses: readonly number[];
  readonly statusSpan: Span;
  readonly headers: readonly ExpectedHeader[];
  /** Absent: the body is not checked. */
  readonly body?: Expected;
  /** Expectations of a body that need not be JSON. */
  readonly content: readonly ExpectedContent[];
  readonly span: Span;
};

export type ExpectedHeader = {
  /** In lower case. */
  readonly name: string;
  readonly expected: Expected;
  readonly nameSpan: Span;
};

/** Compiles an expected response; problems and texts are those of `compileExpectation`, for headers and body together. */
export function compileResponse(
  expectation: ExpectedResponse,
  source: Source,
): {
  readonly expectation: CompiledResponse;
  readonly problems: readonly Problem[];
  readonly texts: readonly TemplateAt[];
} {
  const compilation: Compilation = { source, problems: [], texts: [] };
  const headers = expectation.headers.map((header) => compileHeader(header, compilation));
  const body = expectation.body === undefined ? {} : { body: compilePart(expectation.body, compilation) };
  const content = expectation.content.flatMap((one) => compileContents(one, compilation));
  checkContents(content, compilation);
  const { statuses, statusSpan, span } = expectation;
  const compiled = { statuses, statusSpan, headers, ...body, content, span };
  checkTogether(compiled, compilation);
  return { expectation: compiled, problems: compilation.problems, texts: compilation.texts };
}

function compileContents(
  { key, value }: ExpectedResponse['content'][number],
  compilation: Compilation,
): readonly ExpectedContent[] {
  if (key !== 'csv') return [{ key, expected: compilePart(value, compilation) }];
  if (entriesOf(value).length === 0) {
    const fix = 'write `columns`, `rows`, or both';
    complain(compilation, { code: 'invalid-value', message: '`csv` expects nothing', fix, span: value.span });
  }
  return (['columns', 'rows'] as const).flatMap((part) => {
    const node = valueAt(value, part);
    // `rows: <count>`: however many there are.
    const isAny = node?.kind === 'scalar' && node.value === '<count>';
    if (node === undefined) return [];
    return [{ key: part, expected: compilePart(isAny ? { ...node, value: '<integer>' } : node, compilation) }];
  });
}

function compilePart(node: YamlNode, compilation: Compilation): Expected {
  const { expected, problems, texts } = compileExpectation(node, compilation.source);
  compilation.problems.push(...problems);
  compilation.texts.push(...texts);
  return expected;
}

function compileHeader(
  { name, value }: { readonly name: Text; readonly value: YamlNode },
  compilation: Compilation,
): ExpectedHeader {
  const about = { name: name.value.toLowerCase(), nameSpan: name.span };
  if (value.kind === 'scalar' && value.value !== null) {
    return { ...about, expected: compilePart(asText(value), compilation) };
  }
  complain(compilation, {
    code: 'invalid-value',
    message: `the header \`${name.value}\` is expected to have a value that no header can have`,
    fix: 'expect a text or a matcher; `<absent>` for no such header',
    span: value.span,
  });
  return { ...about, expected: { kind: 'literal', value: '', span: value.span } };
}

/** Header values are texts: `Retry-After: 5` expects `5`. */
function asText(node: YamlNode): YamlNode {
  return node.kind === 'scalar' && typeof node.value !== 'string' ? { ...node, value: String(node.value) } : node;
}
