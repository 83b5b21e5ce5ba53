import { shortened, shortenedInside } from '../../../diagnostics/display-width.ts';
import type { ScenarioResult, StepResult } from '../../../run/result.ts';
import { counted } from '../../wording/duration-text.ts';
import { type Html, html, nothing } from '../html-text.ts';
import { outcomeWords, statusClass } from '../outcome-label.ts';

const row = 40;
const width = 640;
const edge = 80;
const mostSteps = 60;
/** More than these share a line. */
const mostLines = 7;
const longestName = 18;
const nameRow = 15;
/** Names of lines that are close together alternate between rows. */
const nameRows = 3;

/** People and the service as lines, the calls between them as arrows, top to bottom. */
export function sequencePicture(scenario: ScenarioResult): Html {
  const all = [...scenario.steps, ...scenario.cleanup];
  const shown = all.slice(0, mostSteps);
  if (shown.length === 0) return nothing;
  const actors = [...new Set(shown.map(({ actor }) => actor))];
  const names = actors.length <= mostLines ? actors : [...actors.slice(0, mostLines - 1), 'others'];
  const service = serviceName(scenario);
  const rows = names.length > 2 ? nameRows : 1;
  const top = 14 + rows * nameRow;
  const height = top + shown.length * row + 16;
  const xOf = (actor: string) => {
    const index = actors.indexOf(actor);
    return lineX(Math.min(index, names.length - 1), names.length);
  };
  const lines = names.map((name, index) => ({ name, x: lineX(index, names.length), y: 14 + (index % rows) * nameRow }));
  const left = all.length - shown.length;
  return html`<figure><svg class="sequence" viewBox="0 0 ${width} ${height}" role="img" aria-label="Calls of ${names.join(', ')} to ${service}, from top to bottom">
${[...lines, { name: service, x: width - edge, y: 14 }].map((line) => lifeline(line, height))}
${shown.map((step, index) => call(step, { y: top + index * row + 24, x: xOf(step.actor) }))}
</svg>${left === 0 ? nothing : html`<figcaption>${counted(left, 'more step')} not drawn</figcaption>`}</figure>`;
}

function serviceName({ against }: Pick<ScenarioResult, 'against'>): string {
  return { recorded: 'Recording', sandbox: 'Sandbox', live: 'Microsoft Graph' }[against];
}

function lineX(index: number, count: number): number {
  // The service keeps the right half, so that there is room for the requests to it.
  return count === 1 ? edge : Math.round(edge + (index * (width / 2 - edge)) / (count - 1));
}

function lifeline(
  { name, x, y }: { readonly name: string; readonly x: number; readonly y: number },
  height: number,
): Html {
  return html`<line class="life" x1="${x}" y1="${y + 6}" x2="${x}" y2="${height}"/><text class="who" x="${x}" y="${y}" text-anchor="middle">${shortened(name, longestName)}</text>`;
}

function call(step: StepResult, { x, y }: { readonly x: number; readonly y: number }): Html {
  const { kind } = step.outcome;
  const { mark } = outcomeWords[kind];
  const number = `${step.phase === 'cleanup' ? 'cleanup ' : ''}${step.number}`;
  const end = width - edge;
  const label = (text: string) => html`<text class="what" x="${x + 10}" y="${y - 6}">${text}</text>`;
  const badge = html`<text class="badge" x="${x - 8}" y="${y + 4}" text-anchor="end">${mark} ${number}</text>`;
  if (step.exchange === undefined) {
    const said = kind === 'passed' || kind === 'pending' ? `by a person: ${step.title}` : `not sent: ${step.title}`;
    return html`<g class="call ${kind}">${badge}${label(shortened(said, 60))}<circle cx="${x}" cy="${y}" r="3.5"/></g>`;
  }
  const { request, response } = step.exchange;
  const room = Math.floor((end - x - 50) / 7.2);
  const path = shortenedInside(request.url.split('?')[0] ?? '', Math.max(16, room - request.method.length - 2));
  const times = step.attempts > 1 ? ` ×${step.attempts}` : '';
  return html`<g class="call ${kind}">${badge}${label(`${request.method} ${path}${times}`)}<line x1="${x}" y1="${y}" x2="${end - 7}" y2="${y}"/><path d="M${end - 8} ${y - 4}l8 4-8 4z"/><text class="${statusClass(step.outcome)}" x="${end + 8}" y="${y + 4}">${response.status}</text></g>`;
}
