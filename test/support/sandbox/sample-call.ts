import { createReviews } from '../../../src/sandbox/packs/access-reviews/create-reviews.ts';
import { createDirectory } from '../../../src/sandbox/packs/directory/create-directory.ts';
import { idSource } from '../../../src/sandbox/service/id-source.ts';
import type { GraphCall } from '../../../src/sandbox/service/route.ts';
import { sandboxClock } from '../../../src/sandbox/service/sandbox-clock.ts';
import { objectStore } from '../../../src/sandbox/store/object-store.ts';
import type { World } from '../../../src/sandbox/world.ts';

/** A call as the service makes it, for tests of what routes use: `GET /v1.0/things` by an application that may nothing. */
export function sampleCall(query = '', { origin = graph, ...more }: Partial<GraphCall & World> = {}): GraphCall {
  return {
    version: 'v1.0',
    params: {},
    query: new URLSearchParams(query),
    headers: {},
    body: undefined,
    path: '/things',
    caller: { kind: 'application', appId: 'app', roles: [] },
    world: { ...sampleWorld(), origin },
    ...more,
  };
}

const graph = 'https://graph.microsoft.com';
const filesOrigin = 'https://files.example';
const tenant = {
  id: '7d1f6c0e-1d3a-8f0b-9d52-3f1e5a90c2b7',
  displayName: 'Sample',
  domains: ['sample.example'],
  licenses: [],
};

/** A world with no one in it, at half past eight on 22 November 2026. */
export function sampleWorld(): World {
  const clock = sandboxClock(Date.UTC(2026, 10, 22, 8, 30));
  const ids = idSource('sample');
  const store = objectStore();
  const directory = createDirectory({ clock, ids, store, seed: { version: 1, tenant } });
  return {
    clock,
    ids,
    tenant,
    store,
    directory,
    reviews: createReviews({ clock, ids, store, directory, origin: graph, filesOrigin }),
    origin: graph,
    filesOrigin,
  };
}
