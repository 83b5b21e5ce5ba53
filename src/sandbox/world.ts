/** The sandbox: a small, faithful, stateful Microsoft Graph. This file: everything that is there at one moment. */

import type { Reviews } from './packs/access-reviews/reviews.ts';
import type { SandboxDirectory } from './packs/directory/sandbox-directory.ts';
import type { IdSource } from './service/id-source.ts';
import type { SandboxClock } from './service/sandbox-clock.ts';

export type World = {
  readonly clock: SandboxClock;
  readonly ids: IdSource;
  readonly tenant: Tenant;
  readonly directory: SandboxDirectory;
  readonly reviews: Reviews;
};

export type Tenant = {
  readonly id: string;
  readonly displayName: string;
  /** Verified domains, the default one first. */
  readonly domains: readonly string[];
  /** SKU part numbers, such as `AAD_PREMIUM_P2`: what `/subscribedSkus` lists. */
  readonly licenses: readonly string[];
};
