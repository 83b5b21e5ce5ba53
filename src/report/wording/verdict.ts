import { ownCommand } from '../../diagnostics/own-command.ts';
import { type NotRunReason, notRunReasons, type RunSummary } from '../../run/result.ts';
import { counted, groupedDigits } from './duration-text.ts';
import type { Commands } from './reporter.ts';

/** The verdict of the run, in one sentence, which names the scenario where there is only one. */
export function verdict(summary: RunSummary, title?: string): string {
  const { exitCode, scenarios, steps, leftovers, against } = summary;
  const all = plannedCount(summary);
  const only = title === undefined ? 'The scenario' : `“${title}”`;
  const ofAll = (count: number, verb: readonly [string, string]) =>
    all === 1
      ? `${only} ${verb[0]}`
      : `${groupedDigits(count)} of ${groupedDigits(all)} scenarios ${verb[count === 1 ? 0 : 1]}`;
  const failed = `${ofAll(scenarios.failed, ['failed', 'failed'])}.`;
  switch (exitCode) {
    case 0:
      if (all === 0) return emptyShard;
      return all === 1 ? `${only} passed.` : `All ${groupedDigits(all)} scenarios passed.`;
    case 1:
      return failed;
    case 2:
      return noStep(summary);
    case 3:
      if (steps.blocked === 0 && steps['pending'] === 0) return unfinished;
      return steps.blocked > 0
        ? `${ofAll(scenarios.blocked, ['could', 'could'])} not be checked because of the ${against === 'live' ? 'tenant' : 'environment'}.`
        : `${ofAll(scenarios['pending'], ['waits', 'wait'])} for a person.`;
    case 4: {
      const left = `${counted(leftovers.length, 'object')} that this run created still ${leftovers.length === 1 ? 'exists' : 'exist'}.`;
      return scenarios.failed > 0 ? `${left} ${failed}` : left;
    }
    case 129:
    case 130:
    case 143:
      return 'The run was stopped before its end.';
    default:
      return exitCode satisfies never;
  }
}

/** The only run without a scenario that is not a mistake. */
const emptyShard = 'This shard got none of the selected scenarios.';

/** The output was lost, or files were changed in the meantime. */
const unfinished = 'The run could not be completed: steps without a result were not tested.';

function noStep(summary: Pick<RunSummary, 'sent'>): string {
  return `No step was executed, so nothing was tested: ${requestsText(summary)} sent.`;
}

/** The next step for the user; empty for a run that passed. With its commands, if it is known how the run was started. */
export function nextStep(summary: RunSummary, commands?: Commands): string | undefined {
  const { exitCode, steps, leftovers, against } = summary;
  const cleanup = commands?.cleanup ?? `${ownCommand} cleanup`;
  switch (exitCode) {
    case 0:
      return plannedCount(summary) === 0 ? emptyShard : undefined;
    case 1:
      return against === 'recorded'
        ? 'Read the expected and the actual value above, then correct the scenario, or its recording, whichever is wrong.'
        : 'Read the expected and the actual value above, then correct the scenario, or report that the service changed.';
    case 2:
      return `${noStep(summary)} Select at least one scenario with a step that can run.`;
    case 3:
      if (steps.blocked > 0) {
        return 'The environment blocked the run: apply the fix that is given above, then run again.';
      }
      if (steps['pending'] === 0) return `${unfinished} Run again.`;
      return commands?.waits?.() === true
        ? 'The run is suspended: the commands below resume or abandon it.'
        : 'Manual steps are pending: do what their prompts say, then run again.';
    case 4:
      return leftovers.length === 1
        ? `An object that this run created still exists: delete it with \`${cleanup}\`.`
        : `Objects that this run created still exist: delete them with \`${cleanup}\`.`;
    case 129:
    case 130:
    case 143:
      return 'The run was stopped before its end: steps without a result were not checked; run again.';
    default:
      return exitCode satisfies never;
  }
}

/** `1,448 after the first failure (`--bail`), 1 not selected`; nothing where every scenario started. */
export function notRunText({ notRun = {} }: Pick<RunSummary, 'notRun'>): string | undefined {
  const parts = reasons.filter((reason) => (notRun[reason] ?? 0) > 0);
  if (parts.length === 0) return undefined;
  return parts.map((reason) => `${groupedDigits(notRun[reason] ?? 0)} ${notRunReasons[reason]}`).join(', ');
}

/** Scenarios that this run was about: those in other shards and those that are not selected are not. */
function plannedCount({ scenarios, notRun = {} }: Pick<RunSummary, 'scenarios' | 'notRun'>): number {
  const all = Object.values(scenarios).reduce((sum, count) => sum + count, 0);
  return all - (notRun.shard ?? 0) - (notRun.selection ?? 0);
}

/** `no request`, `1 request`, `1,200 requests`. */
export function requestsText({ sent }: Pick<RunSummary, 'sent'>): string {
  if (sent === 0) return 'no request';
  return sent === 1 ? '1 request' : `${groupedDigits(sent)} requests`;
}

const reasons = Object.keys(notRunReasons).filter((name): name is NotRunReason => Object.hasOwn(notRunReasons, name));
