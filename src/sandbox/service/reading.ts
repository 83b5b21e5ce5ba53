import { notFound } from './graph-error.ts';
import type { GraphCall, GraphResponse } from './route.ts';

/** The value read from a request, or the error response. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly response: GraphResponse };

export const read = <T>(value: T): Reading<T> => ({ ok: true, value });

export const refused = (response: GraphResponse): { readonly ok: false; readonly response: GraphResponse } => ({
  ok: false,
  response,
});

/** The object with an id, which is looked up in lower case; otherwise a 404. */
export function found<T>(id: string | undefined, find: (id: string) => T | undefined): Reading<T> {
  const value = find((id ?? '').toLowerCase());
  return value === undefined ? refused(notFound(id ?? '')) : read(value);
}

/** The result of a function of the value; an error response is kept. */
export function readOn<T, U>(reading: Reading<T>, next: (value: T) => Reading<U>): Reading<U> {
  return reading.ok ? next(reading.value) : reading;
}

/** Handles a request with what it leads to. */
export function at<T>(
  locate: (call: GraphCall) => Reading<T>,
  handle: (call: GraphCall, found: T) => GraphResponse,
): (call: GraphCall) => GraphResponse {
  return (call) => {
    const located = locate(call);
    return located.ok ? handle(call, located.value) : located.response;
  };
}
