import { ownCommand } from '../../diagnostics/own-command.ts';
import { failure, type Result } from '../../diagnostics/problem.ts';
import { decodeSource } from '../../diagnostics/read-source.ts';
import type { Source } from '../../diagnostics/source.ts';
import { largestScenarioBytes } from '../../format/scenario/load-scenario.ts';

/** The operand for a scenario on standard input, which is also its name in messages. */
export const standardInput = '-';

/** Reads standard input to its end. Problems: `file-too-large`, `file-encoding`, `file-unreadable` where it is a terminal. */
export async function readStandardInput(input: NodeJS.ReadStream = process.stdin): Promise<Result<Source>> {
  if (input.isTTY === true) {
    const message = 'standard input is a terminal';
    return failure([{ code: 'file-unreadable', message, fix: `pipe a scenario to it: \`… | ${ownCommand} run -\`` }]);
  }
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of input) {
    parts.push(Buffer.from(part));
    size += parts.at(-1)?.length ?? 0;
    if (size <= largestScenarioBytes) continue;
    const message = `standard input has more than ${largestScenarioBytes} bytes, which is the limit`;
    return failure([{ code: 'file-too-large', message, fix: 'split it' }]);
  }
  return decodeSource(standardInput, Buffer.concat(parts));
}
