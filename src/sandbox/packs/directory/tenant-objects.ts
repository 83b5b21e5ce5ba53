import type { JsonObject } from '../../../json/json.ts';
import type { ObjectStore } from '../../store/object-store.ts';
import type { Tenant } from '../../tenant.ts';
import { type Sku, skuOf } from './seed/sku-catalog.ts';

/** Puts in the tenant itself and its licenses. */
export function enterTenant(store: ObjectStore, tenant: Tenant): void {
  enter(store, 'organization', organizationValues(tenant));
  for (const license of tenant.licenses) enter(store, 'subscribedSku', skuValues(tenant, skuOf(license)));
}

const sets = { organization: 'organization', subscribedSku: 'subscribedskus' } as const;

function enter(store: ObjectStore, type: keyof typeof sets, values: JsonObject): void {
  const id = String(values['id']);
  store.set({ id, type, path: `${sets[type]}/${id.toLowerCase()}`, values, revision: 1, origin: 'typed' });
}

/** An invented date, long before any test. */
const founded = '2020-01-15T09:00:00Z';

function organizationValues(tenant: Tenant): JsonObject {
  return {
    id: tenant.id,
    createdDateTime: founded,
    displayName: tenant.displayName,
    preferredLanguage: 'en',
    tenantType: 'AAD',
    assignedPlans: tenant.licenses.flatMap((license) =>
      skuOf(license).plans.map(({ id, service }) => ({
        assignedDateTime: founded,
        capabilityStatus: 'Enabled',
        service,
        servicePlanId: id,
      })),
    ),
    verifiedDomains: tenant.domains.map((name, index) => ({
      capabilities: 'Email, OfficeCommunicationsOnline',
      isDefault: index === 0,
      isInitial: name.endsWith('.onmicrosoft.com'),
      name,
      type: 'Managed',
    })),
  };
}

const enabledUnits = 100;

function skuValues(tenant: Tenant, sku: Sku): JsonObject {
  return {
    accountId: tenant.id,
    accountName: tenant.displayName,
    appliesTo: 'User',
    capabilityStatus: 'Enabled',
    consumedUnits: 0,
    id: `${tenant.id}_${sku.id}`,
    skuId: sku.id,
    skuPartNumber: sku.partNumber,
    prepaidUnits: { enabled: enabledUnits, suspended: 0, warning: 0, lockedOut: 0 },
    servicePlans: sku.plans.map(({ id, name }) => ({
      servicePlanId: id,
      servicePlanName: name,
      provisioningStatus: 'Success',
      appliesTo: 'User',
    })),
  };
}
