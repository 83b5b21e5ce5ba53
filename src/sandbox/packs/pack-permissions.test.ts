import { expect, test } from 'vitest';
import { ids } from '../../../test/support/sandbox/sample-tenant.ts';
import { typedTenant } from '../../../test/support/sandbox/typed-sandbox.ts';
import { allowing, type PermissionNode, shippedPermissions } from '../../metadata/permission-index.ts';
import { permissionsOf } from '../service/caller.ts';
import type { TypeRules } from '../typed/pack/pack.ts';
import { shippedModel } from '../typed/schema/shipped-model.ts';
import { behaviorPacks } from './behavior-packs.ts';

const model = shippedModel();
const table = shippedPermissions();
const claimed = new Map(behaviorPacks.flatMap(({ types }) => Object.entries(types)));

const rulesOf = (type: string): TypeRules | undefined =>
  (model.type(type)?.lineage ?? []).map((one) => claimed.get(one)).find((one) => one !== undefined);

/** Whether a pack models what a path of the table leads to. */
function isModeled([first = '', ...rest]: readonly string[]): boolean {
  let at = model.root(first)?.type;
  for (const segment of rest) {
    if (at === undefined || segment.startsWith('$')) return false;
    if (segment === '{}') at = at.collection ? { ...at, collection: false } : undefined;
    else {
      const property = at.collection ? undefined : model.type(at.name)?.properties.get(segment);
      at = property?.navigation === true ? property.type : undefined;
    }
  }
  return at !== undefined && rulesOf(at.name) !== undefined;
}

type Row = { readonly method: string; readonly segments: readonly string[] };

function* rowsOf(node: PermissionNode, segments: readonly string[] = []): Generator<Row> {
  for (const [segment, inner] of Object.entries(node)) {
    if (segment === '') for (const method of Object.keys(inner)) yield { method, segments };
    else yield* rowsOf(inner as PermissionNode, [...segments, segment]);
  }
}

const rows = [...rowsOf(table.paths)].filter(({ segments }) => isModeled(segments));

test.each(['delegated', 'application'] as const)(
  'with %s permissions of the sandbox, all that packs model may be asked',
  (context) => {
    const { sandbox } = typedTenant();
    const caller = context === 'delegated' ? sandbox.signIn(ids.admin) : sandbox.signInApplication(ids.expenseReports);
    const held = new Set(permissionsOf(caller).map((name) => name.toLowerCase()));
    const refused = rows.filter(({ method, segments }) => {
      const { permissions = [] } = allowing(table, { method, segments, context }) ?? {};
      return permissions.length > 0 && !permissions.some((name) => held.has(name.toLowerCase()));
    });
    expect(rows.length).toBeGreaterThan(400);
    expect(refused.map(({ method, segments }) => `${method} /${segments.join('/')}`)).toEqual([]);
  },
);

test.each([
  ['GET', '/identityGovernance/termsOfUse/agreements', 'Agreement.Read.All', 'AgreementAcceptance.Read.All'],
  ['GET', '/directoryRoles', 'RoleManagement.Read.Directory', 'RoleManagement.Read.All'],
  ['GET', '/schemaExtensions', 'Application.Read.All', 'Application.ReadWrite.All'],
  ['GET', '/identityProtection/riskyUsers', 'IdentityRiskyUser.Read.All', 'IdentityRiskEvent.Read.All'],
  ['GET', '/policies/permissionGrantPolicies', 'Policy.Read.PermissionGrant', 'Policy.ReadWrite.Authorization'],
] as const)('%s %s takes %s, and not %s: the table of the service decides', (method, path, right, wrong) => {
  const { sendAs } = typedTenant();
  expect(sendAs(ids.admin, [right])(method, path).status).toBe(200);
  expect(sendAs(ids.admin, [wrong])(method, path)).toMatchObject({ status: 403, label: 'modeled' });
});
