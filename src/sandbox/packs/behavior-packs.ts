import type { Pack } from '../typed/pack/pack.ts';
import { accessReviewsPack } from './access-reviews/access-reviews-pack.ts';
import { applicationsPack } from './applications/applications-pack.ts';
import { conditionalAccessPack } from './conditional-access/conditional-access-pack.ts';
import { entitlementPack } from './entitlement/entitlement-pack.ts';
import { groupsPack } from './groups/groups-pack.ts';
import { attributeFamilies } from './identity/attribute-families.ts';
import { organizationFamilies } from './identity/organization-families.ts';
import { policyFamilies } from './identity/policy-families.ts';
import { signInFamilies } from './identity/sign-in-families.ts';
import { tenantFamilies } from './identity/tenant-families.ts';
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
  ...[organizationFamilies, policyFamilies, signInFamilies, attributeFamilies, tenantFamilies].flat(),
  identityProtectionPack,
  lifecycleWorkflowsPack,
  privilegedAccessPack,
];
