import { safeLine } from '../diagnostics/safe-text.ts';
import type { RunEvent } from '../run/result.ts';
import { displayWidth, shortened } from './display-width.ts';
import { durationText } from './duration-text.ts';
import type { Aside } from './reporter.ts';

const redrawEveryMs = 50;
const longestTitle = 40;
const shortestTitle = 8;
const erase = '\r\x1b[K';

export type ProgressLine = {
  readonly on: (event: RunEvent) => void;
  /** Takes the line away before other text is written. */
  readonly erase: () => void;
} & Aside;

/** One line of a terminal, rewritten in place: `  12/100 scenarios · Review access… › step 3 of 9 list-instances`. */
export function progressLine(options: {
  readonly write: (text: string) => void;
  readonly columns: number;
  readonly wallClock: () => number;
}): ProgressLine {
  const titles = new Map<string, string>();
  let total = 0;
  let done = 0;
  let shown = false;
  /** How many people are told or asked something just now. */
  let hidden = 0;
  let drawnAt = Number.NEGATIVE_INFINITY;

  const draw = (file: string, doing: string): void => {
    // A recorded run has thousands of steps a second; nobody can read them.
    const now = options.wallClock();
    if (hidden > 0 || now - drawnAt < redrawEveryMs) return;
    drawnAt = now;
    shown = true;
    const width = Math.max(10, options.columns - 1);
    const [before, after] = [`  ${done}/${total} scenarios · `, ` › ${doing}`];
    const room = Math.max(shortestTitle, width - displayWidth(before + after));
    const title = shortened(titles.get(file) ?? safeLine(file), Math.min(longestTitle, room));
    options.write(erase + shortened(before + title + after, width));
  };

  const takeAway = (): void => {
    if (shown) options.write(erase);
    shown = false;
    drawnAt = Number.NEGATIVE_INFINITY;
  };

  return {
    on: (event) => {
      switch (event.kind) {
        case 'run-started':
          total = event.scenarios;
          return;
        case 'scenario-started':
          titles.set(event.file, safeLine(event.title));
          return;
        case 'step-started': {
          const phase = event.phase === 'cleanup' ? 'cleanup step' : 'step';
          return draw(event.file, safeLine(`${phase} ${event.number} of ${event.of} ${event.id}`));
        }
        case 'step-waiting':
          return draw(event.file, safeLine(`${event.id} waits ${durationText(event.waitMs)}: ${event.cause}`));
        case 'scenario-ended':
          titles.delete(event.scenario.file);
          done++;
          return;
        case 'step-exchanged':
        case 'step-ended':
        case 'run-ended':
          return;
        default:
          event satisfies never;
      }
    },
    erase: takeAway,
    hide: () => {
      hidden += 1;
      takeAway();
    },
    show: () => {
      hidden -= 1;
    },
  };
}
