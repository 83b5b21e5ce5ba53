import type { HttpRequest } from '../../../src/http/message.ts';
import { isJsonObject, type Json, property } from '../../../src/json/json.ts';
import type { Backend, Clock, Reply } from '../../../src/run/ports.ts';
import { answered } from './scripted-backend.ts';

/** What goes wrong with one request. `before`: it never arrives; `after`: it is done, and no one hears of it. */
export type Mishap = 'before' | 'after' | 'throw' | 403 | 404 | 409 | 429 | 500 | 503;

/** A thing in the directory: what was sent, and what the service adds. */
export type Thing = { readonly id: string; readonly createdDateTime: string; readonly [name: string]: Json };

export type StatefulService = Backend & {
  /** By collection path, such as `/v1.0/groups`. */
  readonly things: Map<string, Thing[]>;
  readonly log: string[];
};

/**
 * A service with a memory, for tests: POST to a collection adds, GET lists (with `$filter=NAME eq 'VALUE'`) or reads,
 * DELETE removes. `mishap` says what goes wrong with the n-th request.
 */
export function statefulService(
  clock: Clock,
  mishap: (nth: number) => Mishap | undefined = () => undefined,
): StatefulService {
  const things = new Map<string, Thing[]>();
  const log: string[] = [];
  let ids = 0;
  const act = (request: HttpRequest): Reply => {
    const [path = '', query = ''] = request.url.split('?', 2);
    const at = path.split('/');
    const collection = at.slice(0, 3).join('/');
    const id = at[3];
    const all = things.get(collection) ?? [];
    if (request.method === 'POST') {
      const sent = isJsonObject(request.body) ? request.body : {};
      const thing = { ...sent, id: idOf(++ids), createdDateTime: timeOf(clock) };
      things.set(collection, [...all, thing]);
      return answered(201, thing);
    }
    if (id === undefined) return answered(200, { value: all.filter(filterOf(decodeURIComponent(query))) });
    const found = all.find((one) => one.id === id);
    if (found === undefined) return answered(404, { error: { code: 'Request_ResourceNotFound' } });
    if (request.method === 'GET') return answered(200, found);
    things.set(
      collection,
      all.filter((one) => one.id !== id),
    );
    return answered(204);
  };
  return {
    things,
    log,
    origin: 'https://graph.microsoft.com',
    close: async () => {},
    send: async (request) => {
      log.push(`${request.method} ${request.url}`);
      const wrong = mishap(log.length);
      switch (wrong) {
        case undefined:
          return act(request);
        case 'before':
          return lost;
        case 'after':
          act(request);
          return lost;
        case 'throw':
          throw new Error('a defect of a backend');
        default:
          return answered(wrong, { error: { code: 'mishap' } });
      }
    },
  };
}

const lost: Reply = { kind: 'blocked', reason: 'network', message: 'the connection was lost' };
const idOf = (nth: number) => `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`;
const timeOf = (clock: Clock) => new Date(clock.now()).toISOString();

function filterOf(query: string): (thing: Thing) => boolean {
  const [, name = '', value = ''] = /\$filter=(\w+) eq '([^']*)'/.exec(query) ?? [];
  return (thing) => name === '' || property(thing, name) === value;
}
