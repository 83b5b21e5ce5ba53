import { placeAt } from '../../../diagnostics/place.ts';
import type { Problem } from '../../../diagnostics/problem.ts';
import type { ProblemCode } from '../../../diagnostics/problem-codes.ts';
import type { Source, Span } from '../../../diagnostics/source.ts';
import { namePattern } from '../../template/parse-template.ts';
import type { Value } from '../../template/values.ts';
import type { DataRow, Input, Scenario } from '../scenario.ts';
import type { YamlNode } from '../yaml-node.ts';
import { entriesOf, itemsOf, plain, valueAt } from '../yaml-plain.ts';
import { string } from '../yaml-scalars.ts';
import { slug } from './default-ids.ts';

/** The rows of a `matrix`. A row must set what other rows set, unless that is an input with another source. */
export function buildRows(
  source: Source,
  root: YamlNode,
  inputs: readonly Input[],
): { readonly rows: readonly DataRow[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const report = (code: ProblemCode, message: string, span: Span, fix: string) =>
    void problems.push({ code, message, at: placeAt(source, span), fix });
  const rows = itemsOf(valueAt(root, 'matrix')).map((node, index): DataRow => {
    const named = valueAt(node, 'name');
    const name = string(named) ?? '';
    const values = entriesOf(node).filter(({ key }) => key !== 'name');
    for (const { key, keySpan } of values) {
      if (namePattern.test(key)) continue;
      report(
        'invalid-value',
        `\`${key}\` is not a name`,
        keySpan,
        'write a letter or `_`, then letters, digits, `_`, `-`',
      );
    }
    return {
      name,
      key: slug(name) || `row-${index + 1}`,
      values: values.map(({ key, keySpan, value }) => ({ name: key, value: plain(value), span: keySpan })),
      span: named?.span ?? node.span,
    };
  });
  const nameless = rows.length === 0 ? undefined : inputs.find(({ name }) => name === 'name');
  if (nameless !== undefined) {
    const message = 'no row can set the input `name`: in a row, `name` is the name of the row';
    report('invalid-value', message, nameless.span, 'rename the input, in the rows as well');
  }
  const declared = new Set(inputs.map(({ name }) => name));
  const wanted = new Set(rows.flatMap(({ values }) => values.map(({ name }) => name)));
  const seen = new Map<string, DataRow>();
  for (const row of rows) {
    const other = seen.get(row.key);
    if (other !== undefined) {
      const { line, column } = placeAt(source, other.span);
      report('duplicate-id', `the row at ${line}:${column} is called \`${row.key}\` already`, row.span, 'rename one');
    }
    seen.set(row.key, row);
    for (const name of wanted) {
      if (declared.has(name) || row.values.some((one) => one.name === name)) continue;
      const message = `the row \`${row.name}\` has no value for \`${name}\`, and other rows have one`;
      report('missing-input', message, row.span, `add \`${name}\` to it, or list it under \`inputs\``);
    }
  }
  return { rows, problems };
}

/** A scenario once for each of its rows, or itself if it has none. */
export function rowsOf(scenario: Scenario): readonly Scenario[] {
  const { rows } = scenario;
  if (rows.length === 0) return [scenario];
  const ofRows = new Map<string, Set<Value>>();
  for (const { name, value } of rows.flatMap(({ values }) => values)) {
    const all = ofRows.get(name) ?? new Set();
    ofRows.set(name, all.add(value));
  }
  const always = new Set(
    [...ofRows.keys()].filter((name) => rows.every(({ values }) => values.some((one) => one.name === name))),
  );
  return rows.map((row) => ({
    ...scenario,
    title: `${scenario.title} · ${row.name}`,
    row: row.key,
    rows: [],
    tags: [...scenario.tags, row.key],
    inputs: withRow(scenario.inputs, row).map((input) => {
      const values = ofRows.get(input.name);
      return values !== undefined && always.has(input.name) ? { ...input, ofRows: values } : input;
    }),
  }));
}

function withRow(inputs: readonly Input[], { values }: DataRow): readonly Input[] {
  const given = new Map(values.map(({ name, value, span }) => [name, { value, span }]));
  const declared = inputs.map((input) => {
    const fixed = given.get(input.name);
    return fixed === undefined ? input : { ...input, fixed };
  });
  const names = new Set(inputs.map(({ name }) => name));
  const own = values.filter(({ name }) => !names.has(name));
  return [
    ...declared,
    ...own.map(({ name, value, span }) => ({ name, type: 'json' as const, fixed: { value, span }, span })),
  ];
}
