import { createHash } from 'node:crypto';

/** The opaque part of a link to the next page: how far the pages before it arrived, sealed with the query that it belongs to. */
export function skipTokenFor(offset: number, query: string): string {
  return Buffer.from(`${offset}.${seal(offset, query)}`).toString('base64url');
}

/** Where the page starts; `undefined` for a token that was made for another query, or by another user. */
export function offsetOf(token: string, query: string): number | undefined {
  const [, digits] = /^(\d{1,15})\./.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  const offset = Number(digits);
  return digits !== undefined && token === skipTokenFor(offset, query) ? offset : undefined;
}

function seal(offset: number, query: string): string {
  return createHash('sha256').update(`${offset}\n${query}`).digest('base64url').slice(0, 22);
}
