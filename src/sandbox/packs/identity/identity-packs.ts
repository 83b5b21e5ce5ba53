import type { Pack } from '../../typed/pack/pack.ts';
import { attributeFamilies } from './attribute-families.ts';
import { familyPack } from './family.ts';
import { organizationFamilies } from './organization-families.ts';
import { policyFamilies } from './policy-families.ts';
import { signInFamilies } from './sign-in-families.ts';
import { tenantFamilies } from './tenant-families.ts';

/** The tenant, its policies, and its authentication methods: data, not routes. */
export const identityPacks: readonly Pack[] = [
  ...[organizationFamilies, policyFamilies, signInFamilies, attributeFamilies, tenantFamilies].flat().map(familyPack),
];
