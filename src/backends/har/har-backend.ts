import type { HttpRequest } from '../../http/message.ts';
import { canonicalJson } from '../../json/canonical.ts';
import type { Json } from '../../json/json.ts';
import type { Backend } from '../../run/ports.ts';
import { graphOrigin } from '../responder.ts';
import { type HarEntry, targetOf } from './har-entry.ts';

/** The entry that answers a step, and how closely it matches the request of the step. */
type HarMatch = {
  readonly step: string;
  readonly entry: HarEntry;
  /** Whether the browser sent the body that the step sends. */
  readonly sameBody: boolean;
  /** Whether it was sent before an entry that answered an earlier request. */
  readonly outOfOrder: boolean;
};

export type HarBackend = {
  readonly backend: Backend;
  /** In the order of the steps. */
  readonly matches: () => readonly HarMatch[];
  readonly unmatched: () => readonly HarEntry[];
};

/**
 * Answers requests with the responses that a browser received: from an entry with the same method and url, the next one
 * in time, preferably with the same body. Each entry is used once.
 */
export function harBackend(entries: readonly HarEntry[], linked: readonly HarEntry[] = []): HarBackend {
  const matches: HarMatch[] = [];
  const free = new Set([...entries, ...linked]);
  let latestMs = Number.NEGATIVE_INFINITY;
  const take = (step: string, request: HttpRequest): HarEntry | undefined => {
    const target = targetOf(request);
    const fitting = [...free].filter((entry) => targetOf(entry) === target);
    const later = fitting.filter(({ startedMs }) => startedMs >= latestMs);
    const nearest = later.length > 0 ? later : fitting;
    const entry = nearest.find(({ body }) => isSame(body, request.body)) ?? nearest[0];
    if (entry === undefined) return undefined;
    free.delete(entry);
    matches.push({ step, entry, sameBody: isSame(entry.body, request.body), outOfOrder: later.length === 0 });
    latestMs = Math.max(latestMs, entry.startedMs);
    return entry;
  };
  return {
    backend: {
      origin: graphOrigin,
      send: async (request, { step, sent }) => {
        const entry = take(step, request);
        if (entry !== undefined) {
          sent?.();
          return { kind: 'answered', response: entry.response };
        }
        const message = `the HTTP Archive has no (further) response to ${request.method} ${request.url}`;
        return {
          kind: 'blocked',
          reason: 'refused',
          message,
          fix: 'do this step in the browser as well, and save the archive again',
        };
      },
      close: async () => {},
    },
    matches: () => matches,
    unmatched: () => entries.filter((entry) => free.has(entry)),
  };
}

function isSame(one: Json | undefined, other: Json | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return canonicalJson(one) === canonicalJson(other);
}
