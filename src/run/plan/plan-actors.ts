import { defined } from '../../defined.ts';
import { placeAt } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import { suggestion } from '../../diagnostics/suggest.ts';
import type { Actor, Scenario } from '../../format/scenario/scenario.ts';
import { evaluateText } from '../../format/template/evaluate-template.ts';
import { parseTemplate } from '../../format/template/parse-template.ts';
import { expressionsOf } from '../../format/template/template.ts';
import { runNames, type Values } from '../../format/template/values.ts';
import type { PlannedActor } from './plan.ts';

/**
 * The actors, with the user of each, which is known before anything is sent. Problems: `bad-expression`,
 * `unknown-name`.
 */
export function planActors(
  scenario: Scenario,
  values: Values,
): { readonly actors: readonly PlannedActor[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const actors = scenario.actors.map((actor) => planActor(actor, { scenario, values, problems }));
  return { actors, problems };
}

type Planning = { readonly scenario: Scenario; readonly values: Values; readonly problems: Problem[] };

function planActor(
  { name, context, permissions, mayAnything, user }: Actor,
  { scenario, values, problems }: Planning,
): PlannedActor {
  const planned = { name, context, permissions, ...defined({ mayAnything }) };
  if (user === undefined) return planned;
  const report = (problem: Omit<Problem, 'at'>) =>
    void problems.push({ ...problem, at: placeAt(scenario.source, user.span) });
  const { template, errors } = parseTemplate(user.value);
  for (const { message, fix } of errors) report({ code: 'bad-expression', message, fix });
  const known = [...runNames, ...scenario.inputs.map((input) => input.name)];
  for (const { name: used } of expressionsOf(template)) {
    if (known.includes(used)) continue;
    const message = `the user of \`${name}\` must be known before the first step, but \`${used}\` is not an input`;
    report({ code: 'unknown-name', message, fix: suggestion(used, known) });
  }
  const text = evaluateText(template, values);
  return text === undefined ? planned : { ...planned, user: text };
}
