import type { PageResponse } from '../../page/page.ts';

/** The media type that headers state, without parameters, in lower case; `undefined` where they state none that is one. */
export function mediaTypeOf(headers: PageResponse['headers']): string | undefined {
  const stated = contentTypeOf(headers)?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return /^[a-z0-9][\w.+-]*\/[a-z0-9][\w.+-]*$/.test(stated) ? stated : undefined;
}

export const contentTypeOf = (headers: PageResponse['headers']): string | undefined =>
  headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value;
