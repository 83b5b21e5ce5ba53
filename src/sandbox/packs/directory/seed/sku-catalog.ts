import { createHash } from 'node:crypto';

/** A product: a SKU and its service plans, by their published ids. */
export type Sku = {
  readonly id: string;
  readonly partNumber: string;
  readonly plans: readonly { readonly id: string; readonly name: string; readonly service: string }[];
};

const premium = { id: '41781fb2-bc02-4b7c-bd55-b576c07bb09d', name: 'AAD_PREMIUM', service: 'AADPremiumService' };
const premium2 = { id: 'eec0eb4f-6444-4f95-aba0-50c24d67f998', name: 'AAD_PREMIUM_P2', service: 'AADPremiumService' };
const mfa = { id: '8a256a2b-b617-496d-b51b-e76466e88db0', name: 'MFA_PREMIUM', service: 'MultiFactorService' };
const governance = {
  id: 'e866a266-3cff-43a3-acca-0c90a7e00c8b',
  name: 'Entra_Identity_Governance',
  service: 'AADPremiumService',
};

const sharePoint = { id: '5dbe027f-2339-4123-9542-606e4d348a72', name: 'SHAREPOINTENTERPRISE', service: 'SharePoint' };

const catalog: readonly Sku[] = [
  { id: '078d2b04-f1bd-4111-bbd4-b4b1b354cef4', partNumber: 'AAD_PREMIUM', plans: [premium, mfa] },
  { id: '84a661c4-e949-4bd2-a560-ed7766fcaf2b', partNumber: 'AAD_PREMIUM_P2', plans: [premium, mfa, premium2] },
  { id: 'b05e124f-c7cc-45a0-a6aa-8cf78c946968', partNumber: 'EMSPREMIUM', plans: [premium, mfa, premium2] },
  { id: '06ebc4ee-1bb5-47dd-8120-11324bc54e06', partNumber: 'SPE_E5', plans: [premium, mfa, premium2, sharePoint] },
  { id: '6fd2c87f-b296-42f0-b197-1e91e994b900', partNumber: 'ENTERPRISEPACK', plans: [sharePoint] },
  { id: 'cf6b0d46-4093-4546-a0ab-0b1546dcc10e', partNumber: 'Microsoft_Entra_ID_Governance', plans: [governance] },
];

/** A SKU that the catalog lacks gets an id made of its name, and one plan of its own name. */
export function skuOf(partNumber: string): Sku {
  const known = catalog.find((sku) => sku.partNumber.toLowerCase() === partNumber.toLowerCase());
  if (known !== undefined) return known;
  const hex = createHash('sha256').update(partNumber).digest('hex');
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  return { id, partNumber, plans: [{ id, name: partNumber, service: partNumber }] };
}
