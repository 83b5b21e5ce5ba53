/** The HTTP room: an exchange as plain data. This file: requests, responses and what was exchanged. */
import type { Json } from '../json/json.ts';

/** Header fields; names in lower case, as HTTP compares them. */
export type Headers = { readonly [name: string]: string };

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type HttpRequest = {
  readonly method: Method;
  /** Path and query on the configured service, percent-encoded: `/beta/groups?$top=5`. Never an origin. */
  readonly url: string;
  readonly headers: Headers;
  readonly body?: Json;
};

export type HttpResponse = {
  readonly status: number;
  readonly headers: Headers;
  /** The body as received, decoded as UTF-8; empty where there was none. */
  readonly text: string;
};

/** What was sent and the actual value. */
export type Exchange = { readonly request: HttpRequest; readonly response: HttpResponse };
