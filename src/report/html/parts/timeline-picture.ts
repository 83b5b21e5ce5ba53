import { shortened } from '../../../diagnostics/display-width.ts';
import type { ScenarioResult, StepResult } from '../../../run/result.ts';
import { clockName, counted, durationText } from '../../wording/duration-text.ts';
import { type Html, html, nothing } from '../html-text.ts';
import { outcomeWords } from '../outcome-label.ts';

const width = 640;
const labels = 200;
const room = width - labels - 70;
const row = 22;
const top = 26;
const mostSteps = 60;
const thinnest = 2;

/**
 * When each step ran and how much of it was waiting, by the clock of the backend. Absent if no time passed, as in most
 * recordings.
 */
export function timelinePicture({ steps, cleanup, clock }: ScenarioResult): Html | undefined {
  const all = [...steps, ...cleanup].map((step) => ({ ...step, durationMs: (step.clock ?? step).durationMs }));
  const shown = all.slice(0, mostSteps);
  const totalMs = shown.reduce((sum, { durationMs }) => sum + durationMs, 0);
  if (totalMs <= 0) return undefined;
  const scale = room / totalMs;
  let startMs = 0;
  const bars = shown.map((step, index) => {
    const bar = stepBar(step, { x: labels + startMs * scale, y: top + index * row, scale });
    startMs += step.durationMs;
    return bar;
  });
  const by = clock === undefined ? '' : ` by the ${clockName(clock)}`;
  const height = top + shown.length * row + 4;
  const left = all.length - shown.length;
  return html`<figure><svg class="timeline" viewBox="0 0 ${width} ${height}" role="img" aria-label="How long each step took, one after another, ${durationText(totalMs)} in all${by}; hatched: waiting">
${[0, 0.5, 1].map((part) => tick(part, totalMs, height))}${bars}
</svg><figcaption><svg class="key" viewBox="0 0 16 10" aria-hidden="true"><rect class="wait" width="16" height="10"/></svg> waiting between requests${by}${left === 0 ? nothing : `; ${counted(left, 'more step')} not drawn`}</figcaption></figure>`;
}

function tick(part: number, totalMs: number, height: number): Html {
  const x = rounded(labels + part * room);
  return html`<line class="grid" x1="${x}" y1="18" x2="${x}" y2="${height}"/><text class="scale" x="${x}" y="12" text-anchor="middle">${durationText(part * totalMs)}</text>`;
}

type Where = { readonly x: number; readonly y: number; readonly scale: number };

function stepBar(step: StepResult, { x, y, scale }: Where): Html {
  const { kind } = step.outcome;
  const wide = Math.max(thinnest, step.durationMs * scale);
  const rect = (name: string, from: number, length: number) =>
    html`<rect class="${name}" x="${rounded(from)}" y="${y + 4}" width="${rounded(length)}" height="14" rx="2"/>`;
  const label = shortened(`${outcomeWords[kind].mark} ${step.title}`, 26);
  return html`<g class="bar ${kind}"><text x="0" y="${y + 15}">${label}</text>${rect('time', x, wide)}${waitsOf(step).map(({ fromMs, ms }) => rect('wait', x + fromMs * scale, ms * scale))}<text class="took" x="${rounded(x + wide + 6)}" y="${y + 15}">${durationText(step.durationMs)}</text></g>`;
}

/** The positions of the waits: the time of the requests themselves is divided evenly around them. */
function waitsOf({ waits = [], durationMs }: StepResult): readonly { readonly fromMs: number; readonly ms: number }[] {
  const waitedMs = waits.reduce((sum, { ms }) => sum + ms, 0);
  const sendingMs = Math.max(0, durationMs - waitedMs) / (waits.length + 1);
  let fromMs = 0;
  return waits.map(({ ms }) => {
    fromMs += sendingMs;
    const wait = { fromMs, ms };
    fromMs += ms;
    return wait;
  });
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
