import { type Json, type JsonObject, property, setProperty } from '../../json/json.ts';
import type { Lag } from './fault.ts';
import { notFound } from './graph-error.ts';
import type { GraphResponse } from './route.ts';

/** The version and path of a request. */
type Place = { readonly version: string; readonly path: string };

/** Replicas that do not have a write yet. */
export type LaggingReplicas = {
  /** An object with this id was created, and is not found for a while. */
  readonly hide: (id: string, lag: Lag) => void;
  /** An object was changed or deleted, and keeps its former state for a while. */
  readonly keep: (place: Place, before: JsonObject, lag: Lag) => void;
  /** Whether an object with this id is not visible yet; this does not count as a read. */
  readonly isHidden: (id: string) => boolean;
  /** The response to a request that names something hidden. */
  readonly refusal: (place: Place) => GraphResponse | undefined;
  /** The former state that a read gets. */
  readonly asSeen: (place: Place, response: GraphResponse) => GraphResponse;
  readonly clear: () => void;
};

type Remaining = { reads: number; readonly until: number };

export function laggingReplicas(time: () => number): LaggingReplicas {
  const hidden = new Map<string, Remaining>();
  const kept = new Map<string, { readonly before: JsonObject; readonly remaining: Remaining }>();
  const remainingOf = (lag: Lag): Remaining =>
    'reads' in lag
      ? { reads: lag.reads, until: Number.POSITIVE_INFINITY }
      : { reads: Number.POSITIVE_INFINITY, until: time() + lag.seconds * 1000 };

  /** Counts a read; false once no reads remain. */
  const isLate = (remaining: Remaining | undefined): boolean => {
    if (remaining === undefined || remaining.reads <= 0 || time() >= remaining.until) return false;
    remaining.reads -= 1;
    return true;
  };
  const isHidden = (id: string): boolean => {
    const late = isLate(hidden.get(id));
    if (!late) hidden.delete(id);
    return late;
  };

  return {
    hide: (id, lag) => {
      hidden.set(id.toLowerCase(), remainingOf(lag));
    },
    keep: (place, before, lag) => {
      kept.set(keyOf(place), { before, remaining: remainingOf(lag) });
    },
    isHidden: (id) => {
      const remaining = hidden.get(id.toLowerCase());
      return remaining !== undefined && remaining.reads > 0 && time() < remaining.until;
    },
    refusal: ({ path }) => {
      if (hidden.size === 0) return undefined;
      const id = path.split('/').find((segment) => isHidden(segment.toLowerCase()));
      return id === undefined ? undefined : notFound(id);
    },
    asSeen: (place, response) => {
      const late = kept.get(keyOf(place));
      if (late !== undefined && isLate(late.remaining)) return asBefore(response, late.before);
      kept.delete(keyOf(place));
      return hidden.size === 0 ? response : withoutItems(response, isHidden);
    },
    clear: () => {
      hidden.clear();
      kept.clear();
    },
  };
}

const keyOf = ({ version, path }: Place): string => `${version}${path.toLowerCase()}`;

/** The response with the values of an earlier time; what has been deleted since is still there. */
function asBefore(response: GraphResponse, before: JsonObject): GraphResponse {
  if (response.status === 404) return { status: 200, body: before };
  if (response.status !== 200 || response.body === undefined) return response;
  const body: { [name: string]: Json } = {};
  for (const [name, value] of Object.entries(response.body)) {
    const old = name.startsWith('@') ? undefined : property(before, name);
    setProperty(body, name, old ?? value);
  }
  return { ...response, body };
}

function withoutItems(response: GraphResponse, isHidden: (id: string) => boolean): GraphResponse {
  const items = property(response.body, 'value');
  if (!Array.isArray(items)) return response;
  const seen = items.filter((item: Json) => {
    const id = property(item, 'id');
    return typeof id !== 'string' || !isHidden(id.toLowerCase());
  });
  return seen.length === items.length ? response : { ...response, body: { ...response.body, value: seen } };
}
