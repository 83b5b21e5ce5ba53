import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { StepDocument } from '../format/scenario/print-scenario.ts';
import { importPage } from './import-page.ts';

/**
 * Published tutorials, where they lie beside the checkout. Each link was checked by eye: what a request takes from an earlier
 * answer is taken from there, and what only the reader has is an input. `missed` counts inputs that a reader could have taken
 * from a response. They are marked as unsure; none is wrong in silence.
 */
const folder = new URL('../../../shared/tutorials/', import.meta.url);

type Evaluated = {
  readonly page: string;
  readonly right: number;
  readonly missed: number;
  readonly defects: readonly string[];
  readonly outcomes: { readonly [kind: string]: number };
  /** Of each step that takes something from elsewhere: what. */
  readonly uses: readonly string[];
};

const evaluated: readonly Evaluated[] = [
  {
    page: '2021-application-saml-sso-configure-api.md',
    right: 17,
    missed: 0,
    defects: ['page-status-line', 'page-wrong-kind', 'page-status-line', 'page-status-line'],
    outcomes: { passed: 14 },
    uses: [
      'instantiate-application-template: applicationTemplateId',
      'update-service-principal: servicePrincipalId',
      'update-application: applicationId',
      'update-serviceprincipal: applicationId appRoleId appRole2Id',
      'add-claims-mapping-policy: servicePrincipalId claimsMappingPolicyId',
      'add-token-signing-certificate: servicePrincipalId',
      'update-service-principal-2: servicePrincipalId thumbprint',
      'create-user: domain',
      'create-app-role-assignment: servicePrincipalId userId servicePrincipalId',
      'delete-application: applicationId',
      'delete-user: userId',
      'delete-claims-mapping-policy: claimsMappingPolicyId',
    ],
  },
  {
    page: '2021-delta-query-groups.md',
    right: 3,
    missed: 0,
    defects: ['page-unknown-id'],
    outcomes: { passed: 5 },
    uses: ['list-groups-2: nextLink', 'list-groups-3: nextLink2', 'list-groups-4: deltaLink'],
  },
  {
    page: '2021-extensibility-schema-groups.md',
    right: 1,
    missed: 0,
    defects: [],
    outcomes: { passed: 5 },
    uses: ['update-group: groupId'],
  },
  {
    page: '2021-json-batching.md',
    right: 2,
    missed: 0,
    defects: ['page-unused'],
    outcomes: { passed: 1 },
    uses: ['send-batch: file groupId'],
  },
  {
    page: '2021-outlook-create-send-messages.md',
    right: 1,
    missed: 0,
    defects: ['page-unused', 'page-unused', 'page-unused'],
    outcomes: { passed: 2 },
    uses: ['get-message: messageId'],
  },
  {
    page: '2021-teams-create-group-and-team.md',
    right: 7,
    missed: 0,
    defects: [],
    outcomes: { passed: 2 },
    uses: ['create-group: memberId member2Id member3Id member4Id member4Id member3Id', 'create-team: groupId'],
  },
  {
    page: '2021-tutorial-access-package-api.md',
    right: 24,
    missed: 0,
    defects: ['page-json', 'page-version', 'page-unknown-id', 'page-unknown-id', 'page-unknown-id', 'page-unknown-id'],
    outcomes: { passed: 18 },
    uses: [
      'create-user: domain',
      'create-access-package-resource-request: accessPackageCatalogId groupId',
      'list-access-package-resources: accessPackageCatalogId',
      'list-access-package-resource-roles: accessPackageCatalogId accessPackageResourceId',
      'create-access-package: accessPackageCatalogId',
      'create-access-package-resource-role-scope: accessPackageId accessPackageResourceRoleOriginId accessPackageResourceId groupId groupId',
      'create-access-package-assignment-policy: accessPackageId userId',
      'create-access-package-assignment-request: userId accessPackageAssignmentPolicyId accessPackageId',
      'get-access-package-assignment-request: accessPackageAssignmentRequestId',
      'list-access-package-assignments: accessPackageAssignmentPolicyId',
      'list-members: groupId',
      'create-access-package-assignment-request-2: accessPackageAssignmentId',
      'delete-access-package-assignment-policy: accessPackageAssignmentPolicyId',
      'delete-access-package: accessPackageId',
      'delete-user: userId',
      'delete-group: groupId',
    ],
  },
  {
    page: '2021-tutorial-accessreviews-M365group.md',
    right: 10,
    missed: 0,
    defects: [],
    outcomes: { passed: 10 },
    uses: [
      'create-user: domain',
      'create-invitation: invitedUserEmailAddress',
      'create-group: ownerId invitedUserId',
      'create-definition: userId',
      'list-instances: definitionId',
      'list-decisions: definitionId instanceId',
      'delete-group: groupId',
      'delete-definition: definitionId',
      'delete-user: invitedUserId',
      'delete-user-2: userId',
    ],
  },
  {
    page: '2021-tutorial-accessreviews-securitygroup.md',
    right: 14,
    missed: 0,
    defects: [],
    outcomes: { passed: 14, pending: 1 },
    uses: [
      'create-user: domain',
      'create-user-2: domain',
      'create-user-3: domain',
      'create-group: user2Id ownerId userId user3Id',
      'create-definition: groupId groupId',
      'list-instances: definitionId',
      'list-decisions: definitionId instanceId',
      'delete-group: groupId',
      'delete-definition: definitionId',
      'delete-user: userId',
      'delete-user-2: user2Id',
      'delete-user-3: user3Id',
    ],
  },
  {
    page: '2021-tutorial-riskdetection-api.md',
    right: 5,
    missed: 0,
    defects: ['page-same-id', 'page-version', 'page-wrong-kind'],
    outcomes: { passed: 9, pending: 2 },
    uses: [
      'create-user: domain',
      'create-policy: userId',
      'create-policy-2: userId',
      'dismiss-risky-user: userId',
      'delete-user: userId',
      'delete-group: policyId',
    ],
  },
  {
    page: '2021-workbook-best-practice.md',
    right: 11,
    missed: 0,
    defects: ['page-json', 'page-json', 'page-json', 'page-json', 'page-json', 'page-json'],
    outcomes: { passed: 7 },
    uses: [
      'create-session: itemId',
      'add-row: itemId sessionId',
      'vlookup-function: itemId sessionId',
      'close-session: itemId sessionId',
      'create-session-2: driveItemId worksheetId',
      'get-operation: operation',
      'get-workbook: resourceLocation',
    ],
  },
  {
    page: '2024-tutorial-accessreviews-securitygroup.md',
    right: 13,
    missed: 0,
    defects: ['page-mixed-version'],
    outcomes: { passed: 8 },
    uses: [
      'create-definition: groupId groupId',
      'list-instances: definitionId',
      'list-contacted-reviewers: definitionId instanceId',
      'list-decisions: definitionId instanceId',
      'list-decisions-2: definitionId instanceId',
      'update-decision: definitionId instanceId decisionId',
      'delete-definition: definitionId',
    ],
  },
];

const usesOf = ({ id, request }: StepDocument): readonly string[] => {
  const names = [...JSON.stringify(request ?? {}).matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
  return names.length === 0 ? [] : [`${id}: ${names.join(' ')}`];
};

if (!existsSync(folder)) {
  test('published tutorials are imported', (context) => context.skip(`no tutorials at ${fileURLToPath(folder)}`));
} else {
  describe.each(evaluated)('$page', ({ page, right, missed, defects, outcomes, uses }) => {
    test('is linked as a reader would link it, and keeps its expectations on its own recording', async () => {
      const outcome = await importPage(fileURLToPath(new URL(page, folder)), {
        scenarioPath: 'page.scenario.yaml',
        today: '2026-11-22',
      });
      if (!outcome.ok) throw new Error(outcome.problems.map(({ message }) => message).join('\n'));
      const { imported, replayed } = outcome.value;
      const { document } = imported;
      expect([...document.steps, ...(document.cleanup ?? [])].flatMap(usesOf)).toEqual(uses);
      expect(imported.links).toHaveLength(right + missed);
      expect(imported.defects.map(({ code }) => code)).toEqual(defects);
      expect(replayed.ok ? [] : replayed.problems).toEqual([]);
      if (!replayed.ok) return;
      const kinds: { [kind: string]: number } = {};
      for (const { outcome: one } of [...replayed.value.steps, ...replayed.value.cleanup]) {
        kinds[one.kind] = (kinds[one.kind] ?? 0) + 1;
      }
      expect(kinds).toEqual(outcomes);
    });
  });

  test('ninety-five of a hundred links are right', () => {
    const sum = (of: (one: Evaluated) => number) => evaluated.reduce((total, one) => total + of(one), 0);
    const right = sum((one) => one.right);
    expect(right / (right + sum((one) => one.missed))).toBeGreaterThan(0.95);
  });
}
