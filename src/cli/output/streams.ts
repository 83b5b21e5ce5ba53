import type { SecretVault } from '../../redaction/redact/secret-vault.ts';
import type { Aside } from '../../report/wording/reporter.ts';
import type { Clock } from '../../run/ports.ts';
import type { StopCode } from '../../run/result.ts';
import type { RunTrace } from './run-trace.ts';

/** The outside world of a command: what main.ts hands in, and tests replace. */
export type Streams = {
  readonly stdout: { readonly write: (text: string) => void; readonly isTTY: boolean; readonly columns?: number };
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
  /** Called before a run goes live: leaves out of this process what it would load and not use. */
  readonly withoutFetch?: () => void;
  /** Asks the person at the terminal; absent where there is none. `undefined`: there will be no answer. */
  readonly ask?: (question: string, signal?: AbortSignal) => Promise<string | undefined>;
  /** Says what remains, line by line, where a second signal ends everything at once. */
  readonly remains: Set<() => readonly string[]>;
  /** What must not be printed, as it becomes known. */
  readonly secrets?: SecretVault;
  /** Hears what is run and sent, where a trace is wanted. */
  readonly trace?: RunTrace;
  /** What is on the screen and steps aside while a person reads or answers something. */
  readonly asides: Set<Aside>;
};

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

/** How wide a terminal is; one that says 0, as of `expect` or a container, does not know. */
export const columnsOf = ({ isTTY, columns }: Partial<Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>>) =>
  isTTY === true && columns !== undefined && columns > 0 ? { columns } : {};
