import { safeLine } from '../../diagnostics/safe-text.ts';
import type { RunEvent } from '../../run/result.ts';
import { scenarioKey } from '../../run/tenant-events.ts';
import { displayWidth, shortened } from '../wording/display-width.ts';
import { durationText } from '../wording/duration-text.ts';
import type { Aside } from '../wording/reporter.ts';

const redrawEveryMs = 50;
const longestTitle = 40;
const shortestTitle = 8;
/** With `--jobs`, so many scenarios have a line each; the region stays small, or it could not be erased. */
const mostLines = 5;

export type ProgressLine = {
  readonly on: (event: RunEvent) => void;
  /** Takes the lines away before other text is written. */
  readonly erase: () => void;
} & Aside;

type Running = { readonly title: string; readonly doing: string };

/**
 * The last lines of a terminal, rewritten in place: `  12/100 scenarios · Review access… › step 3 of 9 list-instances`, and
 * where several scenarios run at once, a line for each below the count.
 */
export function progressLine(options: {
  readonly write: (text: string) => void;
  readonly columns: number;
  readonly wallClock: () => number;
}): ProgressLine {
  const running = new Map<string, Running>();
  const width = Math.max(10, options.columns - 1);
  let total = 0;
  let done = 0;
  /** How many people are reported or asked something just now. */
  let hidden = 0;
  let shownLines = 0;
  let drawnAt = Number.NEGATIVE_INFINITY;

  const draw = (event: { readonly tenantName?: string; readonly file: string }, doing: string): void => {
    const key = scenarioKey(event);
    const title = running.get(key)?.title ?? safeLine(event.file);
    running.set(key, { title, doing });
    // A recorded run has thousands of steps a second; no one can read them.
    const now = options.wallClock();
    if (hidden > 0 || now - drawnAt < redrawEveryMs) return;
    const count = `  ${done}/${total} scenarios`;
    const lines =
      running.size > 1 ? regionLines(count, [...running.values()], width) : [line(count, title, doing, width)];
    options.write(erasing(shownLines) + lines.join('\n'));
    shownLines = lines.length;
    drawnAt = now;
  };

  const takeAway = (): void => {
    if (shownLines > 0) options.write(erasing(shownLines));
    shownLines = 0;
    drawnAt = Number.NEGATIVE_INFINITY;
  };

  return {
    on: (event) => {
      switch (event.kind) {
        case 'run-started':
          total = event.scenarios;
          return;
        case 'scenario-started':
          running.set(scenarioKey(event), { title: safeLine(titleOf(event)), doing: 'begins' });
          return;
        case 'step-started': {
          const phase = event.phase === 'cleanup' ? 'cleanup step' : 'step';
          return draw(event, safeLine(`${phase} ${event.number} of ${event.of} ${event.id}`));
        }
        case 'step-waiting':
          return draw(event, safeLine(`${event.id} waits ${durationText(event.waitMs)}: ${event.cause}`));
        case 'scenario-ended':
          running.delete(scenarioKey(event.scenario));
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

/** Where many tenants run, the tenant first. */
const titleOf = ({ tenantName, title }: { readonly tenantName?: string; readonly title: string }): string =>
  tenantName === undefined ? title : `${tenantName}: ${title}`;

/** Goes to the start of the first line that is shown, and clears from there. */
function erasing(shownLines: number): string {
  return shownLines > 1 ? `\r\x1b[${shownLines - 1}A\x1b[J` : '\r\x1b[K';
}

function regionLines(count: string, running: readonly Running[], width: number): readonly string[] {
  const shown = running.slice(0, mostLines - 1);
  const more = running.length - shown.length;
  const head = more === 0 ? count : `${count} · ${running.length} at a time, of these:`;
  return [shortened(head, width), ...shown.map(({ title, doing }) => line('    ', title, doing, width))];
}

function line(before: string, title: string, doing: string, width: number): string {
  const [head, tail] = [before.trim() === '' ? before : `${before} · `, ` › ${doing}`];
  const room = Math.max(shortestTitle, width - displayWidth(head + tail));
  return shortened(head + shortened(title, Math.min(longestTitle, room)) + tail, width);
}
