import type { Pack } from '../typed/pack/pack.ts';
import { applicationsPack } from './applications/applications-pack.ts';
import { entitlementPack } from './entitlement/entitlement-pack.ts';
import { privilegedAccessPack } from './privileged-access/privileged-access-pack.ts';

/** All packs of behavior that stand on the typed layer. */
export const behaviorPacks: readonly Pack[] = [applicationsPack, entitlementPack, privilegedAccessPack];
