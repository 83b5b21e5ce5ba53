import { parseContentType } from './content-type.ts';
import type { HttpRequest } from './message.ts';

/** A body that a report shows as a picture. */
export type Picture = {
  readonly type: string;
  /** The ending of a file with the picture. */
  readonly ending: string;
  /** Bytes. */
  readonly size: number;
  readonly base64: string;
};

/** Not SVG: it is a program. */
const endings = new Map([
  ['image/png', 'png'],
  ['image/jpeg', 'jpg'],
  ['image/gif', 'gif'],
  ['image/webp', 'webp'],
]);
const largestSize = 512 * 1024;

/** The picture in a message; absent if it contains none, or one that is too large to show. */
export function pictureOf({ headers, bytes }: Pick<HttpRequest, 'headers' | 'bytes'>): Picture | undefined {
  const { type } = parseContentType(headers['content-type'] ?? '');
  const ending = endings.get(type);
  if (ending === undefined || bytes?.base64 === undefined || bytes.size > largestSize) return undefined;
  return { type, ending, size: bytes.size, base64: bytes.base64 };
}
