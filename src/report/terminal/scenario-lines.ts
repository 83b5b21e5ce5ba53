import { safeLine } from '../../diagnostics/safe-text.ts';
import type { ScenarioResult } from '../../run/result.ts';
import { scenarioTitle } from '../../run/tenant-events.ts';
import { counted } from '../wording/duration-text.ts';
import { failuresIn } from '../wording/failure-lines.ts';
import { fileLink } from '../wording/hyperlink.ts';
import { outcomeMark, type View, viewLines } from '../wording/terminal-view.ts';
import { stepColumns, stepLines, undocumentedLines } from './step-lines.ts';

/** A scenario on one line: for those that passed, where there are many. */
export function scenarioLine(scenario: ScenarioResult, view: View): readonly string[] {
  const steps = counted(scenario.steps.length + scenario.cleanup.length, 'step');
  return viewLines(`${headLine(scenario, view)}${view.paint.dim(` · ${steps}`)}`, view);
}

/** The outcome of a scenario whose heading and steps were printed before. */
export function closingLines(scenario: ScenarioResult, view: View): readonly string[] {
  const steps = [...scenario.steps, ...scenario.cleanup];
  const ended = `${titleText(scenario, view)}${view.paint.dim(` · ${counted(steps.length, 'step')}`)}`;
  return [...viewLines(ended, view), ...undocumentedLines(steps, view)];
}

/** A scenario as a block: its steps a line each, then every failure in full. */
export function scenarioLines(scenario: ScenarioResult, view: View): readonly string[] {
  const failures = failureBlocks(scenario, view);
  return [
    ...viewLines(headLine(scenario, view), view),
    ...stepBlock(scenario, view),
    ...(failures.length === 0 ? [] : ['', ...failures]),
  ];
}

/** The steps of a scenario, a line each. */
export function stepBlock(scenario: ScenarioResult, view: View): readonly string[] {
  const columns = stepColumns([...scenario.steps, ...scenario.cleanup], view);
  const lines = scenario.steps.flatMap((step) => stepLines(step, columns, view));
  const undocumented = undocumentedLines([...scenario.steps, ...scenario.cleanup], view);
  if (scenario.cleanup.length === 0) return [...lines, ...undocumented];
  const cleanup = scenario.cleanup.flatMap((step) => stepLines(step, columns, view));
  return [...lines, `  ${view.paint.dim('cleanup')}`, ...cleanup, ...undocumented];
}

/** Every failure of a scenario in full, an empty line between them. */
export function failureBlocks(scenario: ScenarioResult, view: View): readonly string[] {
  const blocks = [...scenario.steps, ...scenario.cleanup]
    .map(failuresIn(scenario, view))
    .filter((lines) => lines.length > 0);
  return blocks.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function headLine(scenario: ScenarioResult, view: View): string {
  return `${titleText(scenario, view)}  ${fileLink(view.paint.dim(safeLine(scenario.file)), scenario.file, view)}`;
}

function titleText(scenario: ScenarioResult, { paint }: View): string {
  return `${outcomeMark(scenario.outcome, paint)} ${paint.bold(safeLine(scenarioTitle(scenario)))}`;
}
