import type { Place } from './place.ts';
import type { ProblemCode } from './problem-codes.ts';

/** A problem that a person can correct: what is wrong, where, and what to do. */
export type Problem = {
  readonly code: ProblemCode;
  readonly message: string;
  /** Absent if the problem is not in a file (a flag, the environment). */
  readonly at?: Place;
  readonly fix?: string;
};

/** A value, or all the problems that prevent it. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export const success = <T>(value: T): Result<T> => ({ ok: true, value });
export const failure = (
  problems: readonly Problem[],
): { readonly ok: false; readonly problems: readonly Problem[] } => ({
  ok: false,
  problems,
});

/** Something wrong with how a command was called. */
export const usage = (message: string, fix: string): Problem => ({ code: 'usage', message, fix });

/** The problems of several outcomes. */
export const problemsOf = (...outcomes: readonly Result<unknown>[]): Problem[] =>
  outcomes.flatMap((one) => (one.ok ? [] : one.problems));

/** Limits a list of problems; the last one states how many there are (`found`, if the list is not complete). */
export function firstProblems(
  problems: readonly Problem[],
  most: number,
  found: number = problems.length,
): readonly Problem[] {
  const shown = problems.slice(0, most);
  const last = shown.at(-1);
  if (last === undefined || found <= shown.length) return shown;
  return [...shown.slice(0, -1), { ...last, message: `${last.message} (first ${shown.length} of ${found})` }];
}

/** The value where there are no problems, otherwise the problems. */
export function unlessProblems<T>(problems: readonly Problem[], value: () => T): Result<T> {
  return problems.length === 0 ? success(value()) : failure(problems);
}
