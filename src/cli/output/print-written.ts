import { safeLine } from '../../diagnostics/safe-text.ts';
import type { OpenReporters } from '../../report/write-reports.ts';
import type { Streams } from './streams.ts';

/** Names every file that a run has written, and says how it ended where no reporter prints that. */
export function printWritten(
  { written, unprinted }: Pick<OpenReporters, 'written' | 'unprinted'>,
  { stdout }: Pick<Streams, 'stdout'>,
): void {
  const verdict = unprinted();
  if (verdict !== undefined) stdout.write(`${verdict}\n`);
  for (const path of written()) stdout.write(`written: ${safeLine(path)}\n`);
}
