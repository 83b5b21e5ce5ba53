import { type Json, jsonType, setProperty } from '../json/json.ts';
import type { Exchange, Headers } from './message.ts';

/** What every secret turns into: never its length, never a hash. */
export const gone = '<gone>';

/** Headers that say nothing about who and where; every other one is dropped. */
const kept: ReadonlySet<string> = new Set([
  'content-type',
  'accept',
  'prefer',
  'preference-applied',
  'consistencylevel',
  'odata-version',
  'retry-after',
  'deprecation',
  'sunset',
  'x-ms-resource-unit',
  'location',
  'request-id',
  'client-request-id',
  'date',
  'etag',
  'if-match',
]);

/** Makes what leaves the run safe to show: once, where the run emits. */
export type Redactor = {
  readonly text: (text: string) => string;
  readonly exchange: (exchange: Exchange) => Exchange;
};

/** A redactor for exact values. A value shorter than four characters is no secret: replacing it would destroy the report. */
export function createRedactor(secrets: readonly string[]): Redactor {
  const forms = [...new Set(secrets.filter((secret) => secret.length >= 4).flatMap(writtenForms))];
  forms.sort((a, b) => b.length - a.length);
  const text = (value: string) => forms.reduce((done, form) => done.replaceAll(form, gone), value);
  return {
    text,
    exchange: ({ request, response }) => ({
      request: {
        ...request,
        url: text(request.url),
        headers: keptHeaders(request.headers, text),
        ...(request.body === undefined
          ? {}
          : { body: forms.length === 0 ? request.body : redactJson(request.body, text) }),
      },
      response: { ...response, headers: keptHeaders(response.headers, text), text: text(response.text) },
    }),
  };
}

/** The ways a value stands in urls, JSON and forms. */
function writtenForms(secret: string): readonly string[] {
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
  ];
}

function keptHeaders(headers: Headers, text: (value: string) => string): Headers {
  const result: { [name: string]: string } = {};
  for (const name of Object.keys(headers)) if (kept.has(name)) result[name] = text(headers[name] ?? '');
  return result;
}

function redactJson(value: Json, text: (value: string) => string): Json {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return value.map((item) => redactJson(item, text));
  if (jsonType(value) !== 'object' || value === null || typeof value !== 'object') return value;
  const result: { [name: string]: Json } = {};
  for (const [name, member] of Object.entries(value)) setProperty(result, text(name), redactJson(member, text));
  return result;
}
