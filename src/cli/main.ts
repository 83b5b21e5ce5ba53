/** The cli room: one command, one file. This file: the process around a command, and the one place that catches. */
import { writeSync } from 'node:fs';
import { dispatch } from './dispatch.ts';
import type { Streams } from './output/streams.ts';

const defect = 70;
const signalCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/** Runs the command line; sets the exit code when all is done. */
export async function main(): Promise<void> {
  const stop = new AbortController();
  const remains: Streams['remains'] = new Set();
  for (const [signal, code] of Object.entries(signalCodes)) {
    // The first stops and cleans up; the second leaves at once.
    process.on(signal, () => (stop.signal.aborted ? leave(code, remains) : stop.abort(code)));
  }
  // A reader that goes away (`| head`) ends the output, not the cleanup.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  // Should nothing be left to wait for in the middle of the work, that is no success.
  process.exitCode = defect;
  try {
    process.exitCode = await dispatch(process.argv.slice(2), processStreams(stop.signal, remains));
  } catch (error) {
    process.stderr.write(`tutorial-replay failed, and that is a defect of tutorial-replay: ${describe(error)}\n`);
    process.exitCode = defect;
  }
}

/** Says what remains, and how to remove it. Nothing may keep this from leaving. */
function leave(code: number, remains: Streams['remains']): never {
  try {
    const lines = [...remains].flatMap((list) => list());
    if (lines.length > 0) writeSync(2, `${lines.join('\n')}\n`);
  } finally {
    process.exit(code);
  }
}

function processStreams(signal: AbortSignal, remains: Streams['remains']): Streams {
  const { stdin, stdout, stderr } = process;
  const attended = stdin.isTTY === true && stderr.isTTY === true;
  return {
    stdout: {
      write: (text) => void stdout.write(text),
      isTTY: stdout.isTTY === true,
      ...(stdout.isTTY === true ? { columns: stdout.columns } : {}),
    },
    stderr: { write: (text) => void stderr.write(text), isTTY: stderr.isTTY === true },
    environment: process.env,
    wallClock: () => performance.timeOrigin + performance.now(),
    signal,
    pid: process.pid,
    remains,
    asides: new Set(),
    ...(attended ? { ask: askAtTerminal } : {}),
  };
}

async function askAtTerminal(question: string, signal?: AbortSignal): Promise<string | undefined> {
  // Who has ended the input (Ctrl-D) answers nothing anymore.
  if (process.stdin.readableEnded || process.stdin.destroyed) return undefined;
  const { createInterface } = await import('node:readline/promises');
  // Ctrl-C must reach the process as a signal, as it does everywhere else.
  const terminal = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  try {
    const ended = new Promise<undefined>((resolve) => terminal.once('close', () => resolve(undefined)));
    const answer = terminal.question(question, signal === undefined ? {} : { signal });
    return await Promise.race([answer.catch(() => undefined), ended]);
  } finally {
    terminal.close();
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
