import { safeLine } from '../../diagnostics/safe-text.ts';
import { verdict } from '../../report/wording/verdict.ts';
import type { RunSummary } from '../../run/result.ts';
import type { Streams } from './streams.ts';

type Reported = { readonly written: () => readonly string[]; readonly unprinted: () => RunSummary | undefined };

/** Lists every file that a run has written, and prints its outcome if no reporter does. */
export function printWritten({ written, unprinted }: Reported, { stdout }: Pick<Streams, 'stdout'>): void {
  const summary = unprinted();
  if (summary !== undefined) stdout.write(`${verdict(summary)}\n`);
  for (const path of written()) stdout.write(`written: ${safeLine(path)}\n`);
}
