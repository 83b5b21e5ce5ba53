/** For tests: expectations written as YAML or made from JSON, and checking by them. */
import type { Source } from '../../../src/diagnostics/source.ts';
import { evaluateResponse, type Verdict } from '../../../src/expectation/compare/evaluate.ts';
import { type CompiledExpectation, compileExpectation } from '../../../src/expectation/compile/compile-expectation.ts';
import { readYaml } from '../../../src/format/scenario/read-yaml.ts';
import type { YamlNode } from '../../../src/format/scenario/yaml-node.ts';
import type { Value } from '../../../src/format/template/values.ts';
import { isJsonObject, type Json } from '../../../src/json/json.ts';
import { prettyJson } from '../../../src/json/pretty.ts';

const nowhere = { start: 0, end: 1 };

export function sourceOf(yaml: string): Source {
  return { path: 'a.scenario.yaml', text: yaml };
}

export function nodeOf(source: Source): YamlNode {
  const read = readYaml(source);
  if (!read.ok || read.value === undefined) throw new Error(`no YAML: ${JSON.stringify(read)}`);
  return read.value;
}

export function compileYaml(yaml: string): CompiledExpectation {
  const source = sourceOf(yaml);
  return compileExpectation(nodeOf(source), source);
}

export type EvaluateOptions = { readonly strict?: boolean; readonly values?: Readonly<Record<string, Value>> };

/** Checks a body, given as JSON text or as a value, by an expectation written in YAML. */
export function evaluateYaml(yaml: string, body: Json, options: EvaluateOptions = {}): Evaluated {
  const source = sourceOf(yaml);
  const { expected, problems } = compileExpectation(nodeOf(source), source);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  return evaluateText({ expected, text: prettyJson(body), source, ...options });
}

/** What was found, in the words of the response as received. */
export type Evaluated = Verdict & Pick<Verdict['findings'], 'differences' | 'notes'>;

type EvaluatedText = EvaluateOptions &
  Pick<CompiledExpectation, 'expected'> & { readonly text: string; readonly source?: Source };

export function evaluateText({
  expected,
  text,
  source = sourceOf(''),
  strict = false,
  values = {},
}: EvaluatedText): Evaluated {
  const { span } = expected;
  const verdict = evaluateResponse({
    expectation: { statuses: [200], statusSpan: span, headers: [], content: [], body: expected, span },
    response: { status: 200, headers: { 'content-type': 'application/json' }, text },
    values: new Map(Object.entries(values)),
    strict,
    source,
  });
  const { differences, notes } = verdict.findings;
  return { ...verdict, differences, notes };
}

/** The YAML that expects exactly this value; what would be a matcher or an expression is escaped. */
export function literalOf(value: Json): YamlNode {
  if (Array.isArray(value)) return { kind: 'sequence', items: value.map(literalOf), span: nowhere };
  if (isJsonObject(value)) {
    const entries = Object.keys(value).map((key) => ({
      key: /^\\*<.*>$/s.test(key) ? `\\${key}` : key,
      keySpan: nowhere,
      value: literalOf(value[key] ?? null),
    }));
    return { kind: 'mapping', entries, span: nowhere };
  }
  if (typeof value === 'string') {
    const text = value.replaceAll('${', () => '$${');
    return { kind: 'scalar', value: /^\\*<.*>$/s.test(text) ? `\\${text}` : text, span: nowhere };
  }
  if (value !== null && typeof value !== 'number' && typeof value !== 'boolean') throw new Error('YAML cannot say it');
  return { kind: 'scalar', value, span: nowhere };
}
