import type { StepResult } from '../../../run/result.ts';
import { type Html, html, nothing } from '../html-text.ts';
import { partAt, type Thread, type ThreadPart, type ThreadsAt } from './threads.ts';

/** The threads of a scenario as one of its steps sees them. */
export type StepThreads = ThreadsAt & {
  /** The step's index among all of the scenario. */
  readonly step: number;
  /** How many lanes are drawn. */
  readonly lanes: number;
  readonly all: readonly StepResult[];
  readonly anchorOf: (step: StepResult) => string;
};

type RailAbout = Pick<StepThreads, 'drawn' | 'used' | 'step' | 'lanes'>;

const laneWidth = 12;
/** The distance from the top to the first line of a step. */
const level = 22;

/** The threads beside a step: a dot where one begins, a ring where it is used. */
export function threadRail({ drawn, used, step, lanes }: RailAbout): Html {
  if (lanes === 0) return nothing;
  const parts = drawn.map((thread) => threadLine(thread, partAt(thread, step, used)));
  return html`<svg class="rail" width="${lanes * laneWidth}" aria-hidden="true">${parts}</svg>`;
}

function threadLine({ lane }: Thread, part: ThreadPart): Html {
  if (part === 'none') return nothing;
  const x = lane * laneWidth + laneWidth / 2;
  const [from, to] = [part === 'begins' ? level : -1, part === 'ends' ? level : '100%'];
  const radius = part === 'begins' ? 4 : 3.5;
  const dot = part === 'passes' ? nothing : html`<circle class="${part}" cx="${x}" cy="${level}" r="${radius}"/>`;
  return html`<g class="lane-${lane}"><line x1="${x}" y1="${from}" x2="${x}" y2="${to}"/>${dot}</g>`;
}

/** The same in words, with links along each thread. */
export function threadWords({ made, used, all, anchorOf }: StepThreads): Html {
  const link = (index: number): Html => {
    const other = all[index];
    return other === undefined
      ? nothing
      : html`<a href="#${anchorOf(other)}">${other.phase === 'cleanup' ? 'cleanup ' : 'step '}${other.number}</a>`;
  };
  if (made.length === 0 && used.length === 0) return nothing;
  return html`<ul class="captures">${used.map(
    ({ name, value, maker, lane }) =>
      html`
<li class="lane-${Math.max(0, lane)}">uses <code>${name}</code> <span class="value">${value}</span> from ${link(maker)}</li>`,
  )}${made.map(
    ({ name, value, users, lane }) =>
      html`
<li class="lane-${Math.max(0, lane)}">captures <code>${name}</code> <span class="value">${value}</span>${users.length === 0 ? ', used by no later step' : html`, used by ${users.map((user, index) => html`${index === 0 ? '' : ', '}${link(user)}`)}`}</li>`,
  )}
</ul>`;
}
