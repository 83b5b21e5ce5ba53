import { safeLine, safeText } from '../../diagnostics/safe-text.ts';
import { templateText } from '../../format/template/template.ts';
import { valueText } from '../../format/template/values.ts';
import { binaryLine, isTextBody } from '../../http/payload.ts';
import { statusesText } from '../../http/statuses.ts';
import { prettyJson } from '../../json/pretty.ts';
import { durationText } from '../../report/wording/duration-text.ts';
import { isRead } from '../../run/plan/effects.ts';
import type { Plan, PlannedCall, PlannedCreates, PlannedStep } from '../../run/plan/plan.ts';
import { Previews } from '../../run/send/preview.ts';

const labelWidth = 11;
/** Headers that are sent with every request, or with every body. */
const usualHeaders: ReadonlySet<string> = new Set(['accept', 'content-type']);

/** A plan as a person reads it before anything is sent: every request with what is known filled in. */
export function planText(plan: Plan): string {
  const { scenario, run, against } = plan;
  const inputs = scenario.inputs.map(({ name }) => [name, valueText(plan.values.get(name) ?? '')] as const);
  const width = Math.max(0, ...inputs.map(([name]) => name.length));
  const steps = plan.steps.filter(({ selected }) => selected);
  const previews = new Previews(plan);
  return [
    safeLine(scenario.title),
    `  ${safeLine(scenario.source.path)}`,
    `  against ${against} · run ${run.id} · ${run.now}`,
    ...inputs.map(([name, value]) => `  ${name.padEnd(width)} = ${safeLine(value)}`),
    ...steps.map((step) => stepText(step, previews)),
    ...(plan.cleanup.length === 0 ? [] : ['', '  cleanup, whatever happens before']),
    ...plan.cleanup.map((step) => stepText(step, previews)),
    '',
    `  ${totals(steps, plan)}`,
    '',
  ].join('\n');
}

function stepText(step: PlannedStep, previews: Previews): string {
  const lines = ['', `  ${step.number}/${step.of} ${step.id} · ${safeLine(step.title)}`];
  const note: Note = (label, text) => lines.push(`      ${label.padEnd(labelWidth)}${safeLine(text)}`);
  note('actor', step.actor);
  for (const { text } of step.when) note('only where', text);
  if (step.labels.length > 0) note('labels', step.labels.join(', '));
  if (step.prompt !== undefined) note('a person', step.prompt);
  if (step.call !== undefined) {
    const { method, url, headers, body, bytes } = previews.request(step.call.request);
    note(isRead(step.call) ? 'reads' : 'writes', `${method} ${url}`);
    for (const [name, value] of Object.entries(headers)) if (!usualHeaders.has(name)) note('', `${name}: ${value}`);
    if (bytes !== undefined) note('', binaryLine(bytes, headers));
    if (body !== undefined) lines.push(indented(safeText(isTextBody(headers, body) ? body : prettyJson(body))));
    if (step.call.request.link?.credentials === 'none') note('', 'without credentials, on whatever host');
    if (step.call.repeats !== undefined) note('', `as in ${step.call.repeats}`);
    if (step.call.request.pages === 'all') note('', 'and all pages after the first');
    note('expects', expected(step.call, step.strict));
  }
  if (step.eventually !== undefined) {
    const { everyMs, withinMs } = step.eventually;
    note('waits', `sends again every ${durationText(everyMs)}, for up to ${durationText(withinMs)}`);
  }
  for (const { capture } of step.captures) note('captures', `${capture.name} = ${capture.path.value}`);
  createdNotes(step.creates, note);
  return lines.join('\n');
}

type Note = (label: string, text: string) => void;

function expected({ expectation }: PlannedCall, strict: boolean): string {
  const headers = expectation.headers.map(({ name }) => name);
  const body = expectation.body === undefined ? [] : [strict ? 'this body and nothing else' : 'body'];
  const content = [
    ...new Set(expectation.content.map(({ key }) => (key === 'columns' || key === 'rows' ? 'csv' : key))),
  ];
  return [statusesText(expectation.statuses), ...headers, ...body, ...content].join(', ');
}

function createdNotes(creates: PlannedCreates | undefined, note: Note): void {
  if (creates?.kind === 'stays') note('creates', `something that stays: ${creates.reason}`);
  if (creates?.kind !== 'deletable') return;
  note('creates', `what DELETE ${templateText(creates.delete)} removes`);
  if (creates.find !== undefined) note('', `and GET ${templateText(creates.find)} finds`);
}

function totals(steps: readonly PlannedStep[], { cleanup, steps: all }: Plan): string {
  const calls = [...steps, ...cleanup].flatMap(({ call }) => call ?? []);
  const writes = calls.filter((call) => !isRead(call)).length;
  const skipped = all.length - steps.length;
  const requests = calls.length === 1 ? '1 request' : `${calls.length} requests`;
  return `${requests}, of which ${writes} write${skipped === 0 ? '' : `; ${skipped} steps are not selected`}; nothing was sent`;
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, ' '.repeat(6 + labelWidth));
}
