import { canonicalJson } from '../../json/canonical.ts';
import type { Json } from '../../json/json.ts';
import type { Address, SandboxRequest } from '../service/read-request.ts';
import type { GraphResponse } from '../service/route.ts';

/** A seed's own response to a request: what functions and actions respond with that store nothing. */
export type Replay = {
  readonly method: string;
  readonly version: string;
  /** Within the version, decoded; `*` stands for any one, `name(*)` for any arguments. */
  readonly segments: readonly string[];
  /** Only for a request with this body. */
  readonly sent?: Json;
  readonly response: GraphResponse;
};

export type Replays = {
  readonly add: (replay: Replay) => void;
  readonly find: (request: SandboxRequest, address: Address) => GraphResponse | undefined;
};

/** Of several for one path, that with the request's own body, or else the first. */
export function replayList(): Replays {
  const replays: Replay[] = [];
  return {
    add: (replay) => replays.push(replay),
    find: ({ method, body }, { version, segments }) => {
      const fitting = replays.filter(
        (one) => one.method === method && one.version === version && fits(one.segments, segments),
      );
      const sent = body === undefined ? undefined : canonicalJson(body);
      const exact = fitting.find((one) => one.sent !== undefined && canonicalJson(one.sent) === sent);
      return (exact ?? fitting[0])?.response;
    },
  };
}

function fits(given: readonly string[], asked: readonly string[]): boolean {
  if (given.length !== asked.length) return false;
  return given.every((one, at) => {
    const segment = (asked[at] ?? '').toLowerCase();
    if (one === '*') return true;
    return one.endsWith('(*)') ? segment.startsWith(one.slice(0, -2).toLowerCase()) : segment === one.toLowerCase();
  });
}
