import type { Pack } from '../typed/pack/pack.ts';
import { accessReviewsPack } from './access-reviews/access-reviews-pack.ts';
import { applicationsPack } from './applications/applications-pack.ts';
import { conditionalAccessPack } from './conditional-access/conditional-access-pack.ts';
import { entitlementPack } from './entitlement/entitlement-pack.ts';
import { groupsPack } from './groups/groups-pack.ts';
import { identityPacks } from './identity/identity-packs.ts';
import { identityProtectionPack } from './identity-protection/identity-protection-pack.ts';
import { lifecycleWorkflowsPack } from './lifecycle-workflows/lifecycle-workflows-pack.ts';
import { directoryRolesPack } from './privileged-access/directory-roles-pack.ts';
import { privilegedAccessPack } from './privileged-access/privileged-access-pack.ts';

/** All packs of behavior on top of the typed layer. */
export const behaviorPacks: readonly Pack[] = [
  accessReviewsPack,
  applicationsPack,
  conditionalAccessPack,
  directoryRolesPack,
  entitlementPack,
  groupsPack,
  ...identityPacks,
  identityProtectionPack,
  lifecycleWorkflowsPack,
  privilegedAccessPack,
];
