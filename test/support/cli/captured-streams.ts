import type { Streams } from '../../../src/cli/output/streams.ts';

/** Streams for tests: what was written, and no terminal, environment or clock. */
export function capturedStreams(): {
  readonly streams: Streams;
  readonly out: () => string;
  readonly err: () => string;
} {
  const written = { out: '', err: '' };
  const streams: Streams = {
    stdout: {
      write: (text) => {
        written.out += text;
      },
      isTTY: false,
    },
    stderr: {
      write: (text) => {
        written.err += text;
      },
      isTTY: false,
    },
    environment: {},
    wallClock: () => Date.parse('2026-11-29T08:30:00Z'),
    signal: new AbortController().signal,
    lost: new AbortController().signal,
    pid: process.pid,
    remains: new Set(),
    asides: new Set(),
  };
  return { streams, out: () => written.out, err: () => written.err };
}
