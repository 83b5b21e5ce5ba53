import type { Difference } from '../../../expectation/compare/difference.ts';
import { parseJson } from '../../../json/parse-json.ts';
import { counted } from '../../wording/duration-text.ts';
import { type Html, html, nothing } from '../html-text.ts';
import type { JsonLine } from '../json-lines.ts';
import { type SideRow, sideBySide } from './side-by-side.ts';

const mostRows = 400;
/** Rows around a difference that are never folded. */
const near = 4;
/** Fewer rows than this are not worth folding. */
const fewest = 12;

/** Expected and actual body side by side; absent where one of them is not JSON. */
export function sidesPart(expected: string, actual: string, about: About): Html | undefined {
  const [left, right] = [parseJson(expected), actual === '' ? undefined : parseJson(actual)];
  if (!left.ok || right?.ok === false) return undefined;
  const rows = folded(sideBySide(left.value, right?.value, about.differences));
  const shown = rows.slice(0, mostRows);
  return html`<table class="sides"><caption>Expected and actual, side by side</caption>
<thead><tr><th scope="col">Expected</th><th scope="col">Actual</th></tr></thead>
<tbody>${tableRows(shown, about)}</tbody></table>
${rows.length > shown.length ? html`<p class="left">${rows.length - shown.length} more lines are left out here; the stored result has them.</p>` : nothing}`;
}

/** A difference over several rows is explained after the last of them. */
function tableRows(rows: readonly Folded[], about: About): readonly Html[] {
  let waiting: readonly number[] = [];
  return rows.map((row, index) => {
    if ('fold' in row) return foldRow(row);
    waiting = [...waiting, ...row.differences];
    const next = rows[index + 1];
    if (next !== undefined && 'continues' in next) return sideRow(row, [], about);
    const reasons = waiting;
    waiting = [];
    return sideRow(row, reasons, about);
  });
}

/** A row, or how many lines are folded away, and which. */
type Folded = SideRow | { readonly fold: number; readonly why: string };

/** Long stretches without a difference become one row. */
function folded(rows: readonly SideRow[]): readonly Folded[] {
  const keep = new Set<number>();
  for (const [index, { differences, continues }] of rows.entries()) {
    if (differences.length > 0 || continues === true)
      for (let at = index - near; at <= index + near; at++) keep.add(at);
  }
  const result: Folded[] = [];
  for (let index = 0; index < rows.length; ) {
    let end = index;
    while (end < rows.length && !keep.has(end)) end++;
    const stretch = end - index;
    if (stretch >= fewest) result.push({ fold: stretch, why: 'without a difference' });
    else result.push(...rows.slice(index, end));
    const next = rows[end];
    if (next !== undefined) result.push(next);
    index = end + 1;
  }
  return foldedUnexpected(result);
}

/** Properties that only the response has are not differences, and are shown in the response below. */
function foldedUnexpected(rows: readonly Folded[]): readonly Folded[] {
  const result: Folded[] = [];
  for (const row of rows) {
    const last = result.at(-1);
    const isUnexpected = !('fold' in row) && row.quiet && row.expected === undefined;
    if (!isUnexpected) result.push(row);
    else if (last !== undefined && 'fold' in last && last.why === notExpected) {
      result[result.length - 1] = { ...last, fold: last.fold + 1 };
    } else result.push({ fold: 1, why: notExpected });
  }
  return result;
}

const notExpected = 'only in the response, which is shown below';

function foldRow({ fold, why }: Extract<Folded, { fold: number }>): Html {
  return html`<tr class="fold"><td colspan="2">${counted(fold, 'line')} ${why}</td></tr>`;
}

type About = { readonly differences: readonly Difference[]; readonly anchor: string };

/** A row, and the reasons after the last row of a difference. */
function sideRow(row: SideRow, reasons: readonly number[], about: About): Html {
  const { expected, actual, differences, quiet, continues } = row;
  const isSame = expected?.text === actual?.text;
  const name = differences.length > 0 || continues === true ? 'failed' : isSame ? 'same' : quiet ? 'quiet' : 'other';
  const why = reasons.flatMap((index) => {
    const one = about.differences[index];
    return one === undefined ? [] : [html`<a href="#${about.anchor}.d${index + 1}">${index + 1}</a> ${one.message}. `];
  });
  return html`<tr class="${name}">${cell(expected)}${cell(actual)}</tr>${why.length === 0 ? nothing : html`<tr class="why"><td colspan="2"><span aria-hidden="true">✗ </span>${why}</td></tr>`}`;
}

function cell(line: JsonLine | undefined): Html {
  if (line === undefined)
    return html`
<td class="none"></td>`;
  return html`
<td>${'  '.repeat(line.depth)}${line.text}</td>`;
}
