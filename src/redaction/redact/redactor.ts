/**
 * The redaction room: makes all output of a run safe to show; reporters never see anything else. This file: the
 * interface of a redactor, and the redactor that removes only secrets.
 */

import { decoded } from '../../decoded.ts';
import { defined } from '../../defined.ts';
import type { Binary, Exchange, HttpRequest } from '../../http/message.ts';
import { withoutBytes } from '../../http/payload.ts';
import { type Json, jsonType, setProperty } from '../../json/json.ts';
import { secretRemover } from '../secrets/remove-secrets.ts';
import { shownHeaders, shownSentHeaders } from '../tables/header-table.ts';
import { mapJsonText } from './map-json-text.ts';

/** Makes the output of a run safe to show: once, where the run emits. */
export type Redactor = {
  readonly text: (text: string) => string;
  /** A line of a source: secrets are removed, everything else is kept. */
  readonly excerpt: (line: string) => string;
  readonly exchange: (exchange: Exchange) => Exchange;
};

/** A redactor for exact values: removes them, and every header that is not known to be harmless. */
export function createRedactor(secrets: readonly string[]): Redactor {
  return redactorThrough(secretRemover(secrets), () => secrets.length > 0);
}

/** A redactor whose texts go through a function; `isNeeded`: whether there is anything to remove. */
export function redactorThrough(text: (text: string) => string, isNeeded: () => boolean): Redactor {
  return {
    text,
    excerpt: text,
    exchange: ({ request, response }) => {
      const removes = isNeeded();
      return {
        request: {
          ...(removes ? requestWithout(request, text) : withoutRequestBytes(request)),
          headers: shownSentHeaders(request.headers, text),
        },
        response: {
          status: response.status,
          headers: shownHeaders(response.headers, text),
          text: removes ? bodyWithout(response.text, text) : response.text,
          ...shownBytes(response.bytes, text),
        },
      };
    },
  };
}

/** A request, its headers aside, through a function for its texts. */
export function requestWithout(request: HttpRequest, text: (value: string) => string): HttpRequest {
  const { method, url, headers, body, bytes } = request;
  return {
    method,
    url: urlWithout(url, text),
    headers,
    ...(body !== undefined && { body: redactJson(body, text) }),
    ...(bytes !== undefined && { bytes: withoutBytes(bytes) }),
  };
}

/** Bytes that are sent are shown only by size and hash: the sender has them. */
function withoutRequestBytes(request: HttpRequest): HttpRequest {
  return request.bytes === undefined ? request : { ...request, bytes: withoutBytes(request.bytes) };
}

/** Bytes as received; bytes that contain a secret are not shown. */
export function shownBytes(bytes: Binary | undefined, text: (value: string) => string): { readonly bytes?: Binary } {
  if (bytes?.base64 === undefined) return defined({ bytes });
  const read = Buffer.from(bytes.base64, 'base64').toString('latin1');
  return { bytes: text(read) === read ? bytes : withoutBytes(bytes) };
}

/** A text that is escaped in a url may be a secret once it is decoded, too. */
function urlWithout(url: string, text: (value: string) => string): string {
  const left = text(url);
  if (!left.includes('%')) return left;
  return left.replace(/[^/?&=]+/g, (part) => {
    const plain = decoded(part);
    const shown = text(plain);
    return shown === plain ? part : encodeURIComponent(shown.toWellFormed());
  });
}

/** A text that is escaped in JSON may be a secret once it is decoded, in any of its written forms. */
function bodyWithout(body: string, text: (value: string) => string): string {
  const left = text(body);
  if (!left.includes('\\')) return left;
  return mapJsonText(left, { name: text, text, hides: () => false }) ?? left;
}

function redactJson(value: Json, text: (value: string) => string): Json {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return value.map((item) => redactJson(item, text));
  if (jsonType(value) !== 'object' || value === null || typeof value !== 'object') return value;
  const result: { [name: string]: Json } = {};
  for (const [name, member] of Object.entries(value)) setProperty(result, text(name), redactJson(member, text));
  return result;
}
