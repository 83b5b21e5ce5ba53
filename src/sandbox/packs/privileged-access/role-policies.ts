import type { JsonObject } from '../../../json/json.ts';
import { badRequest } from '../../service/graph-error.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { Access, TypeRules } from '../../typed/pack/pack.ts';
import { roleDefinitions } from '../directory/seed/role-definitions.ts';

/**
 * What it takes to be assigned and to activate a role: a policy for each, of seventeen rules that every tenant has by these ids.
 * Facts from the pages of Graph's v1.0 reference (2026-08).
 */
const places = { policies: 'policies/rolemanagementpolicies', assignments: 'policies/rolemanagementpolicyassignments' };

type About = readonly [caller: 'Admin' | 'EndUser', level: 'Eligibility' | 'Assignment'];
const abouts: readonly About[] = [
  ['Admin', 'Eligibility'],
  ['Admin', 'Assignment'],
  ['EndUser', 'Assignment'],
];

const longest = { Admin_Eligibility: 'P365D', Admin_Assignment: 'P180D', EndUser_Assignment: 'PT8H' } as const;
const enabled = { Admin_Eligibility: [], Admin_Assignment: ['Justification'], EndUser_Assignment: ['Justification'] };

type Rule = { readonly kind: string; readonly id: string; readonly values: JsonObject };

function rulesAbout([caller, level]: About): readonly Rule[] {
  const about = `${caller}_${level}` as keyof typeof longest;
  const target = { caller, operations: ['all'], level, inheritableSettings: [], enforcedSettings: [] };
  const rule = (kind: string, values: JsonObject, id = `${kind}_${about}`): Rule => ({
    kind,
    id,
    values: { ...values, target },
  });
  const notices = ['Admin', 'Requestor', 'Approver'].map((recipientType) => {
    const values = { notificationType: 'Email', recipientType, notificationLevel: 'All' };
    const more = { isDefaultRecipientsEnabled: true, notificationRecipients: [] };
    return rule('Notification', { ...values, ...more }, `Notification_${recipientType}_${about}`);
  });
  const stage = {
    approvalStageTimeOutInDays: 1,
    isApproverJustificationRequired: true,
    escalationTimeInMinutes: 0,
    isEscalationEnabled: false,
    primaryApprovers: [],
    escalationApprovers: [],
  };
  const setting = {
    isApprovalRequired: false,
    isApprovalRequiredForExtension: false,
    isRequestorJustificationRequired: true,
    approvalMode: 'SingleStage',
    approvalStages: [stage],
  };
  const ofActivation =
    caller === 'EndUser'
      ? [rule('Approval', { setting }), rule('AuthenticationContext', { isEnabled: false, claimValue: '' })]
      : [];
  const expiration = { isExpirationRequired: caller === 'EndUser', maximumDuration: longest[about] };
  return [
    rule('Expiration', expiration),
    rule('Enablement', { enabledRules: enabled[about] }),
    ...ofActivation,
    ...notices,
  ];
}

const rules = abouts.flatMap(rulesAbout);

/** A policy for each role of the tenant. */
export function beginRolePolicies(ground: Ground): void {
  const ofDirectory = { scopeId: '/', scopeType: 'DirectoryRole' };
  for (const { id: roleDefinitionId } of roleDefinitions) {
    const id = `DirectoryRole_${ground.world.tenant.id}_${roleDefinitionId}`;
    const values = { displayName: 'DirectoryRole', description: 'DirectoryRole', isOrganizationDefault: false };
    const unchanged = { lastModifiedDateTime: null, lastModifiedBy: { displayName: null, id: null } };
    const policy = ground.put({
      type: 'unifiedRoleManagementPolicy',
      in: places.policies,
      id,
      values: { ...values, ...ofDirectory, ...unchanged },
    });
    ground.put({
      type: 'unifiedRoleManagementPolicyAssignment',
      in: places.assignments,
      id: `${id}_${roleDefinitionId}`,
      values: { ...ofDirectory, policyId: id, roleDefinitionId },
      refers: { policy: id },
    });
    for (const { kind, id: ruleId, values: said } of rules) {
      ground.put({
        type: `unifiedRoleManagementPolicy${kind}Rule`,
        in: `${policy.path}/rules`,
        id: ruleId,
        values: said,
      });
    }
  }
}

/** The rule of a role that has this id; `undefined`: the tenant has no policy of it. */
export function ruleOf(ground: Ground, roleDefinitionId: string, ruleId: string): Entity | undefined {
  const found = ground.all(places.assignments).find(({ values }) => values['roleDefinitionId'] === roleDefinitionId);
  const policyId = String(found?.values['policyId']).toLowerCase();
  return ground.store.get(`${places.policies}/${policyId}/rules/${ruleId.toLowerCase()}`);
}

const names = (verb: string): readonly string[] => [
  `RoleManagementPolicy.${verb}.Directory`,
  `RoleManagementPolicy.${verb}.AzureADGroup`,
];
const writes = [...names('ReadWrite'), 'RoleManagement.ReadWrite.Directory'];
const reads = [...names('Read'), 'RoleManagement.Read.Directory', 'RoleManagement.Read.All', ...writes];
const writers = ['Global Administrator', 'Privileged Role Administrator'];
const access: Partial<Access> = {
  read: { delegated: reads, application: reads },
  write: { delegated: writes, application: writes },
  roles: {
    read: [...writers, 'Global Reader', 'Security Operator', 'Security Reader', 'Security Administrator'],
    write: writers,
  },
};

/** They are listed for a scope, and by the type of it. */
const scoped: TypeRules['listed'] = ({ query, path }) => {
  const filter = query.get('$filter') ?? '';
  const isScoped = /scopeId\s+eq/i.test(filter) && /scopeType\s+eq/i.test(filter);
  return isScoped || !/^\/policies\/[^/]+$/i.test(path)
    ? undefined
    : badRequest("The policies are listed with a $filter for 'scopeId' and 'scopeType'.");
};

export const rolePolicyRules: { readonly [type: string]: TypeRules } = {
  unifiedRoleManagementPolicy: { access, never: ['create', 'delete'], fixed: ['scopeId', 'scopeType'], listed: scoped },
  unifiedRoleManagementPolicyAssignment: { access, never: ['create', 'update', 'delete'], listed: scoped },
  unifiedRoleManagementPolicyRule: { access, never: ['create', 'delete'] },
};
