/** Secrets in the cells of tables in Markdown. */

import type { HiddenPart } from './field-values.ts';
import { isSecretField } from './secret-fields.ts';
import { goneOf } from './secret-patterns.ts';
import { isSecretText, type LinePart, type Scope } from './written-value.ts';

type Cell = LinePart & { readonly text: string };

/** The cells that belong to a secret name: beside it in its row, or below it in its column. `before`: the text before. */
export function cellValues(line: string, before: () => string, scope: Scope): readonly HiddenPart[] {
  const row = cellsOf(line);
  if (row.length === 0) return [];
  const titles = cellsOf(titleRow(before()));
  const name = row.find(isSecretName);
  if (name !== undefined && describes(row, titles)) return [];
  return row.flatMap((cell, at) => {
    const title = titles[at];
    const field = name ?? (title !== undefined && isSecretName(title) ? title : undefined);
    const isValue =
      field !== undefined && cell !== name && /\w/.test(cell.text) && isSecretText(cell.text, true, scope);
    return isValue ? [{ start: cell.start, end: cell.end, mark: goneOf(field.text) }] : [];
  });
}

/** A name of one word or a few: longer texts only end with such a word. */
const isSecretName = ({ text }: Cell): boolean => /^\S{1,80}(?: \S{1,80}){0,2}$/.test(text) && isSecretField(text);

const typeTitle = /^(?:data )?(?:type|tipo|typ|类型|型|тип)$/i;
const valueTitle = /^(?:value|example|default|sample|valor|ejemplo|exemplo|值|示例|默认|значение|пример)/i;
const typeName =
  /^(?:Edm\.)?(?:string|boolean|guid|binary|date|datetimeoffset|duration|int(?:16|32|64)|stream|timeofday)(?: collection)?$/i;

/** Whether a row describes a property, with no value of it but perhaps in a column of values. */
function describes(row: readonly Cell[], titles: readonly Cell[]): boolean {
  if (titles.some(({ text }) => valueTitle.test(text))) return false;
  if (titles.some(({ text }) => typeTitle.test(text))) return true;
  return (
    row.some(({ text }) => typeName.test(text)) &&
    row.slice(1).every(({ text }) => typeName.test(text) || /\s/.test(text))
  );
}

/** The cells of a row; none of a line that is no row. `text`: without the marks of code and emphasis. */
function cellsOf(line: string): readonly Cell[] {
  if (!/^\s*\|/.test(line)) return [];
  return [...line.matchAll(/(?<=\|)\s*([^\s|](?:[^|]*[^\s|])?)\s*/g)].map(({ index, 0: cell, 1: text = '' }) => {
    const start = index + cell.indexOf(text);
    return { start, end: start + text.length, text: text.replace(/^[*_`]+|[*_`]+$/g, '') };
  });
}

/** The first row of the table that a text ends in. */
function titleRow(text: string): string {
  let first = '';
  for (let end = text.length - 1; end > 0; ) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end);
    if (!/^\s*\|/.test(line)) break;
    first = line;
    end = start - 1;
  }
  return first;
}
