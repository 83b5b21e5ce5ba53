import { problemText } from '../../diagnostics/code-frame.ts';
import { placeAt, placeText } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import type { TextEdit } from '../../diagnostics/text-edit.ts';
import type { StepChanges } from '../../expectation/update/scenario-changes.ts';
import type { Change } from '../../expectation/update/update-change.ts';
import type { Plan } from '../../run/plan/plan.ts';
import type { ScenarioResult } from '../../run/result.ts';
import { rewriteFile } from '../output/rewrite-file.ts';
import type { Streams } from '../output/streams.ts';
import { type Choice, chooser } from './choose-change.ts';

/** Updates the expectation to the actual response, when the run is over. */
export type Acceptor = {
  readonly hear: (plan: Plan, result: ScenarioResult) => void;
  /** Rewrites the files and says how; how many differences remain. */
  readonly finish: () => Promise<number>;
};

/** `all` accepts everything; `ask` asks about every difference. */
export function acceptAnswers(how: 'all' | 'ask', streams: Streams): Acceptor {
  const heard: { readonly plan: Plan; readonly result: ScenarioResult }[] = [];
  return {
    hear: (plan, result) => {
      if ([...result.steps, ...result.cleanup].some(({ outcome }) => outcome.kind === 'failed')) {
        heard.push({ plan, result });
      }
    },
    finish: async () => {
      if (heard.length === 0) return 0;
      const { scenarioChanges } = await import('../../expectation/update/scenario-changes.ts');
      const choose = how === 'ask' ? chooser(streams) : acceptAll;
      let remaining = 0;
      for (const { plan, result } of heard) {
        remaining += await update(plan, scenarioChanges(plan, result), { choose, streams });
      }
      return remaining;
    },
  };
}

type Choose = (change: Change, plan: Plan) => Promise<Choice>;

const acceptAll: Choose = async ({ accept, to }) => ({ kind: 'edit', edit: accept, to });

type Updating = { readonly choose: Choose; readonly streams: Streams };

/** Rewrites one file; how many differences remain. */
async function update(plan: Plan, steps: readonly StepChanges[], { choose, streams }: Updating): Promise<number> {
  const edits: TextEdit[] = [];
  const lines: string[] = [];
  const accepted: StepChanges[] = [];
  let remaining = steps.reduce((sum, { left }) => sum + left.length, 0);
  for (const step of steps) {
    let whole = true;
    for (const change of step.changes) {
      const choice = await choose(change, plan);
      whole &&= choice.kind === 'edit';
      if (choice.kind === 'edit') {
        edits.push(choice.edit);
        lines.push(lineOf(change, choice.to, plan));
      } else remaining += 1;
    }
    if (whole) accepted.push(step);
  }
  for (const { step, left } of steps) {
    for (const { path, message } of left) {
      streams.stderr.write(
        safeLine(`${placeText(step.at)}: ${path}: ${message}: no expectation can be rewritten for it`),
      );
      streams.stderr.write('\n');
    }
  }
  if (edits.length === 0) return remaining;
  const problem = await rewrite(plan, edits, accepted);
  if (problem === undefined) streams.stdout.write(`\n${lines.join('\n')}\n`);
  else streams.stderr.write(`${problemText(problem)}\n`);
  return problem === undefined ? remaining : remaining + edits.length;
}

function lineOf({ span, path, from }: Change, to: string, { scenario: { source } }: Plan): string {
  return safeLine(`updated  ${placeText(placeAt(source, span))}  ${path}  ${from} → ${to}`);
}

async function rewrite(
  plan: Plan,
  edits: readonly TextEdit[],
  accepted: readonly StepChanges[],
): Promise<Problem | undefined> {
  const { updatedText } = await import('../../expectation/update/scenario-changes.ts');
  const text = updatedText(plan, edits, accepted);
  if (!text.ok) return text.problems[0];
  return rewriteFile(plan.scenario.source, text.value);
}
