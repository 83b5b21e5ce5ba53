import { parseContentType } from '../../http/content-type.ts';
import type { HttpResponse } from '../../http/message.ts';
import { responseDigest } from '../../http/payload.ts';
import type { Json } from '../../json/json.ts';
import type { ExpectedContent } from '../compile/expected.ts';
import { compareBody } from './compare-body.ts';
import type { Comparison } from './comparison.ts';
import { parseCsv } from './parse-csv.ts';

/**
 * Compares a body with an expectation of its text or bytes. Paths begin with the aspect that is compared:
 * `$.csv.columns[1]`.
 */
export function compareContent(
  { key, expected }: ExpectedContent,
  response: HttpResponse,
  comparison: Comparison,
): void {
  const path = key === 'columns' || key === 'rows' ? ['csv', key] : [key];
  const of = (one: HttpResponse) => contentOf(key, expected.kind, one);
  const below = (value: Json) => path.reduceRight((inner, name) => ({ [name]: inner }), value);
  comparison.begin({ value: below(of(response)), of: (shown) => below(of(shown)) });
  for (const name of path) comparison.enter(name);
  compareBody(expected, of(response), comparison);
  for (const _ of path) comparison.leave();
}

/** The part of a response for an expectation of its text or bytes. `kind`: the kind of the expectation. */
export function contentOf(key: ExpectedContent['key'], kind: string, response: HttpResponse): Json {
  switch (key) {
    case 'type':
      return parseContentType(response.headers['content-type'] ?? '').type;
    case 'text':
      return response.text;
    case 'size':
      return responseDigest(response).size;
    case 'sha256':
      return responseDigest(response).sha256;
    case 'columns':
      return parseCsv(response.text).columns;
    case 'rows': {
      const { rows } = parseCsv(response.text);
      // A number, or a matcher for one, is about how many there are.
      return kind === 'literal' || kind === 'matcher' || kind === 'template' ? rows.length : rows;
    }
    default:
      return key satisfies never;
  }
}
