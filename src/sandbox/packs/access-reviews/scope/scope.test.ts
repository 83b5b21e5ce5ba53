import { describe, expect, test } from 'vitest';
import {
  definitionBody,
  definitions,
  ids,
  messageOf,
  queryScope,
  reviewer,
  sampleTenant,
  startReview,
  textOf,
  valuesOf,
  verdictsOf,
  weekly,
} from '../../../../../test/support/sandbox/sample-tenant.ts';
import type { JsonObject } from '../../../../json/json.ts';

const inactive = (query: string, inactiveDuration: string): JsonObject => ({
  ...queryScope(query, { inactiveDuration }),
  '@odata.type': '#microsoft.graph.accessReviewInactiveUsersQueryScope',
});
const memberships = (principals: readonly JsonObject[], resources: readonly JsonObject[]): JsonObject => ({
  '@odata.type': '#microsoft.graph.principalResourceMembershipsScope',
  principalScopes: principals,
  resourceScopes: resources,
});
const userAdministrator = 'fe930be7-5e62-47db-91af-98c3a49a38b1';
const roleInstances = '/roleManagement/directory/roleAssignmentScheduleInstances';
const packages = '/identityGovernance/entitlementManagement/accessPackageAssignments';
const guests = "microsoft.graph.user/?$count=true&$filter=(userType eq 'Guest')";
const unified = "/groups?$filter=(groupTypes/any(c:c+eq+'Unified'))&$count=true";

/** Principals by instance, in the order of both. */
function reviewed(changes: JsonObject): readonly (readonly string[])[] {
  const tenant = sampleTenant();
  const id = startReview(tenant, { ...changes, reviewers: [reviewer(`/users/${ids.admin}`)] });
  const instances = valuesOf(tenant.send('GET', `${definitions}/${id}/instances`));
  return instances.map((instance) =>
    verdictsOf(tenant.send('GET', `${definitions}/${id}/instances/${textOf(instance, 'id')}/decisions`)).map((text) =>
      text.replace(/ NotReviewed$/, ''),
    ),
  );
}

describe('an item for each principal in scope', () => {
  const [kim, lee] = ['Kim Rowe (Fabrikam)', 'Lee Vane (Fabrikam)'];
  test.each<[string, JsonObject, readonly (readonly string[])[]]>([
    [
      'members of members: people only',
      { scope: queryScope(`/groups/${ids.facilities}/transitiveMembers`) },
      [['Alex Marlow', 'Jordan Fell', 'Jamie Quill', 'Taylor Birch']],
    ],
    [
      'members: groups, too',
      { scope: queryScope(`/v1.0/groups/${ids.facilities}/members`) },
      [['Alex Marlow', 'Jordan Fell', 'Night Shift']],
    ],
    [
      'members that are groups',
      { scope: queryScope(`/groups/${ids.facilities}/members/microsoft.graph.group`) },
      [['Night Shift']],
    ],
    ['guests of one group', { scope: queryScope(`/groups/${ids.campaigns}/transitiveMembers/${guests}`) }, [[kim]]],
    [
      'guests of each Microsoft 365 group: an instance for each group that has some',
      { scope: queryScope(`./members/${guests}`), instanceEnumerationScope: queryScope(unified) },
      [[kim], [lee, kim]],
    ],
    [
      'guests of each team, as a documented example misspells it',
      {
        scope: queryScope(`./members/${guests}`),
        instanceEnumerationScope: queryScope(
          "/groups?$filter=(groupTypes/any(c:c+eq+'Unified') and resourceProvisioningOptions/Any(x:x eq 'Team')')",
        ),
      },
      [[kim]],
    ],
    [
      'one group by enumeration',
      { scope: queryScope('./members'), instanceEnumerationScope: queryScope(`/groups/${ids.nightShift}`) },
      [['Jamie Quill', 'Taylor Birch']],
    ],
    [
      'inactive people; who never signed in is inactive',
      { scope: inactive(`/groups/${ids.facilities}/transitiveMembers`, 'P30D') },
      [['Jordan Fell', 'Taylor Birch']],
    ],
    [
      'inactive for longer',
      { scope: inactive(`/groups/${ids.facilities}/transitiveMembers`, 'P1Y') },
      [['Taylor Birch']],
    ],
    ['inactive guests of all groups', { scope: inactive(`./members/${guests}`, 'P30D') }, [[kim], [kim]]],
    ['all guests', { scope: queryScope("/users?$filter=(userType eq 'Guest')") }, [[kim, lee]]],
    [
      'a role, active and eligible',
      { scope: queryScope(`/roleManagement/directory/roleDefinitions/${userAdministrator}`) },
      [['Morgan Tide', 'Jordan Fell']],
    ],
    [
      'active holders',
      { scope: queryScope(`${roleInstances}?$expand=principal&$filter=(roleDefinitionId eq '${userAdministrator}')`) },
      [['Morgan Tide']],
    ],
    [
      'eligible holders',
      {
        scope: queryScope(
          `/roleManagement/directory/roleEligibilityScheduleInstances?$expand=principal&$filter=(isof(principal,'microsoft.graph.user') and roleDefinitionId eq '${userAdministrator}')`,
        ),
      },
      [['Jordan Fell']],
    ],
    [
      'service principals in a role, of which there are none',
      {
        scope: queryScope(
          `${roleInstances}?$expand=principal&$filter=(isof(principal,'microsoft.graph.servicePrincipal') and roleDefinitionId eq '${userAdministrator}')`,
        ),
      },
      [[]],
    ],
    [
      'access packages',
      {
        scope: queryScope(
          `${packages}?$filter=(accessPackageId eq '2b97e5c0-f184-8d6a-a3e7-90d5c8b4f16e' and assignmentPolicyId eq '${ids.policy}')`,
        ),
      },
      [['Jordan Fell', kim]],
    ],
    [
      'an application',
      { scope: queryScope(`/servicePrincipals/${ids.expenseReports}/appRoleAssignedTo`) },
      [['Jordan Fell', 'Alex Marlow', kim]],
    ],
    [
      'people with access to an application',
      {
        scope: memberships(
          [queryScope("/users?$filter=(userType eq 'Member')")],
          [queryScope(`/servicePrincipals/${ids.expenseReports}`)],
        ),
      },
      [['Jordan Fell', 'Alex Marlow']],
    ],
    [
      'inactive guests in groups: an instance for each group',
      {
        scope: memberships([inactive("/users?$filter=(userType eq 'Guest')", 'P30D')], [queryScope('/groups')]),
      },
      [[kim], [kim]],
    ],
    [
      'three people, one group and one role',
      {
        scope: memberships(
          [ids.alex, ids.jordan, ids.morgan].map((id) => queryScope(`/users/${id}`)),
          [
            queryScope(`/groups/${ids.campaigns}`),
            queryScope(`/roleManagement/directory/roleDefinitions/${userAdministrator}`),
          ],
        ),
      },
      [
        ['Morgan Tide', 'Jordan Fell'],
        ['Morgan Tide', 'Jordan Fell'],
      ],
    ],
  ])('%s', (_what, changes, expected) => {
    expect(reviewed(changes)).toEqual(expected);
  });
});

describe('the scope of an instance', () => {
  const scopesOf = (version: string, changes: JsonObject) => {
    const tenant = sampleTenant();
    const id = startReview(tenant, changes);
    const url = `${definitions.replace('v1.0', version)}/${id}/instances`;
    return valuesOf(tenant.send('GET', url)).map(({ scope }) => scope);
  };

  test('is the definition’s, made complete in v1.0', () => {
    expect(scopesOf('v1.0', {})).toEqual([
      {
        '@odata.type': '#microsoft.graph.accessReviewQueryScope',
        query: `/v1.0/groups/${ids.nightShift}/transitiveMembers/microsoft.graph.user`,
        queryType: 'MicrosoftGraph',
        queryRoot: null,
      },
    ]);
    expect(scopesOf('beta', {})).toEqual([
      { query: `/groups/${ids.nightShift}/transitiveMembers`, queryType: 'MicrosoftGraph' },
    ]);
  });

  test('is about the instance’s own group', () => {
    const changes = { scope: { query: `./members/${guests}` }, instanceEnumerationScope: { query: unified } };
    expect(scopesOf('beta', changes)).toEqual(
      [ids.campaigns, ids.archive].map((id) => ({
        query: `/groups/${id}/members/${guests}`,
        queryType: 'MicrosoftGraph',
      })),
    );
  });

  test('names the instance’s own resource of several', () => {
    const changes = {
      scope: memberships(
        [queryScope('/users')],
        [ids.nightShift, ids.campaigns].map((id) => queryScope(`/groups/${id}`)),
      ),
    };
    expect(scopesOf('v1.0', changes)).toMatchObject(
      [ids.nightShift, ids.campaigns].map((id) => ({
        '@odata.type': '#microsoft.graph.principalResourceMembershipsScope',
        principalScopes: [{ query: '/v1.0/users' }],
        resourceScopes: [{ query: `/v1.0/groups/${id}` }],
      })),
    );
    const [beta] = scopesOf('beta', changes);
    expect(beta).toMatchObject({ principalScopes: [{ query: '/users' }] });
  });
});

describe('resources and principals as decisions show them', () => {
  const decided = (version: string, changes: JsonObject) => {
    const tenant = sampleTenant();
    const id = startReview(tenant, { ...changes, reviewers: [reviewer(`/users/${ids.admin}`)] });
    return valuesOf(tenant.send('GET', `${definitions.replace('v1.0', version)}/${id}/instances/${id}/decisions`));
  };

  test('a role', () => {
    const path = `/roleManagement/directory/roleDefinitions/${userAdministrator}`;
    expect(decided('v1.0', { scope: queryScope(path) })[0]).toMatchObject({
      resource: { id: userAdministrator, displayName: 'User Administrator', type: 'directoryRole' },
      resourceLink: `https://graph.microsoft.com/beta${path}`,
    });
  });

  test('an application', () => {
    expect(decided('v1.0', { scope: queryScope(`/servicePrincipals/${ids.expenseReports}`) })[0]).toMatchObject({
      resource: { id: ids.expenseReports, displayName: 'Expense Reports', type: 'servicePrincipal' },
    });
  });

  test('a group that is a member; beta has no target for it', () => {
    const scope = queryScope(`/groups/${ids.facilities}/members/microsoft.graph.group`);
    expect(decided('v1.0', { scope })[0]).toMatchObject({
      principal: { '@odata.type': '#microsoft.graph.identity', id: ids.nightShift, type: 'group' },
      principalLink: `https://graph.microsoft.com/v1.0/groups/${ids.nightShift}`,
      recommendation: 'NoInfoAvailable',
    });
    expect(decided('beta', { scope })[0]).not.toHaveProperty('target');
  });

  test('a service principal', () => {
    const tenant = sampleTenant();
    tenant.sandbox.world.directory.addMember(ids.nightShift, ids.expenseReports);
    const scope = queryScope(`/groups/${ids.nightShift}/members/microsoft.graph.servicePrincipal`);
    const id = startReview(tenant, { scope });
    const [v1] = valuesOf(tenant.send('GET', `${definitions}/${id}/instances/${id}/decisions`));
    const appId = '8c0f4e17-d2b9-8635-a74e-5b19c3f0d682';
    expect(v1).toMatchObject({
      principal: { '@odata.type': '#microsoft.graph.servicePrincipalIdentity', type: 'servicePrincipal', appId },
    });
    const [beta] = valuesOf(
      tenant.send('GET', `/beta/identityGovernance/accessReviews/definitions/${id}/instances/${id}/decisions`),
    );
    expect(beta).toMatchObject({
      target: {
        '@odata.type': '#microsoft.graph.accessReviewInstanceDecisionItemServicePrincipalTarget',
        servicePrincipalId: ids.expenseReports,
        appId,
      },
    });
  });

  test('people as such have no resource', () => {
    expect(decided('v1.0', { scope: queryScope('/users') })[0]).toMatchObject({ resource: null, resourceLink: null });
  });
});

test('the shared channels of a team are beside its group', () => {
  const tenant = sampleTenant();
  const channels = `/teams/${ids.campaigns}/channels?$filter=(membershipType eq 'shared')`;
  const scope = {
    '@odata.type': '#microsoft.graph.principalResourceMembershipsScope',
    principalScopes: [queryScope("/users?$filter=(userType eq 'Guest')")],
    resourceScopes: [
      queryScope(`/groups/${ids.campaigns}/transitiveMembers/microsoft.graph.user`),
      queryScope(channels),
    ],
  };
  const id = startReview(tenant, { scope });
  const decisions = valuesOf(tenant.send('GET', `${definitions}/${id}/instances/${id}/decisions`));
  expect(decisions).toMatchObject([{ principal: { id: ids.kim }, resource: { id: ids.campaigns } }]);
});

test('a member who joins a group after a review began is in the next one', () => {
  const tenant = sampleTenant();
  const id = startReview(tenant, { settings: { recurrence: weekly } });
  tenant.sandbox.world.directory.addMember(ids.nightShift, ids.sam);
  tenant.advance(8 * 86_400_000);
  const counts = valuesOf(tenant.send('GET', `${definitions}/${id}/instances`)).map(
    (instance) =>
      tenant.send('GET', `${definitions}/${id}/instances/${textOf(instance, 'id')}/decisions`).body['@odata.count'],
  );
  expect(counts).toEqual([2, 3]);
});

test.each([
  "/teams/1/channels?$filter=(membershipType eq 'private')",
  '/groups/1/owners',
  './owners',
  '/roleManagement/directory/roleDefinitions',
  `${packages}?$filter=(accessPackageId eq '1')`,
  '/devices',
])('%s is named as a form that is not supported', (query) => {
  const response = sampleTenant().send('POST', definitions, { body: definitionBody({ scope: queryScope(query) }) });
  expect(response.status).toBe(400);
  expect(messageOf(response)).toContain(`Query ${query} is not supported. Please pass in one of`);
});
