import { createHash } from 'node:crypto';
import { type Json, type JsonObject, property } from '../../json/json.ts';
import { pageSizeOf } from '../odata/paging/page-size.ts';
import { contextOf } from '../odata/response-parts.ts';
import { badRequest } from '../service/graph-error.ts';
import { type GraphCall, type GraphResponse, ok } from '../service/route.ts';

/** The state of a collection at the last request for it: a digest of each object and its members, by id. */
type Snapshot = ReadonlyMap<string, { readonly digest: string; readonly members: readonly string[] }>;

/** The states of delta tokens. The oldest are discarded: their tokens are then no longer valid. */
export type Snapshots = {
  readonly keep: (snapshot: Snapshot) => string;
  readonly get: (token: string) => Snapshot | undefined;
};

const mostKept = 200;

export function snapshots(): Snapshots {
  const kept = new Map<string, Snapshot>();
  let made = 0;
  return {
    keep: (snapshot) => {
      made += 1;
      const token = createHash('sha256').update(`delta ${made}`).digest('base64url');
      kept.set(token, snapshot);
      const [oldest] = kept.keys();
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
      return token;
    },
    get: (token) => kept.get(token),
  };
}

export type Tracked = {
  readonly call: GraphCall;
  /** All there is now, as it is shown. */
  readonly wires: readonly JsonObject[];
  readonly context: string;
  /** The response to an expired token. */
  readonly outdated: GraphResponse;
  /** For groups with selected members: the members of one. */
  readonly membersOf?: (id: string) => readonly TrackedMember[];
};

type TrackedMember = { readonly id: string; readonly type: string };

/** Answers a change-tracking query: first all objects, then later changes; in pages, whose tokens encode what was shown. */
export function deltaResponse(tracked: Tracked, states: Snapshots): GraphResponse {
  const { wires, call } = tracked;
  const { query } = call;
  const top = query.get('$top') ?? '1';
  if (!/^[1-9]\d{0,8}$/.test(top))
    return badRequest(`Invalid $top clause: expected a whole number of 1 or more, found '${top}'.`);
  const given = query.get('$deltatoken') ?? query.get('$skiptoken');
  const membersNow = new Map(wires.map((wire) => [idOf(wire), tracked.membersOf?.(idOf(wire)) ?? []]));
  const now = new Map(
    wires.map((wire) => [
      idOf(wire),
      { digest: digestOf(wire), members: (membersNow.get(idOf(wire)) ?? []).map(({ id }) => id) },
    ]),
  );
  const before = given === null || given === 'latest' ? undefined : states.get(given);
  if (given !== null && given !== 'latest' && before === undefined) {
    return tracked.outdated;
  }
  const select = query
    .get('$select')
    ?.split(',')
    .map((name) => name.trim());
  const all = wires.filter((wire) => !isSame(before?.get(idOf(wire)), now.get(idOf(wire))));
  const size = given === 'latest' ? undefined : (pageSizeOf(call) ?? topOf(call));
  const changed = all.slice(0, size);
  const memberChanges = (wire: JsonObject): JsonObject => {
    const all = membersNow.get(idOf(wire)) ?? [];
    const then = before?.get(idOf(wire))?.members ?? [];
    const left = then.filter((id) => !all.some((one) => one.id === id));
    const joined = all.filter(({ id }) => !then.includes(id));
    const changes = [
      ...joined.map(({ id, type }) => ({ '@odata.type': `#microsoft.graph.${type}`, id })),
      ...left.map((id) => ({ '@odata.type': '#microsoft.graph.user', id, '@removed': { reason: 'deleted' } })),
    ];
    return changes.length === 0 ? {} : { 'members@delta': changes };
  };
  const isLast = changed.length === all.length;
  const gone = isLast ? [...(before?.keys() ?? [])].filter((id) => !now.has(id)) : [];
  const value: Json[] = [
    ...(given === 'latest' ? [] : changed.map((wire) => ({ ...selected(wire, select), ...memberChanges(wire) }))),
    ...gone.map((id) => ({ '@removed': { reason: 'changed' }, id })),
  ];
  return ok({
    '@odata.context': contextOf(call, `${tracked.context}/$delta`, select),
    ...(isLast
      ? { '@odata.deltaLink': linkOf(call, '$deltatoken', states.keep(now)) }
      : { '@odata.nextLink': linkOf(call, '$skiptoken', states.keep(shownBy(before, changed, now))) }),
    value,
  });
}

/** In a delta, `$top` is the size of a page. */
function topOf({ query }: GraphCall): number | undefined {
  const top = query.get('$top');
  return top === null ? undefined : Number(top);
}

/** The state that the client has after a page: the former one, and the page. */
function shownBy(before: Snapshot | undefined, page: readonly JsonObject[], now: Snapshot): Snapshot {
  const shown = page.flatMap((wire) => {
    const state = now.get(idOf(wire));
    return state === undefined ? [] : [[idOf(wire), state] as const];
  });
  return new Map([...(before ?? []), ...shown]);
}

/** Graph keeps the options of the first request behind the token. Here the ones that shape an item stay in the link. */
function linkOf({ version, world, path, query }: GraphCall, kind: string, token: string): string {
  const options = [...query].filter(([name]) => !/^\$(?:deltatoken|skiptoken)$/i.test(name));
  const all = [...options, [kind, token] as const].map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${world.origin}/${version}${path}?${all.join('&')}`;
}

function selected(wire: JsonObject, select: readonly string[] | undefined): JsonObject {
  if (select === undefined) return wire;
  const names = new Set(['id', ...select.map((name) => name.toLowerCase())]);
  return Object.fromEntries(
    Object.entries(wire).filter(
      ([name]) => name.startsWith('@') || name.includes('@') || names.has(name.toLowerCase()),
    ),
  );
}

const idOf = (wire: JsonObject): string => String(property(wire, 'id'));

type Seen = Snapshot extends ReadonlyMap<string, infer State> ? State : never;
const isSame = (one: Seen | undefined, other: Seen | undefined): boolean =>
  one !== undefined && one.digest === other?.digest && one.members.join() === other.members.join();

const digestOf = (wire: JsonObject): string =>
  createHash('sha256')
    .update(JSON.stringify(wire, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)))
    .digest('base64url')
    .slice(0, 16);
