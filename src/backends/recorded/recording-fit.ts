import type { Problem } from '../../diagnostics/problem.ts';
import { suggest, suggestion } from '../../diagnostics/suggest.ts';
import { type LoadedRecording, placeOf } from '../../format/recording/load-recording.ts';
import { holds } from '../../format/scenario/compose/condition.ts';
import type { Plan, PlannedStep } from '../../run/plan/plan.ts';

/** Where a recording and the plan it should answer do not fit: steps and inputs that one has and the other lacks. */
export function fitProblems({ recording, source }: LoadedRecording, plan: Plan): readonly Problem[] {
  const steps = [...plan.steps, ...plan.cleanup];
  const recorded = Object.keys(recording.steps);
  const optional = mayBeLeftOut(plan, steps);
  const missing = steps
    .filter(({ id, call }) => call !== undefined && !optional.has(id) && !Object.hasOwn(recording.steps, id))
    .map(
      ({ id, at }): Problem => ({
        code: 'recording-step-missing',
        message: `the recording has no exchange for the step \`${id}\``,
        at,
        fix: `record it, or add it to ${source.path}`,
      }),
    );
  const sending = new Set(steps.filter(({ call }) => call !== undefined).map(({ id }) => id));
  const unused = recorded
    .filter((id) => !sending.has(id))
    .map((id): Problem => {
      const near = suggest(
        id,
        [...sending].filter((one) => !recorded.includes(one)),
      );
      return {
        code: 'recording-step-unused',
        message: `the scenario has no step \`${id}\` that sends a request`,
        at: placeOf(source, ['steps', id], true),
        fix: near === undefined ? 'remove it' : `remove it, or rename it to \`${near}\``,
      };
    });
  return [...missing, ...unused, ...unusedInputs({ recording, source }, plan)];
}

/**
 * Steps that may be missing from a recording: before the run it is unknown whether their conditions, or those of steps
 * that they depend on, are met.
 */
function mayBeLeftOut(plan: Plan, steps: readonly PlannedStep[]): ReadonlySet<string> {
  const optional = new Set<string>();
  for (const { id, when, uses, after } of steps) {
    const isSure = when.every((one) => holds(one, plan.values) === true);
    if (!isSure || [...uses, ...after].some((one) => optional.has(one))) optional.add(id);
  }
  return optional;
}

function unusedInputs({ recording, source }: LoadedRecording, { scenario }: Plan): readonly Problem[] {
  const names = scenario.inputs.map(({ name }) => name);
  return Object.keys(recording.inputs)
    .filter((name) => !names.includes(name))
    .map((name) => ({
      code: 'unknown-input',
      message: `the scenario has no input \`${name}\``,
      at: placeOf(source, ['inputs', name], true),
      fix: names.length === 0 ? 'remove it' : `remove it, or rename it: ${suggestion(name, names)}`,
    }));
}
