import { safeLine } from '../diagnostics/safe-text.ts';
import type { ScenarioResult } from '../run/result.ts';
import { counted } from './duration-text.ts';
import { failureLines } from './failure-lines.ts';
import { stepColumns, stepLines } from './step-lines.ts';
import { outcomeMark, type View } from './view.ts';

/** A scenario on one line: for those that passed, where there are many. */
export function scenarioLine(scenario: ScenarioResult, view: View): string {
  return `${headLine(scenario, view)}${view.paint.dim(` · ${counted(scenario.steps.length, 'step')}`)}`;
}

/** A scenario as a block: its steps a line each, then every failure in full. */
export function scenarioLines(scenario: ScenarioResult, view: View): readonly string[] {
  const all = [...scenario.steps, ...scenario.cleanup];
  const columns = stepColumns(all, view);
  const lines = [headLine(scenario, view), ...scenario.steps.flatMap((step) => stepLines(step, columns, view))];
  if (scenario.cleanup.length > 0) lines.push(`  ${view.paint.dim('cleanup')}`);
  lines.push(...scenario.cleanup.flatMap((step) => stepLines(step, columns, view)));
  for (const step of all) {
    const failure = failureLines(scenario, step, view);
    if (failure.length > 0) lines.push('', ...failure);
  }
  return lines;
}

function headLine(scenario: ScenarioResult, { paint }: View): string {
  const mark = outcomeMark(scenario.outcome, paint);
  return `${mark} ${paint.bold(safeLine(scenario.title))}  ${paint.dim(safeLine(scenario.file))}`;
}
