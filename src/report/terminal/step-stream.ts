import { safeLine } from '../../diagnostics/safe-text.ts';
import type { RunEvent, ScenarioResult, StepResult } from '../../run/result.ts';
import { fileLink } from '../wording/hyperlink.ts';
import { type View, viewLines } from '../wording/terminal-view.ts';
import { closingLines, failureBlocks } from './scenario-lines.ts';
import { type StepColumns, stepLines, streamedColumns } from './step-lines.ts';

type Started = Extract<RunEvent, { kind: 'scenario-started' }>;

/** A scenario whose steps are printed as they end, for runs that take minutes: one at a time, or they would mix. */
export class StepStream {
  readonly #view: View;
  #columns: StepColumns;
  #isCleanup = false;

  constructor({ steps }: Pick<Started, 'steps'>, view: View) {
    this.#view = view;
    this.#columns = streamedColumns(steps, view);
  }

  head({ title, file }: Started): readonly string[] {
    const { paint } = this.#view;
    const line = `▸ ${paint.bold(safeLine(title))}  ${fileLink(paint.dim(safeLine(file)), file, this.#view)}`;
    return viewLines(line, this.#view);
  }

  step(step: StepResult): readonly string[] {
    const isFirst = step.phase === 'cleanup' && !this.#isCleanup;
    this.#isCleanup ||= isFirst;
    return [
      ...(isFirst ? [`  ${this.#view.paint.dim('cleanup')}`] : []),
      ...stepLines(step, this.#columns, this.#view),
    ];
  }

  /** The failures, in full, and the outcome of the scenario. */
  end(scenario: ScenarioResult): readonly string[] {
    const failures = failureBlocks(scenario, this.#view);
    return ['', ...failures, ...(failures.length === 0 ? [] : ['']), ...closingLines(scenario, this.#view)];
  }
}
