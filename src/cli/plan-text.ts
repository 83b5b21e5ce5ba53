import { safeLine, safeText } from '../diagnostics/safe-text.ts';
import { prettyJson } from '../json/pretty.ts';
import type { Plan, PlannedStep } from '../run/plan.ts';
import { previewRequest } from '../run/preview.ts';

/** A plan as a person reads it before anything is sent: every request with what is known filled in. */
export function planText(plan: Plan): string {
  const { scenario, run, against } = plan;
  return [
    `${safeLine(scenario.title)}  (${safeLine(scenario.source.path)})`,
    `  against ${against} · run ${run.id} · ${run.now}`,
    ...scenario.inputs.map(({ name }) => `  ${name} = ${safeLine(String(plan.values.get(name) ?? ''))}`),
    ...plan.steps.filter(({ selected }) => selected).map((step) => stepText(plan, step)),
    ...(plan.cleanup.length === 0 ? [] : ['', '  cleanup, whatever happens']),
    ...plan.cleanup.map((step) => stepText(plan, step)),
    '',
  ].join('\n');
}

function stepText(plan: Plan, step: PlannedStep): string {
  const lines = ['', `  ${step.number} ${step.id}: ${safeLine(step.title)}`];
  const note = (name: string, text: string) => lines.push(`      ${name.padEnd(9)} ${safeLine(text)}`);
  note('actor', step.actor);
  if (step.labels.length > 0) note('labels', step.labels.join(', '));
  if (step.prompt !== undefined) note('manual', step.prompt);
  if (step.call !== undefined) {
    const { method, url, body } = previewRequest(plan, step.call.request);
    const write = method === 'GET' || method === 'HEAD' ? 'sends' : 'writes';
    note(write, `${method} ${url}`);
    if (body !== undefined) lines.push(indented(safeText(prettyJson(body))));
    note('promises', step.call.promise.statuses.join(' or '));
  }
  if (step.eventually !== undefined) note('within', `${step.eventually.withinMs / 1000} s`);
  for (const { capture } of step.captures) note('captures', `${capture.name} = ${capture.path.value}`);
  if (step.creates?.kind === 'deletable') note('creates', `deleted by DELETE ${templateText(step.creates.delete)}`);
  if (step.creates?.kind === 'stays') note('creates', `stays: ${step.creates.reason}`);
  return lines.join('\n');
}

function templateText({ parts }: { readonly parts: readonly (string | { readonly text: string })[] }): string {
  return parts.map((part) => (typeof part === 'string' ? part : `\${${part.text}}`)).join('');
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '                ');
}
