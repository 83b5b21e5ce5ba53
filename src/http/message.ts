/** The HTTP room: an exchange as plain data. This file: requests, responses and exchanges. */
import type { Json } from '../json/json.ts';
import type { BodyPieces, inFile } from './in-file.ts';

/** Header fields; names in lower case, as HTTP compares them. */
export type Headers = { readonly [name: string]: string };

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * A body that is not text. `base64` is absent where only size and hash are kept: in requests, and above 8 MiB. Many bytes to be sent stay in their file; no document names it.
 */
export type Binary = {
  readonly size: number;
  readonly sha256: string;
  readonly base64?: string;
  readonly [inFile]?: BodyPieces;
};

export type HttpRequest = {
  readonly method: Method;
  /**
   * Path and query on the configured service, percent-encoded: `/beta/groups?$top=5`. Or an absolute https address that the service gave: it is requested without credentials.
   */
  readonly url: string;
  readonly headers: Headers;
  /** JSON; a string under a content type that is not JSON is the text itself. */
  readonly body?: Json;
  /** A body that is not text, in place of `body`. */
  readonly bytes?: Binary;
};

export type HttpResponse = {
  readonly status: number;
  readonly headers: Headers;
  /** The body as received, decoded by its charset; empty if there was none, or if it is not text. */
  readonly text: string;
  /** The body as received, where it is not text, or its text alone does not give the same bytes again. */
  readonly bytes?: Binary;
};

/** A request and its response. */
export type Exchange = { readonly request: HttpRequest; readonly response: HttpResponse };
