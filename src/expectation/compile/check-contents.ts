import type { Span } from '../../diagnostics/source.ts';
import { suggestion } from '../../diagnostics/suggest.ts';
import type { JsonType } from '../../json/json.ts';
import type { Scalar } from '../matchers/same-scalar.ts';
import { type Compilation, complain } from './compilation.ts';
import type { Expected, ExpectedContent } from './expected.ts';

type Key = ExpectedContent['key'];

/** The possible values of each content key: an expectation of another value can never match. */
const forms: {
  readonly [key in Key]: {
    readonly type: JsonType;
    readonly holds: (value: Scalar) => boolean;
    /** Completes "`size` is never …". */
    readonly fix: string;
  };
} = {
  type: {
    type: 'string',
    holds: (value) => typeof value === 'string' && /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;.*)?$/.test(value),
    fix: 'write a media type such as `text/csv`',
  },
  text: { type: 'string', holds: (value) => typeof value === 'string', fix: 'write a text, in quotes, or a matcher' },
  size: { type: 'number', holds: isCount, fix: 'write a number of bytes, or a matcher such as `<integer > 0>`' },
  sha256: {
    type: 'string',
    holds: (value) => typeof value === 'string' && /^[0-9a-f]{64}$/i.test(value),
    fix: 'write 64 hexadecimal digits, or a matcher',
  },
  columns: { type: 'array', holds: () => false, fix: 'write a list of names' },
  rows: {
    type: 'number',
    holds: isCount,
    fix: 'write a number of rows, a matcher such as `<integer >= 1>`, or a list of rows',
  },
};

function isCount(value: Scalar): boolean {
  return typeof value === 'bigint' ? value >= 0n : Number.isInteger(value) && Number(value) >= 0;
}

/** Complains of expectations about a body that need not be JSON, and that no body can meet. */
export function checkContents(content: readonly ExpectedContent[], compilation: Compilation): void {
  for (const { key, expected } of content) {
    const isList = expected.kind === 'array' || expected.kind === 'unordered' || expected.kind === 'contains';
    if (isList && (key === 'columns' || key === 'rows')) continue;
    if (mayHold(key, expected)) continue;
    const message = `\`${key}\` cannot be this in any response`;
    complain(compilation, { code: 'invalid-value', message, fix: forms[key].fix, span: expected.span });
  }
  checkRows(content, compilation);
}

function mayHold(key: Key, expected: Expected): boolean {
  switch (expected.kind) {
    case 'template':
      return true;
    case 'matcher':
      return expected.matcher.types.has(forms[key].type) || expected.matcher.allowsAbsence;
    case 'literal':
      return forms[key].holds(expected.value);
    case 'each':
    case 'count':
      return key === 'columns' || key === 'rows';
    default:
      return false;
  }
}

/** A row of CSV has the expected columns and no others; its values are texts. */
function checkRows(content: readonly ExpectedContent[], compilation: Compilation): void {
  const [columns, rows] = (['columns', 'rows'] as const).map((key) => content.find((one) => one.key === key)?.expected);
  for (const { cell, isRow } of [
    ...itemsOf(columns).map((cell) => ({ cell, isRow: false })),
    ...itemsOf(rows).flatMap(cellsOf),
  ]) {
    const fault = isRow ? rowFault(cell) : cellFault(cell);
    if (fault !== undefined) complain(compilation, { code: 'invalid-value', ...fault, span: cell.span });
  }
  if (columns?.kind !== 'array' || rows === undefined) return;
  const names = columns.items.map((item) => (item.kind === 'literal' ? String(item.value) : undefined));
  if (names.includes(undefined)) return;
  const known = names.filter((name) => name !== undefined);
  for (const { name, span } of namesOf(rows)) {
    if (known.includes(name)) continue;
    const message = `a row has no column \`${name}\`, by the \`columns\` that are expected`;
    complain(compilation, { code: 'invalid-value', message, fix: suggestion(name, known), span });
  }
}

function namesOf(rows: Expected): readonly { readonly name: string; readonly span: Span }[] {
  return itemsOf(rows).flatMap((item) =>
    item.kind === 'object' ? item.properties.map(({ name, nameSpan }) => ({ name, span: nameSpan })) : [],
  );
}

/** What is expected of each item of a list. */
function itemsOf(list: Expected | undefined): readonly Expected[] {
  if (list?.kind === 'each') return [list.item];
  return list !== undefined && 'items' in list ? list.items : [];
}

/** The cells of a row, or the row itself where it is something else. */
const cellsOf = (row: Expected): readonly { readonly cell: Expected; readonly isRow: boolean }[] =>
  row.kind === 'object'
    ? row.properties.map(({ expected }) => ({ cell: expected, isRow: false }))
    : [{ cell: row, isRow: true }];

type CellFault = { readonly message: string; readonly fix: string };

function rowFault({ kind, ...row }: Expected): CellFault | undefined {
  const mayHold = kind === 'template' || ('matcher' in row && row.matcher.types.has('object'));
  return mayHold ? undefined : { message: 'this is not a row of CSV', fix: 'write it by its columns: `{ Name: Ada }`' };
}

function cellFault(cell: Expected): CellFault | undefined {
  const mayHold =
    cell.kind === 'template' ||
    (cell.kind === 'literal' && typeof cell.value === 'string') ||
    (cell.kind === 'matcher' && (cell.matcher.types.has('string') || cell.matcher.allowsAbsence));
  if (mayHold) return undefined;
  const fix = 'write a text, in quotes where it is a number, or a matcher such as `<matches ^\\d+$>`';
  return { message: 'a cell of CSV is text, and this is not', fix };
}
