import type { IncomingMessage } from 'node:http';
import { isJsonType, isTextType } from '../../http/content-type.ts';
import type { Headers } from '../../http/message.ts';

/** A request as it arrived, with all of its body. */
export type ServerRequest = {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly url: string;
  /** The path alone. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Headers;
  readonly body: string;
  /** The body as bytes. */
  readonly content: Buffer;
};

/** As much as Graph takes in one request; of a file it takes more. */
const largestBody = 4 * 1024 * 1024;
const largestFile = 64 * 1024 * 1024;

/** Reads a request; `undefined` where its body is too large to be taken. */
export async function readRequest(message: IncomingMessage): Promise<ServerRequest | undefined> {
  const chunks: Buffer[] = [];
  const most = isJsonType(message.headers['content-type'] ?? 'application/json') ? largestBody : largestFile;
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    // The rest of a body that is too large is still read, so that the client reads the response.
    if (size <= most) chunks.push(chunk);
  }
  if (size > most) return undefined;
  const { method = 'GET', url = '/' } = message;
  const [path = '/'] = url.split('?', 1);
  const content = Buffer.concat(chunks);
  // Only what is text is read as such: a file is not.
  const isText = isTextType(message.headers['content-type'] ?? 'application/json');
  return { method, url, path, headers: headersOf(message), body: isText ? content.toString('utf8') : '', content };
}

function headersOf({ headers }: IncomingMessage): Headers {
  const result: { [name: string]: string } = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) result[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return result;
}
