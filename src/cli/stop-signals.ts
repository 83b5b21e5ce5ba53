import type { StopCode } from '../run/result.ts';

/** The signals that stop a command, and their exit codes. */
export const stopSignals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const satisfies {
  readonly [signal: string]: StopCode;
};

export type StopPorts = {
  /** Stops the run, which then cleans up. */
  readonly stop: (code: StopCode) => void;
  /** Ends the process immediately. */
  readonly leave: (code: StopCode) => void;
  /** Calls after so many milliseconds, and after all signals that were delivered by then. */
  readonly later: (ms: number, then: () => void) => void;
};

/**
 * One stop is often delivered more than once: to the child and to its group (`timeout`), by the terminal and by the
 * parent (npx, npm, a terminal that is closed). Within this time, all of that is one stop.
 */
export const oneStopMs = 1000;

/**
 * Handles each signal: the first stops and cleans up, its repetitions are ignored, a later one ends the process
 * immediately.
 */
export function onSignal({ stop, leave, later }: StopPorts): (code: StopCode) => void {
  let state: 'running' | 'stopping' | 'stopped' = 'running';
  return (code) => {
    if (state === 'stopped') return leave(code);
    if (state === 'stopping') return;
    state = 'stopping';
    later(oneStopMs, () => {
      state = 'stopped';
    });
    stop(code);
  };
}
