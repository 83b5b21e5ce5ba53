import { failure, type Result, success } from '../../diagnostics/problem.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import type { Timer } from '../../report/wording/reporter.ts';
import type { Against } from '../../run/result.ts';
import type { Streams } from '../output/streams.ts';

/** https://reproducible-builds.org/specs/source-date-epoch/: whole seconds since 1970. */
const variable = 'SOURCE_DATE_EPOCH';
/** The last second that RFC 3339 can write. */
const latest = Date.parse('9999-12-31T23:59:59Z') / 1000;

export const realTimer: Timer = (afterMs, action) => {
  const timeout = setTimeout(action, afterMs).unref();
  return () => clearTimeout(timeout);
};

/**
 * The streams with the clock by which results and reports give the real time. `SOURCE_DATE_EPOCH` stops it, so that two runs
 * of a recording give the same bytes; a live run always has its real time. Problems: `bad-setting`.
 */
export function withRealClock(streams: Streams, against: Against): Result<Streams> {
  const { environment, clock, wallClock } = streams;
  if (against === 'live') return success({ ...streams, wallClock: clock?.now ?? wallClock });
  const given = environment[variable] ?? '';
  if (given === '') return success(streams);
  if (!/^\d{1,12}$/.test(given) || Number(given) > latest) {
    const message = `${variable} is ${JSON.stringify(safeLine(given.slice(0, 40)))}, which is not a whole number of seconds since 1970`;
    return failure([{ code: 'bad-setting', message, fix: 'set it as `date +%s` prints it, or unset it' }]);
  }
  return success({ ...streams, wallClock: () => Number(given) * 1000 });
}
