import { safeLine } from '../../diagnostics/safe-text.ts';
import type { Exchange } from '../../http/message.ts';
import { parseJson } from '../../json/parse-json.ts';
import { prettyJson } from '../../json/pretty.ts';
import { displayWidth, shortened } from './display-width.ts';
import type { View } from './terminal-view.ts';

const mostLines = 60;
const longestBody = 100_000;

/** The bodies of an exchange, as `curl -v` marks them: `>` what was sent, `<` what was received. */
export function exchangeLines(exchange: Exchange, view: View, indent: string): readonly string[] {
  const { request, response } = exchange;
  const sent = request.body === undefined ? [] : prettyJson(request.body).split('\n');
  return [...marked(sent, '>', view, indent), ...marked(bodyLines(response.text), '<', view, indent)];
}

function bodyLines(text: string): readonly string[] {
  if (text === '') return [];
  const read = text.length > longestBody ? undefined : parseJson(text);
  return (read?.ok === true ? prettyJson(read.value) : text.slice(0, longestBody)).split('\n');
}

function marked(lines: readonly string[], mark: '>' | '<', view: View, indent: string): readonly string[] {
  const width = Math.max(40, view.columns) - indent.length - 2;
  const shown = lines.slice(0, mostLines).map((line) => {
    const inert = safeLine(line);
    return `${indent}${view.paint.dim(mark)} ${displayWidth(inert) > width ? shortened(inert, width) : inert}`;
  });
  const left = lines.length - shown.length;
  return left === 0 ? shown : [...shown, `${indent}${view.paint.dim(`${mark} … ${left} more lines`)}`];
}
