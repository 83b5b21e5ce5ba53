import { displayWidth, shortened } from '../../diagnostics/display-width.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import type { Exchange, HttpRequest } from '../../http/message.ts';
import { binaryLine, isTextBody } from '../../http/payload.ts';
import { parseJson } from '../../json/parse-json.ts';
import { prettyJson } from '../../json/pretty.ts';
import { counted } from './duration-text.ts';
import type { View } from './terminal-view.ts';

const mostLines = 60;
const longestBody = 100_000;

/** The bodies of an exchange, marked as by `curl -v`: `>` sent, `<` received. */
export function exchangeLines(exchange: Exchange, view: View, indent: string): readonly string[] {
  const { request, response } = exchange;
  return [
    ...marked(sentLines(request), '>', view, indent),
    ...marked([...binaryLines(response), ...bodyLines(response.text)], '<', view, indent),
  ];
}

function sentLines(request: HttpRequest): readonly string[] {
  const { headers, body } = request;
  if (body === undefined) return binaryLines(request);
  return (isTextBody(headers, body) ? body.slice(0, longestBody) : prettyJson(body)).split('\n');
}

/** A body that is not text: its type, length and hash. */
function binaryLines({ headers, bytes }: Pick<HttpRequest, 'headers' | 'bytes'>): readonly string[] {
  return bytes === undefined ? [] : [binaryLine(bytes, headers)];
}

function bodyLines(text: string): readonly string[] {
  if (text === '') return [];
  const read = text.length > longestBody ? undefined : parseJson(text);
  const lines = (read?.ok === true ? prettyJson(read.value) : text.slice(0, longestBody)).split('\n');
  return text.length > longestBody ? [...lines, `… ${counted(text.length - longestBody, 'more character')}`] : lines;
}

function marked(lines: readonly string[], mark: '>' | '<', view: View, indent: string): readonly string[] {
  const width = Math.max(40, view.columns) - indent.length - 2;
  const shown = lines.slice(0, mostLines).map((line) => {
    const inert = safeLine(line);
    return `${indent}${view.paint.dim(mark)} ${displayWidth(inert) > width ? shortened(inert, width) : inert}`;
  });
  const left = lines.length - shown.length;
  return left === 0 ? shown : [...shown, `${indent}${view.paint.dim(`${mark} … ${counted(left, 'more line')}`)}`];
}
