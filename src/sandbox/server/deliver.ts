import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { responseBytes } from '../../http/payload.ts';
import type { SandboxResponse } from '../service/fault-response.ts';

/** Sends a response, and interrupts it if a fault requires that. Resolves when it is sent, or when the client has disconnected. */
export async function deliver(response: ServerResponse, sent: SandboxResponse): Promise<void> {
  const { status, headers, broken } = sent;
  switch (broken?.kind) {
    case undefined: {
      const body = responseBytes(sent);
      response.writeHead(status, { ...headers, ...lengthOf(body, status) });
      response.end(body);
      return;
    }
    case 'dropped':
      response.destroy();
      return;
    case 'truncated': {
      const bytes = Buffer.from(broken.whole);
      response.writeHead(status, { ...headers, 'content-length': bytes.length });
      response.write(bytes.subarray(0, broken.sentBytes), () => response.destroy());
      return;
    }
    case 'drip':
      response.writeHead(status, { ...headers, ...lengthOf(broken.whole, status) });
      return drip(response, Buffer.from(broken.whole), broken.bytesPerSecond);
    case 'gzip-bomb':
      response.writeHead(status, { ...headers, 'content-encoding': 'gzip' });
      return unpack(response, broken.whole, broken.bytes);
    default:
      broken satisfies never;
  }
}

function lengthOf(body: string | Buffer, status: number): { readonly 'content-length'?: number } {
  return status === 204 || status === 304 ? {} : { 'content-length': Buffer.byteLength(body) };
}

const shortestPauseMs = 20;

async function drip(response: ServerResponse, bytes: Buffer, bytesPerSecond: number): Promise<void> {
  const pauseMs = Math.max(shortestPauseMs, 1000 / bytesPerSecond);
  const step = Math.max(1, Math.round((bytesPerSecond * pauseMs) / 1000));
  for (let sent = 0; sent < bytes.length && !response.destroyed; sent += step) {
    response.write(bytes.subarray(sent, sent + step));
    // Stopping does not wait for a slow response.
    await delay(pauseMs, undefined, { ref: false });
  }
  response.end();
}

const blockBytes = 1024 * 1024;

/** RFC 1952 lets members of a gzip file follow each other: one packed block of white space, many times. */
async function unpack(response: ServerResponse, whole: string, bytes: number): Promise<void> {
  response.write(gzipSync(whole));
  const block = gzipSync(Buffer.alloc(blockBytes, ' '));
  for (let sent = 0; sent < bytes && !response.destroyed; sent += blockBytes) {
    if (!response.write(block)) await drained(response);
  }
  response.end();
}

async function drained(response: ServerResponse): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}
