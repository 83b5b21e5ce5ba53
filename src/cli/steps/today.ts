import type { Streams } from '../output/streams.ts';

/** The day, as an RFC 3339 full-date in UTC: by the clock that runs wait by, where that is not the real one. */
export function today({ clock, wallClock }: Pick<Streams, 'clock' | 'wallClock'>): string {
  return new Date(clock?.now() ?? wallClock()).toISOString().slice(0, 10);
}
