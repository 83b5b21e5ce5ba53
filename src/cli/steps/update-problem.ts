import { type Problem, usage } from '../../diagnostics/problem.ts';
import { standardInput } from '../loading/standard-input.ts';
import type { RunConfig } from '../options/config.ts';
import type { Streams } from '../output/streams.ts';

/** People decide about expectations: no person reviews what CI writes. */
export function updateProblem(
  { update, record, operands }: RunConfig,
  { environment, ask }: Streams,
): Problem | undefined {
  if (operands.includes(standardInput) && (update !== undefined || record !== undefined)) {
    return usage(
      'a scenario from standard input has no file to write to',
      'save it as `*.scenario.yaml`, and name that',
    );
  }
  if (update !== undefined && !['', 'false', '0', undefined].includes(environment['CI'])) {
    return usage('`--update` is refused in CI', 'run it on your machine, and review what it changed');
  }
  if (update !== 'ask' || ask !== undefined) return undefined;
  return usage('`--ask` needs a terminal', 'remove it, and review what `--update` changed');
}
