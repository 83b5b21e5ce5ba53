import type { Headers } from '../../../http/message.ts';
import { canonicalJson } from '../../../json/canonical.ts';
import { isJsonObject, type Json, property } from '../../../json/json.ts';
import { callOf } from '../../../metadata/url-shape.ts';
import type { SeedResponse } from '../seed-objects.ts';

type Called = {
  readonly method: string;
  readonly version: string;
  readonly segments: readonly string[];
  readonly isMade: (id: string) => boolean;
  readonly sent: Json | undefined;
  readonly status: number;
  readonly headers?: Headers;
  readonly body?: Json;
};

/** Collects what functions and actions respond with, by path and by the body that was sent. */
export function givenResponses(): {
  readonly add: (called: Called) => void;
  readonly all: () => readonly SeedResponse[];
} {
  const calls: { readonly request: string; readonly called: Called }[] = [];
  return {
    add: (called) => {
      const request = `${called.method} /${called.version}/${called.segments.map((one) => wildSegment(one, called.isMade)).join('/')}`;
      calls.push({ request, called });
    },
    all: () => {
      const bySent = new Map(calls.map((one) => [keyOf(one.request, one.called), one]));
      const kept = [...bySent.values()];
      return kept.map(({ request, called: { sent, status, headers = {}, body } }) => ({
        request,
        ...(sent !== undefined && kept.filter((one) => one.request === request).length > 1
          ? { sent: sent as NonNullable<SeedResponse['sent']> }
          : {}),
        status,
        ...linkHeaders(headers),
        ...(isJsonObject(body) ? { body: asSent(body, sent ?? null) as NonNullable<SeedResponse['body']> } : {}),
      }));
    },
  };
}

/** The next url in a response. */
export function linkHeaders(headers: Headers): { readonly headers?: Headers } {
  const links = Object.entries(headers).filter(([name]) => /^(?:operation-)?location$/.test(name));
  return links.length === 0 ? {} : { headers: Object.fromEntries(links) };
}

/** Values of the request that a response repeats are those of the request, even if the page shows others. */
function asSent(shown: Json, sent: Json): Json {
  if (Array.isArray(shown) && Array.isArray(sent)) return shown.map((item, at) => asSent(item, sent[at] ?? null));
  if (isJsonObject(shown) && isJsonObject(sent))
    return Object.fromEntries(
      Object.entries(shown).map(([name, value]) => [name, asSent(value, property(sent, name) ?? null)]),
    );
  return typeof sent === typeof shown && sent !== null && shown !== null && typeof sent !== 'object' ? sent : shown;
}

const keyOf = (request: string, { sent, body }: Called): string =>
  [request, ...[sent, body].map((one) => (one === undefined ? '' : canonicalJson(one)))].join(' ');

/** Values that only a run has match anything: generated ids, times in arguments. */
export function wildSegment(segment: string, isMade: (id: string) => boolean): string {
  if (isMade(segment)) return '*';
  const { name, inside } = callOf(segment);
  const varies = inside !== undefined && /\d{4}-\d\d-\d\d|[0-9a-f]{8}-[0-9a-f]{4}-/i.test(inside);
  return (varies ? `${name}(*)` : segment).replace(/[\s?#]/g, (character) => encodeURIComponent(character));
}
