import { placeAt } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import { suggestion } from '../../diagnostics/suggest.ts';
import { locate } from '../../json/locate.ts';
import type { Plan } from '../../run/plan.ts';
import type { LoadedRecording } from './load-recording.ts';

/** Where a recording and the plan it should answer do not fit: steps that one has and the other lacks. */
export function fitProblems({ recording, source }: LoadedRecording, plan: Plan): readonly Problem[] {
  const steps = [...plan.steps, ...plan.cleanup];
  const recorded = Object.keys(recording.steps);
  const missing = steps
    .filter(({ id, call }) => call !== undefined && !Object.hasOwn(recording.steps, id))
    .map(
      ({ id, at }): Problem => ({
        code: 'recording-step-missing',
        message: `the recording has no exchange for the step \`${id}\``,
        at,
        fix: `record it, or add it to ${source.path}`,
      }),
    );
  const asked = new Set(steps.filter(({ call }) => call !== undefined).map(({ id }) => id));
  const unused = recorded
    .filter((id) => !asked.has(id))
    .map((id): Problem => {
      const span = locate(source.text, ['steps', id]) ?? { start: 0, end: 1 };
      return {
        code: 'recording-step-unused',
        message: `the scenario has no step \`${id}\` that sends a request`,
        at: placeAt(source, { start: span.start, end: span.start + 1 }),
        fix: `remove it, or rename it: ${suggestion(
          id,
          [...asked].filter((one) => !recorded.includes(one)),
        )}`,
      };
    });
  return [...missing, ...unused];
}
