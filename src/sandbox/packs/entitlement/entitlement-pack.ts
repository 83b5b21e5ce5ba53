import { badRequest, graphError } from '../../service/graph-error.ts';
import { grant } from '../../service/route.ts';
import { textOf } from '../../typed/pack/ground.ts';
import type { License, Pack, TypeRules } from '../../typed/pack/pack.ts';
import { beginCatalogs, packageRules, policyRules, roleScopeRules } from './access-packages.ts';
import { approvalStageRules } from './approvals.ts';
import { assignmentRequestRules, cancelRequest } from './assignment-requests.ts';
import { catalogRules, resourceRequestRules } from './catalog-resources.ts';
import { followAssignments } from './delivery.ts';
import { entitlementDialect } from './entitlement-dialect.ts';
import { unauthorized } from './entitlement-paths.ts';
import { mine, requestable, requirements } from './own-access.ts';

const fourteenDaysMs = 14 * 86_400_000;
const read = ['EntitlementManagement.Read.All', 'EntitlementManagement.ReadWrite.All'];
const write = ['EntitlementManagement.ReadWrite.All'];
const subject = 'EntitlementMgmt-SubjectAccess.ReadWrite';
const administrators = ['Global Administrator', 'Identity Governance Administrator'];

/** An approver may read the request: the stage determines whether they may decide. */
const ownApprovals: TypeRules = {
  access: { write: { delegated: write, application: [] }, roles: {} },
};

/** The extension that is called for an assignment: a logic app. */
const extensionRules: TypeRules = {
  required: ['displayName', 'endpointConfiguration', 'authenticationConfiguration'],
};

const license: License = {
  anyOf: ['AAD_PREMIUM_P2', 'EMSPREMIUM', 'SPE_E5', 'Microsoft_Entra_ID_Governance'],
  refusal: graphError(
    403,
    'NoLicense',
    'User is not authorized to perform the operation. Reason: Tenant does not have a license for this feature.',
  ),
};

/** Catalogs, access packages, policies, requests and assignments. */
export const entitlementPack: Pack = {
  name: 'entitlement management',
  access: {
    read: grant(...read),
    write: grant(...write),
    operate: { delegated: [...read, subject], application: read },
    roles: {
      read: [...administrators, 'Global Reader', 'Security Administrator', 'Security Reader', 'User Administrator'],
      write: administrators,
    },
    refusal: unauthorized(
      'User is not authorized to perform the operation. Reason: The caller does not have the permission or the role.',
    ),
    license,
  },
  types: {
    accessPackageCatalog: catalogRules,
    accessPackageResource: {},
    accessPackageResourceRole: {},
    accessPackageResourceScope: {},
    accessPackageResourceRequest: resourceRequestRules,
    accessPackage: packageRules,
    accessPackageResourceRoleScope: roleScopeRules,
    accessPackageAssignmentPolicy: policyRules,
    accessPackageAssignmentRequest: {
      ...assignmentRequestRules,
      // Every user may request access; the policy decides.
      access: {
        write: { delegated: [...write, subject], application: write },
        roles: { read: [...administrators, 'Global Reader', 'Security Reader', 'User Administrator'] },
      },
    },
    // It ends by a request to remove it.
    accessPackageAssignment: { never: ['create', 'delete'] },
    accessPackageSubject: {},
    accessPackageResourceEnvironment: { never: ['create', 'delete'] },
    // Someone who manages access makes it, and it is in use at once.
    connectedOrganization: {
      required: ['displayName', 'identitySources'],
      initial: { state: 'configured', description: null },
      fixed: ['identitySources'],
    },
    accessPackageAssignmentRequestWorkflowExtension: extensionRules,
    accessPackageAssignmentWorkflowExtension: extensionRules,
    entitlementManagementSettings: { never: ['create', 'delete'] },
    // Users read one by its id (observed).
    approval: {
      ...ownApprovals,
      listed: ({ caller }) =>
        caller.kind === 'delegated' ? graphError(403, '', 'Only app tokens are supported') : undefined,
    },
    approvalStage: { ...ownApprovals, ...approvalStageRules },
  },
  operations: {
    'accessPackage.filterByCurrentUser': requestable,
    'accessPackage.getApplicablePolicyRequirements': requirements,
    'accessPackageAssignment.filterByCurrentUser': mine,
    'accessPackageAssignmentRequest.filterByCurrentUser': mine,
    'accessPackageAssignmentRequest.cancel': cancelRequest,
    'accessPackageAssignmentRequest.reprocess': ({ on, ground }) =>
      on !== undefined && ground.nowMs - Date.parse(textOf(on, 'createdDateTime')) > fourteenDaysMs
        ? badRequest('A request is processed again within 14 days.')
        : { status: 202 },
    'accessPackageAssignment.reprocess': ({ on }) =>
      on !== undefined && textOf(on, 'state') !== 'delivered'
        ? badRequest('An assignment is processed again while it is delivered.')
        : { status: 202 },
  },
  begin: beginCatalogs,
  follow: followAssignments,
  beta: entitlementDialect,
};
