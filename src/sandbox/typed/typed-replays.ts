import type { Json } from '../../json/json.ts';
import type { Address, SandboxRequest } from '../service/read-request.ts';
import type { GraphResponse } from '../service/route.ts';
import { closestSent, isPathOf } from './closest-sent.ts';

/** A seed's own response to a request: responses of functions and actions that store nothing. */
export type Replay = {
  readonly method: string;
  readonly version: string;
  /** Within the version, decoded; `*` matches any segment, `name(*)` any arguments. */
  readonly segments: readonly string[];
  /** Only for a request with this body. */
  readonly sent?: Json;
  readonly response: GraphResponse;
};

export type Replays = {
  readonly add: (replay: Replay) => void;
  readonly find: (request: SandboxRequest, address: Address) => GraphResponse | undefined;
};

/** The one whose body is most similar to the request's, of several for one path. */
export function replayList(): Replays {
  const replays: Replay[] = [];
  const closest = closestSent<Replay>();
  return {
    add: (replay) => replays.push(replay),
    find: ({ method, body }, { version, segments }) => {
      const fitting = replays.filter(
        (one) => one.method === method && one.version === version && isPathOf(one.segments, segments),
      );
      return closest(fitting, body)?.response;
    },
  };
}
