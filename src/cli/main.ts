/** The cli room: one command, one file. This file: the process around a command, and the one place that catches. */
import { dispatch } from './dispatch.ts';
import type { Streams } from './streams.ts';

const signalCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/** Runs the command line; sets the exit code when all is done. */
export async function main(): Promise<void> {
  const stop = new AbortController();
  for (const [signal, code] of Object.entries(signalCodes)) {
    // The first stops and cleans up; the second leaves at once.
    process.once(signal, () => {
      stop.abort(code);
      process.once(signal, () => process.exit(code));
    });
  }
  // A reader that goes away (`| head`) ends the output, not the cleanup.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  try {
    process.exitCode = await dispatch(process.argv.slice(2), processStreams(stop.signal));
  } catch (error) {
    process.stderr.write(`tutorial-replay failed, and that is a defect of tutorial-replay: ${describe(error)}\n`);
    process.exitCode = 70;
  }
}

function processStreams(signal: AbortSignal): Streams {
  const { stdout, stderr } = process;
  return {
    stdout: {
      write: (text) => void stdout.write(text),
      isTTY: stdout.isTTY === true,
      ...(stdout.isTTY === true ? { columns: stdout.columns } : {}),
    },
    stderr: { write: (text) => void stderr.write(text), isTTY: stderr.isTTY === true },
    environment: process.env,
    wallClock: () => performance.now(),
    signal,
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
