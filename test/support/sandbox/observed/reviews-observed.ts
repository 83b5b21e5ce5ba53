import { expect } from 'vitest';
import type { JsonObject } from '../../../../src/json/json.ts';
import { definitionBody, ids } from '../sample-tenant.ts';
import { type Heard, type ObservedRow, type ObservedTenant, sevenDigits, unlicensed } from './observed-row.ts';

const root = '/identityGovernance/accessReviews';
const definitions = `${root}/definitions`;
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';

const begun = (tenant: ObservedTenant, body = definitionBody()): Heard => {
  const made = tenant.create(definitions, body);
  tenant.sandbox.clock.advance(2000);
  return made;
};

const first = (tenant: ObservedTenant, within: string, body?: JsonObject): Heard => {
  const path = `${definitions}/${begun(tenant, body).id}/instances`;
  if (within === '') return tenant.send('GET', path);
  const id = String(tenant.send('GET', path).items[0]?.['id']);
  return tenant.send('GET', `${path}/${id}/${within}`);
};

const ofRole = definitionBody({
  scope: {
    '@odata.type': '#microsoft.graph.principalResourceMembershipsScope',
    principalScopes: [{ query: '/users', queryType: 'MicrosoftGraph' }],
    resourceScopes: [
      { query: `/roleManagement/directory/roleDefinitions/${globalAdministrator}`, queryType: 'MicrosoftGraph' },
    ],
  },
});
const series = (range: JsonObject) =>
  definitionBody({
    settings: {
      instanceDurationInDays: 3,
      recurrence: { pattern: { type: 'absoluteMonthly', interval: 3, dayOfMonth: 0 }, range },
    },
  });
const endless = { type: 'noEnd', startDate: '2026-11-22' };

const unauthorized = { status: 403, code: '', message: 'Attempted to perform an unauthorized operation.' };

export const reviewsObserved: readonly ObservedRow[] = [
  {
    no: '1.1',
    what: 'definitions have instances without being asked for them',
    send: (tenant) => {
      begun(tenant);
      return tenant.send('GET', definitions);
    },
    seen: {
      status: 200,
      body: {
        '@odata.context': expect.stringMatching(/#identityGovernance\/accessReviews\/definitions$/),
        '@odata.count': 1,
      },
      names: [
        ...['additionalNotificationRecipients', 'createdBy', 'createdDateTime', 'descriptionForAdmins'],
        ...[
          'descriptionForReviewers',
          'displayName',
          'fallbackReviewers',
          'id',
          'instanceEnumerationScope',
          'instances',
        ],
        ...[
          'instances@odata.context',
          'lastModifiedDateTime',
          'reviewers',
          'scope',
          'settings',
          'stageSettings',
          'status',
        ],
      ],
    },
  },
  {
    no: '1.2',
    what: 'who created a definition has a type, which is null',
    send: (tenant) => tenant.send('GET', `${definitions}/${begun(tenant).id}`),
    seen: { body: { createdBy: { id: expect.any(String), displayName: expect.any(String), type: null } } },
  },
  {
    no: '1.3',
    what: 'a series without end',
    send: (tenant) => tenant.send('GET', `${definitions}/${begun(tenant, series(endless)).id}`),
    seen: {
      body: {
        settings: {
          recurrence: {
            range: {
              type: 'noEnd',
              numberOfOccurrences: 0,
              recurrenceTimeZone: null,
              startDate: '2026-11-22',
              endDate: '9999-12-31',
            },
          },
        },
      },
    },
  },
  {
    no: '1.4',
    what: 'a pattern',
    send: (tenant) => tenant.send('GET', `${definitions}/${begun(tenant, series(endless)).id}`),
    seen: {
      body: {
        settings: {
          recurrence: {
            pattern: {
              type: 'absoluteMonthly',
              interval: 3,
              month: 0,
              dayOfMonth: 0,
              daysOfWeek: [],
              firstDayOfWeek: 'sunday',
              index: 'first',
            },
          },
        },
      },
    },
  },
  {
    no: '1.5',
    what: 'settings',
    send: (tenant) => tenant.send('GET', `${definitions}/${begun(tenant).id}`),
    seen: {
      body: {
        settings: {
          recommendationLookBackDuration: null,
          decisionHistoriesForReviewersEnabled: false,
          defaultDecision: 'None',
          applyActions: expect.any(Array),
          recommendationInsightSettings: expect.any(Array),
        },
      },
    },
  },
  {
    no: '1.6',
    what: 'times of a definition have seven digits',
    send: (tenant) => tenant.send('GET', `${definitions}/${begun(tenant).id}`),
    seen: {
      body: {
        createdDateTime: expect.stringMatching(sevenDigits),
        lastModifiedDateTime: expect.stringMatching(sevenDigits),
      },
    },
  },
  {
    no: '1.8',
    what: 'instances, and when they end',
    send: (tenant) => first(tenant, ''),
    seen: {
      status: 200,
      body: { '@odata.count': 1 },
      names: ['endDateTime', 'fallbackReviewers', 'id', 'reviewers', 'scope', 'startDateTime', 'status'],
    },
  },
  {
    no: '1.9',
    what: 'an undecided item',
    send: (tenant) => first(tenant, 'decisions'),
    seen: {
      status: 200,
      names: [
        ...['accessReviewId', 'appliedBy', 'appliedDateTime', 'applyResult', 'decision', 'id', 'justification'],
        ...[
          'principal',
          'principalLink',
          'recommendation',
          'resource',
          'resourceLink',
          'reviewedBy',
          'reviewedDateTime',
        ],
      ],
    },
  },
  {
    no: '1.11',
    what: 'the link of a role is of beta, and the one of a person is not',
    send: (tenant) => first(tenant, 'decisions', ofRole),
    seen: {
      body: {
        value: expect.arrayContaining([
          expect.objectContaining({
            resource: { id: globalAdministrator, displayName: 'Global Administrator', type: 'directoryRole' },
            resourceLink: expect.stringMatching(/\/beta\/roleManagement\//),
            principalLink: expect.stringMatching(/\/v1\.0\/users\//),
          }),
        ]),
      },
    },
  },
  {
    no: '1.12',
    what: 'a principal',
    send: (tenant) => first(tenant, 'decisions'),
    seen: {
      body: {
        value: expect.arrayContaining([
          expect.objectContaining({
            principal: expect.objectContaining({
              '@odata.type': '#microsoft.graph.userIdentity',
              lastUserSignInDateTime: expect.stringMatching(/^\d+\/\d+\/\d{4} \d+:\d\d:\d\d [AP]M \+00:00$/),
            }),
          }),
        ]),
      },
    },
  },
  {
    no: '1.13',
    what: 'contacted reviewers, although no mail was sent',
    send: (tenant) => first(tenant, 'contactedReviewers'),
    seen: { status: 200, names: ['createdDateTime', 'displayName', 'id', 'userPrincipalName'] },
  },
  {
    no: '1.14',
    what: 'decisions are not counted',
    send: (tenant) => first(tenant, 'decisions/$count'),
    seen: { status: 404, code: 'NotFound' },
  },
  {
    no: '1.15',
    what: 'beta has more properties',
    send: (tenant) => tenant.send('GET', `/beta${definitions}/${begun(tenant).id}`),
    seen: {
      body: {
        backupReviewers: expect.any(Array),
        customData: null,
        customDataProvider: null,
        settings: { isAgenticExperienceEnabled: false },
      },
    },
  },
  ...['definitions', 'historyDefinitions'].map(
    (set, at): ObservedRow => ({
      no: `1.${16 + at}`,
      what: `${set} without the permission`,
      send: (tenant) => tenant.send('GET', `${root}/${set}`, { as: tenant.powerless() }),
      seen: { ...unauthorized, error: { innerError: expect.any(Object) } },
    }),
  ),
  {
    no: '1.18',
    what: 'the old reviews without the permission',
    send: (tenant) =>
      tenant.send('GET', "/beta/accessReviews?$filter=businessFlowTemplateId eq 'x'", { as: tenant.powerless() }),
    seen: unauthorized,
  },
  {
    no: '1.19',
    what: 'the policy without the permission',
    send: (tenant) => tenant.send('GET', '/beta/policies/accessReviewPolicy', { as: tenant.powerless() }),
    seen: unauthorized,
  },
  {
    no: '1.20',
    what: 'the root of reviews',
    send: (tenant) => tenant.send('GET', root),
    seen: {
      status: 400,
      code: '',
      message: expect.stringMatching(
        /^Bad filter: One of these properties must be specified: 'businessFlowTemplateId'/,
      ),
    },
  },
  {
    no: '1.21',
    what: 'definitions of a tenant without license',
    tenant: unlicensed,
    send: (tenant) => tenant.send('GET', definitions),
    seen: { message: 'User does not have access to any of the reviews.' },
  },
  {
    no: '1.22',
    what: 'a query of another form',
    send: (tenant) =>
      tenant.send('POST', definitions, {
        body: definitionBody({
          scope: { query: '/identitityGovernance/entitlementManagement/x', queryType: 'MicrosoftGraph' },
        }),
      }),
    seen: {
      status: 400,
      message: expect.stringMatching(
        /^Query \/identitityGovernance\/entitlementManagement\/x is not supported\. Please pass in one of the following queries : \/users\/\{userId\}, \/groups\/\{groupId\}\/owners, /,
      ),
    },
  },
  {
    no: '1.23',
    what: 'a resource with a cast',
    send: (tenant) =>
      tenant.send('POST', definitions, {
        body: definitionBody({
          scope: {
            '@odata.type': '#microsoft.graph.principalResourceMembershipsScope',
            principalScopes: [{ query: '/users', queryType: 'MicrosoftGraph' }],
            resourceScopes: [
              {
                query: `/groups/${ids.nightShift}/transitiveMembers/microsoft.graph.user`,
                queryType: 'MicrosoftGraph',
              },
            ],
          },
        }),
      }),
    seen: { code: '', message: 'Tenant is not authorized for Custom Scoping Conditions Feature' },
  },
  {
    no: '1.26',
    what: 'PATCH of a definition',
    send: (tenant) => tenant.send('PATCH', `${definitions}/${begun(tenant).id}`, { body: { displayName: 'x' } }),
    seen: { status: 405 },
  },
  {
    no: '1.27',
    what: 'PUT of a series moves its end, and not its start',
    send: (tenant) => {
      const path = `${definitions}/${begun(tenant, series({ ...endless, type: 'endDate', endDate: '2027-05-01' })).id}`;
      const later = { type: 'endDate', startDate: '2026-12-15', endDate: '2027-12-01' };
      if (tenant.send('PUT', path, { body: series(later) }).status !== 204) throw new Error('PUT was refused');
      return tenant.send('GET', path);
    },
    seen: {
      body: {
        settings: { recurrence: { range: { type: 'endDate', startDate: '2026-11-22', endDate: '2027-12-01' } } },
      },
    },
  },
  {
    no: '1.28',
    what: 'POST of an instance',
    send: (tenant) => tenant.send('POST', `${definitions}/${begun(tenant).id}/instances`, { body: {} }),
    seen: {
      status: 404,
      message: expect.stringMatching(
        /^\{"Message":"No HTTP resource was found that matches the request URI 'https:\/\/api\.accessreviews/,
      ),
    },
  },
];
