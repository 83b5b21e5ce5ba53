/** The sandbox: a small, faithful, stateful Microsoft Graph. This file: everything that is there at one moment. */

import type { Reviews } from './packs/access-reviews/reviews.ts';
import type { SandboxDirectory } from './packs/directory/sandbox-directory.ts';
import type { IdSource } from './service/id-source.ts';
import type { SandboxClock } from './service/sandbox-clock.ts';
import type { ObjectStore } from './store/object-store.ts';
import type { Tenant } from './tenant.ts';

export type World = {
  readonly clock: SandboxClock;
  readonly ids: IdSource;
  readonly tenant: Tenant;
  /** All objects there are. */
  readonly store: ObjectStore;
  readonly directory: SandboxDirectory;
  readonly reviews: Reviews;
  /** Scheme, host and port of links. */
  readonly origin: string;
  /** Scheme, host and port of the addresses from which files are fetched, and to which they are uploaded, without a token. */
  readonly filesOrigin: string;
  /** Items on a page, by `pageKey`, where it is not the usual number. */
  readonly pageSizes?: ReadonlyMap<string, number>;
};
