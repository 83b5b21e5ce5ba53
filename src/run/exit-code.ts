import type { ExitCode, StopCode } from './result.ts';

/** What the exit code of a command depends on. An absent key is false. */
export type Ending = {
  /** An object that a run created still exists, or a ledger that may list one cannot be read. */
  readonly leftovers?: boolean;
  /** The signal that stopped it. */
  readonly signal?: StopCode | undefined;
  /** A step failed; or two things that are compared differ. */
  readonly failed?: boolean;
  /** Something could not be tested: it was blocked, or not sent because the output was lost. */
  readonly untested?: boolean;
  /** A step for a person is still to be done. */
  readonly pending?: boolean;
  /** A report or another output could not be written. */
  readonly unwritten?: boolean;
  /** Usage, scenario or recording are wrong. */
  readonly wrongInput?: boolean;
  /** How many requests were sent. */
  readonly sent?: number;
  /** It is a run in which no step was executed. */
  readonly empty?: boolean;
};

/** The one order of exit codes: the worst first. */
const order = [4, 129, 130, 143, 1, 3, 2, 0] as const satisfies readonly ExitCode[];

/**
 * The exit code of every command. If several apply: 4, then the signal, then 1, then 3, then 2 for an output, then 0.
 * Wrong input is 2 if nothing was sent; otherwise it is 3, because something could not be tested. A run that executes
 * no step never passes.
 */
export function exitCode(ending: Ending): ExitCode {
  const { leftovers, signal, failed, untested, pending, unwritten, wrongInput, sent = 0, empty } = ending;
  const applying: ExitCode[] = [];
  if (leftovers === true) applying.push(4);
  if (signal !== undefined) applying.push(signal);
  if (failed === true) applying.push(1);
  if (untested === true || pending === true) applying.push(3);
  if (wrongInput === true) applying.push(sent > 0 ? 3 : 2);
  if (unwritten === true || empty === true) applying.push(2);
  return worstCode(applying);
}

/** The exit code for several runs or parts, from the code of each. */
export function worstCode(codes: readonly ExitCode[]): ExitCode {
  return order.find((code) => codes.includes(code)) ?? 0;
}
