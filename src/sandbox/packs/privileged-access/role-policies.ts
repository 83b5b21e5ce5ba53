import type { JsonObject } from '../../../json/json.ts';
import { badRequest } from '../../service/graph-error.ts';
import { grant } from '../../service/route.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { Access, TypeRules } from '../../typed/pack/pack.ts';
import { roleDefinitions } from '../directory/seed/role-definitions.ts';

/**
 * The requirements to be assigned and to activate a role: a policy for each, of seventeen rules that have these ids in
 * every tenant. Facts from the pages of Graph's v1.0 reference (2026-08).
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
  for (const { id } of roleDefinitions) putPolicy(ground, { scopeId: '/', scopeType: 'DirectoryRole', of: id });
}

/** The holding in a scope: a directory role; `member` or `owner` of a group. */
type Held = { readonly scopeId: string; readonly scopeType: 'DirectoryRole' | 'Group'; readonly of: string };

function putPolicy(ground: Ground, { scopeId, scopeType, of }: Held): void {
  const owner = scopeType === 'Group' ? scopeId : ground.world.tenant.id;
  const id = `${scopeType}_${owner}_${scopeType === 'Group' ? ground.ids.uuid() : of}`;
  const scope = { scopeId, scopeType };
  const values = { displayName: scopeType, description: scopeType, isOrganizationDefault: false };
  const unchanged = { lastModifiedDateTime: null, lastModifiedBy: { displayName: null, id: null } };
  const policy = ground.put({
    type: 'unifiedRoleManagementPolicy',
    in: places.policies,
    id,
    values: { ...values, ...scope, ...unchanged },
  });
  ground.put({
    type: 'unifiedRoleManagementPolicyAssignment',
    in: places.assignments,
    id: `${id}_${of}`,
    values: { ...scope, policyId: id, roleDefinitionId: of },
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

/** A group gets its two policies with the first request for either. */
export function beginGroupPolicies(ground: Ground, groupId: string): void {
  if (policyIdOf(ground, groupId, 'member') !== undefined) return;
  for (const access of ['member', 'owner']) putPolicy(ground, { scopeId: groupId, scopeType: 'Group', of: access });
}

function policyIdOf(ground: Ground, scopeId: string, of: string): string | undefined {
  const isOf = ({ values }: Entity): boolean => values['roleDefinitionId'] === of && values['scopeId'] === scopeId;
  const found = ground.all(places.assignments).find(isOf);
  return found && String(found.values['policyId']).toLowerCase();
}

/** The content of a rule; default: the initial rule of every policy. */
export function ruleOf(ground: Ground, scopeId: string, of: string, ruleId: string): JsonObject {
  const path = `${places.policies}/${policyIdOf(ground, scopeId, of)}/rules/${ruleId.toLowerCase()}`;
  return ground.store.get(path)?.values ?? rules.find(({ id }) => id === ruleId)?.values ?? {};
}

const names = (verb: string): readonly string[] => [
  `RoleManagementPolicy.${verb}.Directory`,
  `RoleManagementPolicy.${verb}.AzureADGroup`,
];
const writes = [...names('ReadWrite'), 'RoleManagement.ReadWrite.Directory'];
const reads = [...names('Read'), 'RoleManagement.Read.Directory', 'RoleManagement.Read.All', ...writes];
const writers = ['Global Administrator', 'Privileged Role Administrator'];
const access: Partial<Access> = {
  read: grant(...reads),
  write: grant(...writes),
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
