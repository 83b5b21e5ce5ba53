/** The cli room: one command, one file. This file: the process around a command, and the one place that catches. */

import { writeSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { defined } from '../defined.ts';
import { exitCode, worstCode } from '../run/exit-code.ts';
import type { ExitCode, StopCode } from '../run/result.ts';
import { dispatch } from './dispatch.ts';
import { cacheFolder } from './output/cache-folder.ts';
import { columnsOf, type Streams } from './output/streams.ts';
import { onSignal, stopSignals } from './stop-signals.ts';
import { withoutFetch } from './without-fetch.ts';

const defect = 70;

/** Runs the command line; sets the exit code when all is done. */
export async function main(): Promise<void> {
  const stop = new AbortController();
  const lost = new AbortController();
  const remains: Streams['remains'] = new Set();
  const hear = onSignal({
    stop: (code) => stop.abort(code),
    leave: (code) => leave(code, remains),
    // A signal that arrives while the process is busy is delivered before immediates run. The process waits for
    // that, because a second signal would kill Node while it exits.
    later: (ms, then) => void setTimeout(() => setImmediate(then), ms),
  });
  for (const [signal, code] of Object.entries(stopSignals)) process.on(signal, () => hear(code));
  // If the event loop is empty before the work has ended, the exit code is not a success.
  let ended: ExitCode | typeof defect = defect;
  let isUnwritten = false;
  const settle = () => {
    process.exitCode = ended === defect || !isUnwritten ? ended : worstCode([ended, exitCode({ unwritten: true })]);
  };
  settle();
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', ({ code }: NodeJS.ErrnoException) => {
      // A closed pipe (`| head`) is not an error.
      const isFirst = code !== 'EPIPE' && !isUnwritten;
      isUnwritten ||= isFirst;
      if (isFirst) process.stderr.write(`the output cannot be written (${code})\n`);
      lost.abort();
      settle();
    });
  }
  let isBroken = false;
  const crash = (what: string) => {
    isBroken = true;
    process.stderr.write(`tutorial-replay failed, and that is a defect of tutorial-replay: ${what}\n`);
    // The current run stops and cleans up.
    lost.abort();
  };
  // Its message may contain a secret, so only the place where it was thrown is printed.
  process.on('uncaughtException', (error) =>
    crash(`${error.name} ${/\n\s+(at .*)/.exec(error.stack ?? '')?.[1] ?? ''}`),
  );
  try {
    const code = await dispatch(
      process.argv.slice(2),
      processStreams({ signal: stop.signal, lost: lost.signal, remains }),
    );
    ended = isBroken && code !== exitCode({ leftovers: true }) ? defect : code;
  } catch (error) {
    crash(describe(error));
  }
  settle();
}

/** Prints what remains, and how to remove it. No error may keep the process from ending. */
function leave(signal: StopCode, remains: Streams['remains']): never {
  const lines = [...remains].flatMap((list) => list());
  try {
    if (lines.length > 0) writeSync(2, `${lines.join('\n')}\n`);
  } finally {
    process.exit(exitCode({ signal, leftovers: lines.length > 0 }));
  }
}

function processStreams(about: Pick<Streams, 'signal' | 'lost' | 'remains'>): Streams {
  const { stdin, stdout, stderr } = process;
  const attended = stdin.isTTY === true && stderr.isTTY === true;
  const startMs = Date.now() - process.uptime() * 1_000;
  return {
    stdout: {
      write: (text) => void stdout.write(text),
      isTTY: stdout.isTTY === true,
      ...columnsOf(stdout),
      columnsNow: () => stdout.columns,
    },
    stderr: {
      write: (text) => void stderr.write(text),
      isTTY: stderr.isTTY === true,
      ...columnsOf(stderr),
    },
    environment: process.env,
    wallClock: () => startMs + process.uptime() * 1_000,
    pid: process.pid,
    lastRuns: join(cacheFolder({ platform: process.platform, environment: process.env, home: homedir() }), 'last-runs'),
    ...about,
    asides: new Set(),
    withoutFetch,
    ...(attended ? { ask: askAtTerminal } : {}),
  };
}

async function askAtTerminal(question: string, signal?: AbortSignal): Promise<string | undefined> {
  // After the end of the input (Ctrl-D), no answers will come.
  if (process.stdin.readableEnded || process.stdin.destroyed) return undefined;
  const { createInterface } = await import('node:readline/promises');
  // Ctrl-C must reach the process as a signal, as it does everywhere else.
  const terminal = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  try {
    const ended = new Promise<undefined>((resolve) => terminal.once('close', () => resolve(undefined)));
    const answer = terminal.question(question, defined({ signal }));
    return await Promise.race([answer.catch(() => undefined), ended]);
  } finally {
    terminal.close();
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
