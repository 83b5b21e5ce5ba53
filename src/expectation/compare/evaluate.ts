import { defined } from '../../defined.ts';
import type { Source } from '../../diagnostics/source.ts';
import type { Values } from '../../format/template/values.ts';
import { isJsonType } from '../../http/content-type.ts';
import type { HttpResponse } from '../../http/message.ts';
import { binaryLine } from '../../http/payload.ts';
import { bodyJson } from '../../http/response-body.ts';
import { statusesText } from '../../http/statuses.ts';
import { compactJson } from '../../json/compact.ts';
import { isJsonObject, type Json, property } from '../../json/json.ts';
import type { CompiledResponse } from '../compile/compile-response.ts';
import { allowsAbsence, type Expected } from '../compile/expected.ts';
import { compareBody } from './compare-body.ts';
import { compareContent } from './compare-content.ts';
import { compareHeader } from './compare-header.ts';
import { Comparison } from './comparison.ts';
import type { Findings } from './findings.ts';

/** Compares a response with what a step expects of it. */
export type Verdict = {
  readonly findings: Findings;
  /** The response's body; `undefined` where it has none or it is not JSON. */
  readonly body: Json | undefined;
  /** The service refused: nothing but the status was compared, and nothing can be captured. */
  readonly isUnexpectedError: boolean;
  /** The response that was compared. */
  readonly response: HttpResponse;
};

export type Evaluation = {
  readonly expectation: CompiledResponse;
  readonly response: HttpResponse;
  readonly values: Values;
  /** `true`: a property that is not expected is a difference. */
  readonly strict: boolean;
  /** The scenario, for the places of differences. */
  readonly source: Source;
};

/**
 * Compares a response with its expectation: everything, without coercion, and every difference is reported. An
 * unexpected error response is one difference: its body explains the refusal, and is not compared.
 */
export function evaluateResponse({ expectation, response, values, strict, source }: Evaluation): Verdict {
  const comparison = new Comparison({ values, strict, source });
  const parsed = readBody(response);
  const body = parsed?.ok === true ? parsed.value : undefined;
  if (!expectation.statuses.includes(response.status)) {
    reportStatus(expectation, { status: response.status, body, comparison });
    if (response.status >= 400) return { findings: comparison.findings(), body, isUnexpectedError: true, response };
  }
  for (const header of expectation.headers) compareHeader(header, response.headers, comparison);
  for (const content of expectation.content) compareContent(content, response, comparison);
  if (expectation.body === undefined) {
    if (parsed?.ok === false && isJsonType(contentTypeOf(response))) {
      reportNotJson(parsed.message, { expectation, response, comparison });
    }
  } else if (parsed === undefined) {
    if (!allowsAbsence(expectation.body)) reportNotJson('there is no body', { expectation, response, comparison });
  } else if (!parsed.ok) reportNotJson(parsed.message, { expectation, response, comparison });
  else {
    comparison.begin({ value: parsed.value, of: bodyOf });
    for (const [index, path] of parsed.duplicates.entries())
      reportDuplicate({ index, path }, expectation.body, comparison);
    comparison.differMore(parsed.moreDuplicates);
    compareBody(expectation.body, parsed.value, comparison);
  }
  return { findings: comparison.findings(), body, isUnexpectedError: false, response };
}

/** `undefined` where there is none. */
function readBody(response: HttpResponse): ReturnType<typeof bodyJson> | undefined {
  return response.text.trim() === '' && response.bytes === undefined ? undefined : bodyJson(response);
}

function bodyOf(response: HttpResponse): Json | undefined {
  const read = readBody(response);
  return read?.ok === true ? read.value : undefined;
}

function contentTypeOf({ headers }: HttpResponse): string {
  return Object.hasOwn(headers, 'content-type') ? (headers['content-type'] ?? '') : '';
}

type Received = { readonly status: number; readonly body: Json | undefined; readonly comparison: Comparison };

function reportStatus({ statuses, statusSpan }: CompiledResponse, { status, body, comparison }: Received): void {
  comparison.differ({
    code: 'status',
    path: 'status',
    message: 'unexpected status',
    span: statusSpan,
    words: ({ response, text }) => ({
      expected: statusesText(statuses),
      actual: `${status}${errorOf(response === undefined ? body : bodyOf(response), text)}`,
    }),
  });
}

/** The error of a service: `{"error": {"code": …, "message": …}}`, as OData prescribes it. */
function errorOf(body: Json | undefined, show: (text: string) => string): string {
  const error = property(body, 'error');
  if (!isJsonObject(error)) return '';
  const parts = [property(error, 'code'), property(error, 'message')].filter((part) => typeof part === 'string');
  return parts.length === 0 ? '' : ` (${compactJson(parts.join(': '), undefined, show).slice(1, -1)})`;
}

const shownOfBody = 200;
/** What is to be hidden in what is shown of a body ends before. */
const mostRead = 100_000;

type Unread = {
  readonly expectation: CompiledResponse;
  readonly response: HttpResponse;
  readonly comparison: Comparison;
};

function reportNotJson(reason: string, { expectation, response, comparison }: Unread): void {
  comparison.differ({
    code: 'not-json',
    path: '$',
    message: `the body is not JSON: ${reason}`,
    span: expectation.body?.span ?? expectation.span,
    words: ({ response: shown, text }) => {
      const read = shown && readBody(shown);
      return {
        ...(read?.ok === false && { message: `the body is not JSON: ${read.message}` }),
        expected: 'JSON',
        actual: beginningOf(shown ?? response, text),
      };
    },
  });
}

function beginningOf(response: HttpResponse, show: (text: string) => string): string {
  if (response.bytes !== undefined) return binaryLine(response.bytes, response.headers);
  const contentType = contentTypeOf(response) || 'no content type';
  const beginning = show(response.text.slice(0, mostRead));
  const start = beginning.slice(0, shownOfBody).replace(/[\ud800-\udbff]$/, '');
  const cut = response.text.length > shownOfBody ? '…' : '';
  return start.trim() === '' ? `${contentType}, empty` : `${contentType}: ${start}${cut}`;
}

type Duplicate = { readonly index: number; readonly path: string };

function reportDuplicate({ index, path }: Duplicate, { span }: Expected, comparison: Comparison): void {
  comparison.differ({
    code: 'value',
    path,
    message: 'the property occurs more than once; the last one was checked',
    span,
    words: ({ response }) => {
      const read = response && readBody(response);
      return read?.ok === true ? defined({ path: read.duplicates[index] }) : {};
    },
  });
}
