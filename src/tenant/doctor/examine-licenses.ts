import type { JsonObject } from '../../json/json.ts';
import { isJsonObject, property } from '../../json/json.ts';
import type { DoctorFinding } from './doctor-finding.ts';
import type { DoctorPorts } from './doctor-ports.ts';
import { type ReadList, readList, textIn } from './read-list.ts';

const link = 'https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference';

/** Whether the tenant has a license: a SKU of that name, or one with a service plan of that name. */
export async function examineLicenses(
  licenses: readonly string[],
  actors: readonly string[],
  ports: DoctorPorts,
): Promise<readonly DoctorFinding[]> {
  if (licenses.length === 0) return [];
  const skus = await subscribedSkus(actors, ports);
  return licenses.map((license) => licenseFinding(license, skus));
}

/** Actors that may read licenses come first. */
async function subscribedSkus(actors: readonly string[], { read }: DoctorPorts): Promise<ReadList> {
  let last: ReadList = { kind: 'none', why: 'no signed-in actor can read it' };
  for (const actor of actors) {
    last = readList(await read(actor, '/v1.0/subscribedSkus?$select=skuPartNumber,servicePlans,capabilityStatus'));
    if (last.kind === 'list') return last;
  }
  return last;
}

function licenseFinding(license: string, skus: ReadList): DoctorFinding {
  const base = { area: 'license', what: license, link } as const;
  if (skus.kind === 'none') {
    const fix = 'let one actor read it (LicenseAssignment.Read.All), or look in Entra admin center > Licenses';
    return { ...base, state: 'not-knowable', why: skus.why, fix };
  }
  const having = skus.items.filter((sku) => namesOf(sku).some((name) => name.toLowerCase() === license.toLowerCase()));
  const active = having.find((sku) => ['Enabled', 'Warning'].includes(textIn(sku, 'capabilityStatus') ?? 'Enabled'));
  if (active !== undefined) return { ...base, state: 'there', why: `in ${textIn(active, 'skuPartNumber') ?? 'a SKU'}` };
  const why = having.length > 0 ? 'the subscription with it has ended' : 'no subscription of the tenant has it';
  return { ...base, state: 'missing', why, fix: 'buy it, or start a trial, for every user of the scenario' };
}

function namesOf(sku: JsonObject): readonly string[] {
  const plans = property(sku, 'servicePlans');
  const names = Array.isArray(plans)
    ? plans.map((plan) => (isJsonObject(plan) ? textIn(plan, 'servicePlanName') : undefined))
    : [];
  return [textIn(sku, 'skuPartNumber'), ...names].filter((name) => name !== undefined);
}
