import { problemText } from '../../diagnostics/code-frame.ts';
import { type Place, placeAt, placeText } from '../../diagnostics/place.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import type { StepChanges } from '../../expectation/update/scenario-changes.ts';
import type { Change } from '../../expectation/update/update-change.ts';
import type { ChosenEdit } from '../../expectation/update/updated-text.ts';
import type { EvidenceSource } from '../../run/evidence-source.ts';
import type { Plan } from '../../run/plan/plan.ts';
import type { ScenarioResult } from '../../run/result.ts';
import { rewriteFile } from '../output/rewrite-file.ts';
import type { Streams } from '../output/streams.ts';
import { type Choice, chooser } from './choose-change.ts';

/** Updates the expectation to the actual response, when the run is over. */
export type Acceptor = {
  readonly hear: (plan: Plan, result: ScenarioResult) => void;
  /** Rewrites the files and prints the changes; returns how many differences remain. */
  readonly finish: () => Promise<number>;
};

/** `all` accepts everything; `ask` asks about every difference. */
export function acceptResponses(how: 'all' | 'ask', streams: Streams): Acceptor {
  const collected: { readonly plan: Plan; readonly result: ScenarioResult }[] = [];
  return {
    hear: (plan, result) => {
      // Rows of a scenario that pass count, too.
      if (plan.scenario.row !== undefined || hasFailed(result)) collected.push({ plan, result });
    },
    finish: async () => {
      if (!collected.some(({ result }) => hasFailed(result))) return 0;
      const { changesOfRows } = await import('../../expectation/update/row-changes.ts');
      const choose = how === 'ask' ? chooser(streams) : acceptAll;
      let remaining = 0;
      for (const runs of Map.groupBy(collected, ({ plan }) => plan.scenario.source.path).values()) {
        const [first] = runs;
        if (first === undefined) continue;
        remaining += await update(first.plan, changesOfRows(runs), { choose, streams });
      }
      return remaining;
    },
  };
}

function hasFailed({ steps, cleanup }: ScenarioResult): boolean {
  return [...steps, ...cleanup].some(({ outcome }) => outcome.kind === 'failed');
}

type Choose = (change: Change, plan: Plan) => Promise<Choice>;

const acceptAll: Choose = async ({ accept, to }) => ({ kind: 'edit', edit: accept, to });

type Updating = { readonly choose: Choose; readonly streams: Streams };

/** Rewrites one file; how many differences remain. */
async function update(plan: Plan, steps: readonly StepChanges[], { choose, streams }: Updating): Promise<number> {
  const chosen: ChosenEdit[] = [];
  const accepted = new Set<StepChanges>();
  let remaining = steps.reduce((sum, { left }) => sum + left.length, 0);
  for (const step of steps) {
    // The remaining part of the response still differs.
    let whole = step.left.every(({ code }) => code === 'capture' || code === 'request-changed');
    for (const change of step.changes) {
      const choice = await choose(change, plan);
      whole &&= choice.kind === 'edit';
      if (choice.kind === 'edit') {
        chosen.push({ step, change, edit: choice.edit, to: choice.to });
      } else remaining += 1;
    }
    if (whole) accepted.add(step);
  }
  for (const { path, message, at, source } of steps.flatMap(({ left, step }) =>
    left.map((one) => ({ ...one, source: step.source })),
  )) {
    const why = whyLeft(at, source);
    streams.stderr.write(`${safeLine(`${placeText(at)}: ${path}: ${message}: ${why}`)}\n`);
  }
  return chosen.length === 0 ? remaining : remaining + (await rewrite(plan, { chosen, accepted, streams }));
}

function whyLeft({ calledAt }: Place, source: EvidenceSource | undefined): string {
  if (source !== undefined && source !== 'modeled') {
    return `the response is ${source}, not one of the service: expectations are not updated from it`;
  }
  return calledAt === undefined
    ? 'no expectation can be rewritten for it'
    : 'it is in shared steps, which other scenarios use: change it there';
}

function lineOf({ change: { span, path, from }, to }: ChosenEdit, { scenario: { source } }: Plan): string {
  return safeLine(`updated  ${placeText(placeAt(source, span))}  ${path}  ${from} → ${to}`);
}

type Rewriting = {
  readonly chosen: readonly ChosenEdit[];
  readonly accepted: ReadonlySet<StepChanges>;
  readonly streams: Streams;
};

/** Writes the possible changes, and prints the others with their places; returns how many differences remain. */
async function rewrite(plan: Plan, { chosen, accepted, streams }: Rewriting): Promise<number> {
  const { updatedText } = await import('../../expectation/update/updated-text.ts');
  const { source } = plan.scenario;
  const { text, written, problems } = updatedText(plan.scenario, chosen, accepted);
  for (const problem of problems) streams.stderr.write(`${problemText(problem)}\n`);
  if (written.length === 0) return chosen.length;
  const fault = await rewriteFile(source, text);
  if (fault === undefined) streams.stdout.write(`\n${written.map((one) => lineOf(one, plan)).join('\n')}\n`);
  else streams.stderr.write(`${problemText(fault)}\n`);
  return fault === undefined ? problems.length : chosen.length;
}
