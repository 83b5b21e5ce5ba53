import { displayWidth, shortened } from '../../diagnostics/display-width.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import type { RunEvent } from '../../run/result.ts';
import { scenarioKey, scenarioTitle } from '../../run/tenant-events.ts';
import { durationText } from '../wording/duration-text.ts';
import type { Aside, Timer } from '../wording/reporter.ts';
import { progressBar } from './progress-bar.ts';

/** In milliseconds: a recorded run has thousands of steps a second, too many to read. */
const redrawEveryMs = 50;
/** Milliseconds after which times on the screen are old. */
const tickMs = 1000;
const longestTitle = 40;
/** With `--jobs`, so many scenarios have a line each; the region stays small, or it could not be erased. */
const mostLines = 5;

export type ProgressLine = {
  readonly on: (event: RunEvent) => void;
  /** Takes the lines away while other text is written, and draws them again. */
  readonly around: (write: () => void) => void;
} & Aside;

type Running = {
  readonly title: string;
  /** `step 3 of 9 list-members`. */
  readonly step: string;
  readonly doing: string;
  /** When its current step began. */
  readonly sinceMs: number;
  /** The end of its wait, and its reason. */
  readonly waits?: { readonly untilMs: number; readonly cause: string };
};

type ScenarioAt = Parameters<typeof scenarioKey>[0];

type ProgressOptions = {
  readonly write: (text: string) => void;
  /** The width of the terminal, which changes with its window. */
  readonly columnsNow: () => number;
  /** Milliseconds since 1970. */
  readonly wallClock: () => number;
  readonly timer: Timer;
};

/**
 * The last lines of a terminal, rewritten in place and at least once a second: the progress of the run, if there are
 * several scenarios, and for each running scenario its current step, the duration, and the reason and end of a wait.
 */
export function progressLine({ write, columnsNow, wallClock, timer }: ProgressOptions): ProgressLine {
  const running = new Map<string, Running>();
  let [total, done, startedMs] = [0, 0, 0];
  /** How many prompts or messages for people are on the screen. */
  let hidden = 0;
  let shown: readonly string[] = [];
  let drawnAt = Number.NEGATIVE_INFINITY;
  let planned: { readonly atMs: number; readonly cancel: () => void } | undefined;

  const cancel = (): void => {
    planned?.cancel();
    planned = undefined;
  };
  const plan = (afterMs: number): void => {
    const atMs = wallClock() + afterMs;
    if (planned !== undefined && planned.atMs <= atMs) return;
    cancel();
    const stop = timer(afterMs, () => {
      planned = undefined;
      draw();
    });
    planned = { atMs, cancel: stop };
  };
  const takeAway = (): void => {
    if (shown.length > 0) write(erasing(shown, columnsNow()));
    shown = [];
  };
  const draw = (): void => {
    if (hidden > 0 || running.size === 0) return;
    const now = wallClock();
    const waitMs = drawnAt + redrawEveryMs - now;
    // The last of many changes is drawn, too, a moment later.
    if (waitMs > 0) {
      plan(waitMs);
      return;
    }
    // Leaves room for the characters that a terminal shows for an interrupt.
    const width = Math.max(10, columnsNow() - 1 - '^C^C'.length);
    const lines = [
      ...(total > 1 ? [progressBar({ done, total, spentMs: now - startedMs, width })] : []),
      ...runningLines([...running.values()], { now, width, hasTitle: total > 1 }),
    ];
    write(erasing(shown, columnsNow()) + lines.join('\n'));
    shown = lines;
    drawnAt = now;
    plan(tickMs);
  };
  const turnTo = (at: ScenarioAt, change: Pick<Running, 'doing'> & Partial<Pick<Running, 'step' | 'waits'>>): void => {
    const key = scenarioKey(at);
    const { title = safeLine(at.file), step = '' } = running.get(key) ?? {};
    running.set(key, { title, step, sinceMs: wallClock(), ...change });
    draw();
  };

  const noLongerWaits = (at: ScenarioAt): void => {
    const one = running.get(scenarioKey(at));
    if (one?.waits !== undefined) turnTo(at, { doing: one.step });
  };

  return {
    on: (event) => {
      switch (event.kind) {
        case 'run-started':
          [total, startedMs] = [event.scenarios, wallClock()];
          return;
        case 'scenario-started':
          running.set(scenarioKey(event), {
            title: safeLine(scenarioTitle(event)),
            step: '',
            doing: 'begins',
            sinceMs: wallClock(),
          });
          return draw();
        case 'step-started': {
          const phase = event.phase === 'cleanup' ? 'cleanup step' : 'step';
          const step = safeLine(`${phase} ${event.number} of ${event.of} ${event.id}`);
          return turnTo(event, { step, doing: step });
        }
        case 'step-waiting': {
          const { id, waitMs, cause } = event;
          const waits = { untilMs: wallClock() + waitMs, cause: safeLine(cause) };
          return turnTo(event, { doing: safeLine(id), waits });
        }
        case 'step-exchanged':
          return noLongerWaits(event);
        case 'step-ended':
          return noLongerWaits(event);
        case 'scenario-ended':
          running.delete(scenarioKey(event.scenario));
          done++;
          return;
        case 'run-ended':
          running.clear();
          return cancel();
        default:
          event satisfies never;
      }
    },
    around: (writeOther) => {
      takeAway();
      writeOther();
      drawnAt = Number.NEGATIVE_INFINITY;
      draw();
    },
    hide: () => {
      hidden += 1;
      takeAway();
    },
    show: () => {
      hidden -= 1;
      drawnAt = Number.NEGATIVE_INFINITY;
      draw();
    },
  };
}

/** Goes to the start of the first line that is shown, and clears from there. A narrower window has broken lines into rows. */
function erasing(shown: readonly string[], columns: number): string {
  const rows = shown.reduce((sum, line) => sum + Math.ceil(displayWidth(line) / columns), 0);
  return rows > 1 ? `\r\x1b[${rows - 1}A\x1b[J` : '\r\x1b[K';
}

type LinesAt = { readonly now: number; readonly width: number; readonly hasTitle: boolean };

function runningLines(running: readonly Running[], at: LinesAt): readonly string[] {
  const shown = running.slice(0, mostLines - 1);
  const more = running.length - shown.length;
  const lines = shown.map((one) => runningLine(one, at));
  return more === 0 ? lines : [...lines.slice(0, -1), `    and ${more + 1} more at a time`];
}

function runningLine(one: Running, { now, width, hasTitle }: LinesAt): string {
  const doing = doingText(one, now);
  if (!hasTitle) return shortened(`  ${doing}`, width);
  const tail = ` › ${doing}`;
  // Of several that wait, the title says which.
  const room = Math.max(Math.floor(width / 3), width - displayWidth(`  ${tail}`));
  return shortened(`  ${shortened(one.title, Math.min(longestTitle, room))}${tail}`, width);
}

/** `step 3 of 9 list-members, 12 s`, `list-members waits until 23:41:05 UTC, 18 s: the response did not match yet`. */
function doingText({ doing, sinceMs, waits }: Running, now: number): string {
  if (waits === undefined) {
    const seconds = Math.floor((now - sinceMs) / 1000);
    return seconds < 1 ? doing : `${doing}, ${durationText(seconds * 1000)}`;
  }
  const { untilMs, cause } = waits;
  const seconds = Math.ceil((untilMs - now) / 1000);
  if (seconds <= 0) return `${doing} is sent again: ${cause}`;
  const until = new Date(untilMs).toISOString().slice(11, 19);
  return `${doing} waits until ${until} UTC, ${durationText(seconds * 1000)}: ${cause}`;
}
