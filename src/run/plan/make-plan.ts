import { byPlace, placeAt } from '../../diagnostics/place.ts';
import { type Problem, type Result, unlessProblems } from '../../diagnostics/problem.ts';
import { suggestion } from '../../diagnostics/suggest.ts';
import type { Scenario } from '../../format/scenario/scenario.ts';
import type { RunValues } from '../../format/template/values.ts';
import type { Against } from '../result.ts';
import { withCauses } from './effects.ts';
import { addBound, boundProblems, planBound } from './given/bound-values.ts';
import { conditionProblems } from './given/check-conditions.ts';
import { type InputSources, resolveInputs } from './inputs.ts';
import type { Plan } from './plan.ts';
import { planActors } from './plan-actors.ts';
import { StepPlanner } from './plan-step.ts';
import { everything, firstOf, isNamed, lastOf, namedSteps, type Selection, selectedIds } from './selection.ts';
import { writtenOrigin } from './service-origin.ts';

export type MakePlanOptions = {
  readonly against: Against;
  readonly run: RunValues;
  readonly sources: InputSources;
  readonly selection?: Selection;
  /** The service that requests go to; default: Microsoft's global one. */
  readonly origin?: string;
  /** Makes every step, or the whole run, strict. */
  readonly strict?: boolean;
};

/**
 * Plans a scenario: proves everything that can be known offline, and lists all problems. Sends nothing. Problems:
 * `missing-input`, `unknown-name`, `used-before-capture`, `bad-expression`, `bad-url`, `bad-header`,
 * `forbidden-header`, `unknown-matcher`, `bad-matcher`, `bad-json-path`, `not-deleted`, `foreign-delete`,
 * `unknown-step`, `nothing-selected`, `duplicate-id`, `invalid-value`.
 */
export function makePlan(scenario: Scenario, options: MakePlanOptions): Result<Plan> {
  const { against, run, selection = everything } = options;
  const { values: given, problems: missing } = resolveInputs({ scenario, run, against, sources: options.sources });
  const bound = planBound(scenario);
  const values = new Map(given);
  addBound(bound, values);
  const actors = planActors(scenario, values);
  const planner = new StepPlanner(scenario, {
    values,
    strict: options.strict ?? false,
    origin: options.origin ?? writtenOrigin,
  });
  const all = withCauses([...planner.phase('steps'), ...planner.phase('cleanup')]);
  const steps = all.filter(({ phase }) => phase === 'steps');
  const cleanup = all.filter(({ phase }) => phase === 'cleanup');
  const problems = [
    ...unexpanded(scenario),
    ...missing,
    ...boundProblems(scenario, bound, values),
    ...conditionProblems(scenario, values),
    ...actors.problems,
    ...planner.problems,
    ...unknownSteps(scenario, selection),
  ];
  return unlessProblems(inOrder(problems), () => {
    const selected = selectedIds(steps, selection);
    return {
      scenario,
      against,
      run,
      values,
      bound,
      actors: actors.actors,
      steps: steps.map((step) => ({ ...step, selected: selected.has(step.id) })),
      cleanup,
    };
  });
}

/** A plan is of one row: commands and vitest make one of each, and programs have to. */
function unexpanded({ source, rows }: Scenario): readonly Problem[] {
  const [first] = rows;
  if (first === undefined) return [];
  const message = `the scenario runs once for each of its ${rows.length} rows, and is not a plan as it is`;
  return [{ code: 'usage', message, at: placeAt(source, first.span), fix: 'plan each of `rowsOf(scenario)`' }];
}

function unknownSteps({ source, steps }: Scenario, selection: Selection): readonly Problem[] {
  const ids = steps.map(({ id }) => id);
  const at = placeAt(source, { start: 0, end: 1 });
  const { from, to } = selection;
  const problems = namedSteps(selection)
    .filter((id) => !ids.some((one) => isNamed(one, id)))
    .map(
      (id): Problem => ({ code: 'unknown-step', message: `no step is called \`${id}\``, at, fix: suggestion(id, ids) }),
    );
  if (problems.length === 0 && from !== undefined && to !== undefined && firstOf(ids, from) > lastOf(ids, to)) {
    const message = `\`${from}\` comes after \`${to}\`, so no step is selected`;
    problems.push({ code: 'nothing-selected', message, at, fix: 'swap `--from` and `--to`' });
  }
  return problems;
}

/** In the order of the file; each once, even if a repeated request reports it again. */
function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const id = ({ at, code, message }: Problem) =>
    JSON.stringify([at?.file, at?.line, at?.column, at?.calledAt, code, message]);
  const once = new Map(problems.map((problem) => [id(problem), problem]));
  return [...once.values()].sort((a, b) => byPlace(a.at, b.at));
}
