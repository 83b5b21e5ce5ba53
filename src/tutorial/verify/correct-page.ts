import { STATUS_CODES } from 'node:http';
import { applyEdits, type TextEdit } from '../../diagnostics/text-edit.ts';
import type { Difference } from '../../expectation/compare/difference.ts';
import type { HttpResponse } from '../../http/message.ts';
import { parseJson } from '../../json/parse-json.ts';
import type { Page, PageBody, PageResponse } from '../page/page.ts';
import { correctJson } from './correct-json.ts';
import type { RequestBlock } from './match-blocks.ts';
import { shownResponse } from './page-response.ts';

/** What was received where a block's response differs. */
export type Deviation = {
  readonly block: RequestBlock;
  readonly response: HttpResponse;
  readonly differences: readonly Difference[];
  /** The lists that differ as a whole, by their paths. */
  readonly lists: ReadonlySet<string>;
  /** What the scenario expects where the page alone is wrong, by path. */
  readonly expected: ReadonlyMap<string, string>;
  /** Why nothing of this block is corrected; absent where it is. */
  readonly not?: string;
};

/** A page with its responses as the service now gives them, and what could not be corrected. */
export type CorrectedPage = {
  readonly text: string;
  /** How many blocks were changed. */
  readonly blocks: number;
  readonly left: readonly { readonly block: RequestBlock; readonly why: string }[];
};

/** Corrects the blocks of a page; nothing else of it changes. */
export function correctPage(page: Page, deviations: readonly Deviation[]): CorrectedPage {
  const edits: TextEdit[] = [];
  const left: { block: RequestBlock; why: string }[] = [];
  let blocks = 0;
  const done = new Set<RequestBlock>();
  for (const deviation of deviations) {
    // If one block documents several steps, the first one decides.
    if (done.has(deviation.block)) continue;
    done.add(deviation.block);
    const corrected = deviation.not ?? correctBlock(page, deviation);
    if (typeof corrected === 'string') left.push({ block: deviation.block, why: corrected });
    else {
      edits.push(...corrected.edits);
      blocks += corrected.edits.length > 0 ? 1 : 0;
      left.push(...corrected.left.map((why) => ({ block: deviation.block, why })));
    }
  }
  return { text: applyEdits(page.source.text, edits), blocks, left };
}

type CorrectedBlock = { readonly edits: readonly TextEdit[]; readonly left: readonly string[] };

function correctBlock(page: Page, deviation: Deviation): CorrectedBlock | string {
  const { block, response, differences, lists, expected } = deviation;
  if (response.status >= 400)
    return `the service responded with ${response.status}, and an error is never written into a page`;
  const shown = shownResponse(block.request, [response.status]);
  if (shown === undefined) return 'the page shows no response';
  const edits: TextEdit[] = [];
  if (shown.status !== response.status) {
    const edit = statusEdit(page, shown, response.status);
    if (edit === undefined) return `the status ${shown.status} is in no status line`;
    edits.push(edit);
  }
  const left = differences.flatMap(({ path }) =>
    path.startsWith('header ') ? [`the ${path} is not corrected: its value may be one of this run`] : [],
  );
  const actual = response.text.trim() === '' ? undefined : parseJson(response.text);
  if (actual === undefined || shown.body === undefined) {
    // The status of the one and the body of the other would be a mixture.
    return (actual === undefined) === (shown.body === undefined) ? { edits, left } : 'one of the two has no body';
  }
  if (!actual.ok) return 'what was received is not JSON';
  if (shown.body.kind !== 'json') return 'the body that the page shows cannot be read';
  if (shown.body.repairs.length > 0) return 'the body on the page is not valid JSON';
  const differing = new Set(differences.map(({ path }) => path));
  const { text, value } = shown.body;
  const { shortened } = shown;
  const corrected = correctJson({ text, shown: value, actual: actual.value, differing, lists, expected, shortened });
  const body = { span: shown.body.span, text: inPlace(page, shown.body, corrected.text) };
  if (corrected.text !== text) edits.push(body);
  const personal = (path: string) => `${path} has a value that may be of a tenant or a person: write a sample`;
  left.push(
    ...corrected.long.map((path) => `${path} has many more items than the page shows`),
    ...corrected.personal.map(personal),
  );
  const isSilent = edits.length + left.length === 0;
  return isSilent ? 'nothing that the page shows would read otherwise' : { edits, left };
}

function statusEdit({ source }: Page, { span, statusFrom }: PageResponse, status: number): TextEdit | undefined {
  if (statusFrom !== 'status-line') return undefined;
  const line = /(HTTP\/\d(?:\.\d)? +)\d{3}( +[^\r\n]*)?/.exec(source.text.slice(span.start, span.end));
  if (line === null) return undefined;
  const start = span.start + line.index;
  const reason = line[2] === undefined ? '' : ` ${STATUS_CODES[status] ?? ''}`.trimEnd();
  return { span: { start, end: start + line[0].length }, text: `${line[1]}${status}${reason}` };
}

/** With what precedes each line on the page: the indentation of a list, the mark of a quote, its line breaks. */
function inPlace({ source }: Page, { span }: PageBody, text: string): string {
  const lineStart = source.text.lastIndexOf('\n', span.start - 1) + 1;
  const before = source.text.slice(lineStart, span.start);
  const prefix = /^[\s>]*$/.test(before) ? before : '';
  const newline = source.text.includes('\r\n') ? '\r\n' : '\n';
  return text
    .split('\n')
    .map((line, at) => (at === 0 ? line : `${prefix}${line.replace(/\r$/, '')}`))
    .join(newline);
}
