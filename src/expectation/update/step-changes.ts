import type { Source } from '../../diagnostics/source.ts';
import { expectedResponse } from '../../format/scenario/build-call.ts';
import { stepNode } from '../../format/scenario/compose/default-ids.ts';
import { endOf, placeOf } from '../../format/scenario/yaml-layout.ts';
import type { YamlEntry, YamlMapping, YamlNode } from '../../format/scenario/yaml-node.ts';
import { entriesOf, entryOf, valueAt } from '../../format/scenario/yaml-plain.ts';
import { parseTemplate } from '../../format/template/parse-template.ts';
import { expressionsOf } from '../../format/template/template.ts';
import type { Values } from '../../format/template/values.ts';
import type { HttpResponse } from '../../http/message.ts';
import { statusesText } from '../../http/statuses.ts';
import { parseJson } from '../../json/parse-json.ts';
import { contentOf } from '../compare/compare-content.ts';
import { compareHeader } from '../compare/compare-header.ts';
import { Comparison } from '../compare/comparison.ts';
import { compileExpectation } from '../compile/compile-expectation.ts';
import { compileResponse } from '../compile/compile-response.ts';
import { allowsAbsence } from '../compile/expected.ts';
import { bodyChanges } from './body-changes.ts';
import { expectedOf, type KnownValues, relaxed } from './expected-from-actual.ts';
import { printFlow } from './print-expected.ts';
import type { Change } from './update-change.ts';
import { quoteOf, removeEntry } from './yaml-edit-layout.ts';

export type ReceivedStep = Pick<KnownValues, 'redacted' | 'usual' | 'sent'> & {
  readonly source: Source;
  /** The `response` of the step in the file. */
  readonly expectation: YamlMapping;
  readonly response: HttpResponse;
  readonly values: Values;
  readonly strict: boolean;
};

/** The changes that make an expected response fit the one that was received. */
export function stepChanges(received: ReceivedStep): readonly Change[] {
  return [...statusChanges(received), ...headerChanges(received), ...ofBody(received), ...contentChanges(received)];
}

function statusChanges({ source, expectation, response }: ReceivedStep): readonly Change[] {
  const node = valueAt(expectation, 'status');
  const { statuses } = expectedResponse(expectation);
  if (node === undefined || statuses.includes(response.status)) return [];
  const [span, received] = [placeOf(source, node), String(response.status)];
  const both = `[${[...statuses, response.status].join(', ')}]`;
  return [
    {
      path: 'status',
      span,
      from: statusesText(statuses),
      to: received,
      accept: { span, text: received },
      relax: { edit: { span, text: both }, to: both },
    },
  ];
}

function headerChanges({
  source,
  expectation,
  response,
  values,
  strict,
  usual,
  ...known
}: ReceivedStep): readonly Change[] {
  const node = valueAt(expectation, 'headers');
  const { headers } = compileResponse(expectedResponse(expectation), source).expectation;
  return headers.flatMap((header): readonly Change[] => {
    const comparison = new Comparison({ values, strict, source });
    compareHeader(header, response.headers, comparison);
    const [difference] = comparison.findings().differences;
    const entry = entriesOf(node).find(({ keySpan }) => keySpan.start === header.nameSpan.start);
    if (difference === undefined || entry === undefined || node?.kind !== 'mapping') return [];
    const path = `header ${header.name}`;
    const removal = removeEntry(source, node, entry, firstOther(node, entry));
    const received = response.headers[header.name];
    const from = difference.expected ?? '';
    if (received === undefined) return [{ path, span: entry.keySpan, from, to: 'nothing', accept: removal }];
    const [span, stated] = [
      placeOf(source, entry.value),
      expectedOf(received, { ...known, values, usual: new Set([...namesIn(entry.value), ...(usual ?? [])]) }),
    ];
    const print = (value: typeof stated) => ({
      span,
      text: printFlow(value, { style: 'flow', indent: 0, newline: '\n', ...quoteOf(source, entry.value) }),
    });
    const less = relaxed(received, entry.value.kind === 'scalar' ? entry.value.value : undefined);
    return [
      {
        path,
        span,
        from,
        to: String(stated),
        accept: print(stated),
        relax: { edit: print(less), to: less },
        ignore: removal,
      },
    ];
  });
}

/** Changes to the expectation of a body as text or bytes. */
function contentChanges({ source, expectation, response, values, strict, ...known }: ReceivedStep): readonly Change[] {
  const { content } = compileResponse(expectedResponse(expectation), source).expectation;
  return content.flatMap(({ key, expected }) => {
    const inCsv = key === 'columns' || key === 'rows';
    const node = valueAt(inCsv ? valueAt(expectation, 'csv') : expectation, key);
    if (node === undefined) return [];
    const comparison = new Comparison({ values, strict, source });
    const value = contentOf(key, expected.kind, response);
    return bodyChanges(
      { node, expected, value, path: inCsv ? `$.csv.${key}` : `$.${key}` },
      { source, comparison, ...known },
    );
  });
}

/** The names in a text of the file. */
function namesIn(node: YamlNode): ReadonlySet<string> {
  const text = node.kind === 'scalar' ? String(node.value) : '';
  return new Set(expressionsOf(parseTemplate(text).template).map(({ name }) => name));
}

/** Which entry is the first where this one is removed. */
function firstOther({ entries }: YamlMapping, entry: YamlEntry): number {
  return entries[0] === entry ? 1 : 0;
}

function ofBody({ source, expectation, response, values, strict, ...known }: ReceivedStep): readonly Change[] {
  const entry = entryOf(expectation, 'body');
  if (entry === undefined) return [];
  const { expected } = compileExpectation(entry.value, source);
  const parsed = response.text.trim() === '' ? undefined : parseJson(response.text);
  const comparison = new Comparison({ values, strict, source });
  if (parsed?.ok === true) {
    return bodyChanges(
      { node: entry.value, expected, value: parsed.value, path: '$' },
      { source, comparison, ...known },
    );
  }
  if (parsed === undefined && allowsAbsence(expected)) return [];
  // A body other than JSON cannot be expected here; the expectation of the body can be removed.
  const removal = removeEntry(source, expectation, entry, firstOther(expectation, entry));
  const to = parsed === undefined ? 'no body' : 'a body that is not checked';
  return [
    {
      path: '$',
      span: { start: entry.keySpan.start, end: endOf(source, entry.value) },
      from: 'a body',
      to,
      accept: removal,
    },
  ];
}

/** The `response` of a step in the file, by the step's id. */
export function expectedIn(root: YamlNode | undefined, id: string): YamlMapping | undefined {
  const step = stepNode(root, id);
  const response = valueAt(step, 'response') ?? valueAt(valueAt(step, 'unattended'), 'response');
  return response?.kind === 'mapping' ? response : undefined;
}
