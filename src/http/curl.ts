import type { Json } from '../json/json.ts';
import { prettyJson } from '../json/pretty.ts';
import type { Headers, HttpRequest } from './message.ts';
import { isTextBody } from './payload.ts';

/** A field name by RFC 9110 section 5.1. Curl could take anything else for a file to read (`@…`) or a field to drop. */
const fieldName = /^[!#$%&'*+.^_`|~\w-]+$/;
const beyondPrintable = /[^\x20-\x7e]/gu;
const unwanted = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
/** Characters that could control a terminal into which the command is pasted; in JSON an escape has the same meaning. */
const driving = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * The request as a command for a POSIX shell. The token is the shell variable `$TOKEN`, which the reader sets. Nothing in it
 * is expanded by the shell or read from files by curl, and all of it can be pasted.
 */
export function curlCommand({ method, url, headers, body, bytes }: HttpRequest, origin: string): string {
  // `-I`: with `-X HEAD`, curl would wait for a body that never arrives.
  const verb = method === 'HEAD' ? '--head' : `--request ${method}`;
  const fields = Object.entries(headers).filter(([name]) => fieldName.test(name) && name !== 'authorization');
  return [
    `curl --globoff --path-as-is ${verb} ${quoted(url.startsWith('/') ? origin + encoded(url) : encoded(url))}`,
    ...(url.startsWith('/') ? ['--header "Authorization: Bearer $TOKEN"'] : []),
    ...fields.map(
      ([name, value]) => `--header ${quoted(`${name}: ${value.toWellFormed().replace(unwanted, ' ').trim()}`)}`,
    ),
    ...(bytes === undefined ? [] : ['--data-binary @BODY']),
    ...(body === undefined || bytes !== undefined ? [] : [dataOption(headers, body)]),
  ].join(' \\\n  ');
}

/** A word in single quotes, in which a POSIX shell expands nothing. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** Only characters that a url can contain; a lone surrogate, which cannot be encoded, becomes the replacement character. */
function encoded(url: string): string {
  return url.toWellFormed().replace(beyondPrintable, encodeURIComponent);
}

/** Text is sent unchanged: in it, `\\u….` would be other characters, so control characters are removed. */
function dataOption(headers: Headers, body: Json): string {
  const data = isTextBody(headers, body) ? body.replace(driving, ' ') : escaped(prettyJson(body));
  return `--data-raw ${quoted(data)}`;
}

function escaped(json: string): string {
  return json.replace(driving, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
