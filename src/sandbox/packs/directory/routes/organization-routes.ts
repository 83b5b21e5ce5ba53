import type { JsonObject } from '../../../../json/json.ts';
import { entityResponse, listResponse } from '../../../odata/list-response.ts';
import { notFound } from '../../../service/graph-error.ts';
import { bothVersions, type GraphCall, type GraphResponse, type Route } from '../../../service/route.ts';
import type { Tenant } from '../../../tenant.ts';
import { readLicenses, readOrganization } from '../directory-grants.ts';
import { type Sku, skuOf } from '../seed/sku-catalog.ts';

export const organizationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/organization',
    versions: bothVersions,
    permissions: readOrganization,
    handle: (call) =>
      listResponse(call, { items: [call.world.tenant], toWire: organizationWire, context: 'organization' }),
  },
  {
    method: 'GET',
    path: '/organization/{organizationId}',
    versions: bothVersions,
    permissions: readOrganization,
    handle: getOrganization,
  },
  {
    method: 'GET',
    path: '/subscribedSkus',
    versions: bothVersions,
    permissions: readLicenses,
    handle: (call) =>
      listResponse(call, {
        items: call.world.tenant.licenses.map(skuOf),
        toWire: (sku) => skuWire(call.world.tenant, sku),
        context: 'subscribedSkus',
      }),
  },
];

function getOrganization(call: GraphCall): GraphResponse {
  const id = call.params['organizationId'] ?? '';
  const { tenant } = call.world;
  if (id.toLowerCase() !== tenant.id.toLowerCase()) return notFound(id);
  return entityResponse(call, { item: tenant, toWire: organizationWire, context: 'organization/$entity' });
}

/** Invented, as the tenant is: it was there long before whatever a test does. */
const founded = '2020-01-15T09:00:00Z';

function organizationWire(tenant: Tenant): JsonObject {
  return {
    id: tenant.id,
    deletedDateTime: null,
    businessPhones: [],
    city: null,
    country: null,
    countryLetterCode: null,
    createdDateTime: founded,
    defaultUsageLocation: null,
    displayName: tenant.displayName,
    marketingNotificationEmails: [],
    onPremisesLastSyncDateTime: null,
    onPremisesSyncEnabled: null,
    partnerTenantType: null,
    postalCode: null,
    preferredLanguage: 'en',
    privacyProfile: null,
    securityComplianceNotificationMails: [],
    securityComplianceNotificationPhones: [],
    state: null,
    street: null,
    technicalNotificationMails: [],
    tenantType: 'AAD',
    assignedPlans: tenant.licenses.flatMap((license) =>
      skuOf(license).plans.map(({ id, service }) => ({
        assignedDateTime: founded,
        capabilityStatus: 'Enabled',
        service,
        servicePlanId: id,
      })),
    ),
    provisionedPlans: [],
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

function skuWire(tenant: Tenant, sku: Sku): JsonObject {
  return {
    accountId: tenant.id,
    accountName: tenant.displayName,
    appliesTo: 'User',
    capabilityStatus: 'Enabled',
    consumedUnits: 0,
    id: `${tenant.id}_${sku.id}`,
    skuId: sku.id,
    skuPartNumber: sku.partNumber,
    subscriptionIds: [],
    prepaidUnits: { enabled: enabledUnits, suspended: 0, warning: 0, lockedOut: 0 },
    servicePlans: sku.plans.map(({ id, name }) => ({
      servicePlanId: id,
      servicePlanName: name,
      provisioningStatus: 'Success',
      appliesTo: 'User',
    })),
  };
}
