import type { SecretVault } from '../../redaction/redact/secret-vault.ts';
import type { Aside } from '../../report/wording/reporter.ts';
import type { Clock } from '../../run/ports.ts';
import type { StopCode } from '../../run/result.ts';
import type { RunTrace } from './run-trace.ts';

/** The outside world of a command: what main.ts hands in, and tests replace. */
export type Streams = {
  readonly stdout: {
    readonly write: (text: string) => void;
    readonly isTTY: boolean;
    readonly columns?: number;
    /** The width now: a window may have been resized since. */
    readonly columnsNow?: () => number;
  };
  readonly stderr: { readonly write: (text: string) => void; readonly isTTY: boolean; readonly columns?: number };
  readonly environment: { readonly [name: string]: string | undefined };
  /** The real time, in milliseconds since 1970. */
  readonly wallClock: () => number;
  /** By which live runs wait, where that is not the real time. */
  readonly clock?: Clock;
  /** Aborted by a signal to the process, with its exit code as the reason. */
  readonly signal: AbortSignal;
  /** Aborted when the output can no longer be written, or the process is broken: the run stops, and cleans up. */
  readonly lost: AbortSignal;
  /** The folder where is kept how scenarios ended when they ran last; absent: nothing is kept. */
  readonly lastRuns?: string;
  /** The number of this process. */
  readonly pid: number;
  /** Called before a live run: keeps modules from being loaded that it does not use. */
  readonly withoutFetch?: () => void;
  /** Prompts the person at the terminal; absent without a terminal. `undefined`: no answer will come. */
  readonly ask?: (question: string, signal?: AbortSignal) => Promise<string | undefined>;
  /** Prints what remains, line by line, when a second signal ends the process at once. */
  readonly remains: Set<() => readonly string[]>;
  /** Values that must not be printed, as they become known. */
  readonly secrets?: SecretVault;
  /** Listens to what is run and sent, for a trace. */
  readonly trace?: RunTrace;
  /** Output on the screen that is hidden during a prompt. */
  readonly asides: Set<Aside>;
};

/** The same streams, with another form of what is written. */
export function withText<T extends Streams>(streams: T, form: (text: string) => string): T {
  const { stdout, stderr } = streams;
  return {
    ...streams,
    stdout: { ...stdout, write: (text) => stdout.write(form(text)) },
    stderr: { ...stderr, write: (text) => stderr.write(form(text)) },
  };
}

/** Aborted where nothing more may be sent but what cleans up. */
export function stopOf({ signal, lost }: Pick<Streams, 'signal' | 'lost'>): AbortSignal {
  return AbortSignal.any([signal, lost]);
}

/** The exit code of the signal that stopped the command, where one did. */
export function stopCodeOf({ signal }: Pick<Streams, 'signal'>): StopCode | undefined {
  if (!signal.aborted) return undefined;
  return stopCodes.find((code) => code === signal.reason) ?? interrupted;
}

const interrupted: StopCode = 130;
const stopCodes: readonly StopCode[] = [129, 130, 143];

/** The width of a terminal; 0, as from `expect` or a container, means unknown. */
export const columnsOf = ({ isTTY, columns }: Partial<Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>>) =>
  isTTY === true && columns !== undefined && columns > 0 ? { columns } : {};
