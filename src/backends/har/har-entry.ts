/** The HAR room: requests to Microsoft Graph in an HTTP Archive. This file: one of its entries. */
import type { HttpResponse } from '../../http/message.ts';
import type { Json } from '../../json/json.ts';

export type HarEntry = {
  /** 1-based, among all entries of the file. */
  readonly number: number;
  /** When it was sent: milliseconds since 1970. */
  readonly startedMs: number;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly body?: Json;
  readonly response: HttpResponse;
};

/** Method and url as they are compared: clients escape differently. */
export function targetOf({ method, url }: { readonly method: string; readonly url: string }): string {
  return `${method} ${unescaped(url)}`;
}

export function unescaped(url: string): string {
  try {
    return decodeURIComponent(url.replaceAll('+', ' '));
  } catch {
    return url;
  }
}
