import { describe, expect, test } from 'vitest';
import {
  definitionBody,
  definitions,
  ids,
  instanceUrl,
  queryScope,
  sampleTenant,
  startReview,
  valuesOf,
} from '../../../../test/support/sandbox/sample-tenant.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../json/json.ts';

/** A response's names, with what is null and what is an empty list; everything else by its type. */
function shape(value: Json | undefined): Json {
  if (value === undefined) return 'absent';
  if (value === null) return null;
  if (Array.isArray(value)) return value.length === 0 ? [] : [shape(value[0])];
  if (!isJsonObject(value)) return typeof value;
  return Object.fromEntries(Object.keys(value).map((name) => [name, shape(value[name])]));
}

const actor = { id: 'string', displayName: 'string', userPrincipalName: 'string' };
const unknown = { ...actor, type: null };
const typedScope = { '@odata.type': 'string', query: 'string', queryType: 'string', queryRoot: null };
const flags = {
  mailNotificationsEnabled: 'boolean',
  reminderNotificationsEnabled: 'boolean',
  justificationRequiredOnApproval: 'boolean',
  defaultDecisionEnabled: 'boolean',
  defaultDecision: 'string',
  instanceDurationInDays: 'number',
  autoApplyDecisionsEnabled: 'boolean',
  recommendationsEnabled: 'boolean',
};
const range = {
  type: 'string',
  numberOfOccurrences: 'number',
  recurrenceTimeZone: null,
  startDate: 'string',
  endDate: 'string',
};

/** The request of the tutorial on security groups. */
const selfReview = (): JsonObject =>
  definitionBody({
    descriptionForAdmins: 'for admins',
    descriptionForReviewers: 'for reviewers',
    instanceEnumerationScope: { query: `/groups/${ids.nightShift}`, queryType: 'MicrosoftGraph' },
    reviewers: null,
  });

describe('v1.0, as the tutorial of 2024 shows it', () => {
  test('a definition just created', () => {
    const { body } = sampleTenant().send('POST', definitions, { body: selfReview() });
    expect(shape(body)).toEqual({
      '@odata.context': 'string',
      id: 'string',
      displayName: 'string',
      createdDateTime: null,
      lastModifiedDateTime: null,
      status: 'string',
      descriptionForAdmins: 'string',
      descriptionForReviewers: 'string',
      createdBy: actor,
      scope: typedScope,
      instanceEnumerationScope: typedScope,
      reviewers: [],
      fallbackReviewers: [],
      settings: {
        ...flags,
        recommendationLookBackDuration: null,
        decisionHistoriesForReviewersEnabled: 'boolean',
        recurrence: { pattern: null, range },
        applyActions: [],
        recommendationInsightSettings: [],
      },
      stageSettings: [],
      additionalNotificationRecipients: [],
    });
    expect(body['@odata.context']).toBe(
      'https://graph.microsoft.com/v1.0/$metadata#identityGovernance/accessReviews/definitions/$entity',
    );
  });

  test('instances, decisions and who was contacted', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant, selfReview());
    const at = `https://graph.microsoft.com/v1.0/$metadata#identityGovernance/accessReviews/definitions('${id}')/instances`;
    const instances = tenant.send('GET', `${definitions}/${id}/instances`);
    expect(instances.body['@odata.context']).toBe(at);
    expect(shape(valuesOf(instances)[0])).toEqual({
      id: 'string',
      startDateTime: 'string',
      endDateTime: 'string',
      status: 'string',
      scope: typedScope,
      reviewers: [],
      fallbackReviewers: [],
    });
    const decisions = tenant.send('GET', `${instanceUrl(id)}/decisions`);
    expect(decisions.body).toMatchObject({ '@odata.context': `${at}('${id}')/decisions`, '@odata.count': 2 });
    expect(shape(valuesOf(decisions)[0])).toEqual({
      id: 'string',
      accessReviewId: 'string',
      reviewedDateTime: null,
      decision: 'string',
      justification: 'string',
      appliedDateTime: null,
      applyResult: 'string',
      recommendation: 'string',
      principalLink: 'string',
      resourceLink: 'string',
      reviewedBy: unknown,
      appliedBy: unknown,
      resource: { id: 'string', displayName: 'string', type: 'string' },
      principal: { '@odata.type': 'string', ...actor, type: 'string', lastUserSignInDateTime: 'string' },
    });
    expect(valuesOf(decisions)[0]).toMatchObject({
      accessReviewId: id,
      resource: { type: 'group' },
      principal: { '@odata.type': '#microsoft.graph.userIdentity', type: 'user' },
    });
    const contacted = tenant.send('GET', `${instanceUrl(id)}/contactedReviewers`);
    expect(contacted.body).toMatchObject({ '@odata.context': `${at}('${id}')/contactedReviewers`, '@odata.count': 2 });
    expect(shape(valuesOf(contacted)[0])).toEqual({ ...actor, createdDateTime: 'string' });
  });

  test('the last sign-in is written as in the United States', () => {
    const tenant = sampleTenant({ now: '2026-11-22T00:05:07Z' });
    const id = startReview(tenant, { scope: queryScope(`/groups/${ids.facilities}/transitiveMembers`) });
    const signIns = valuesOf(tenant.send('GET', `${instanceUrl(id)}/decisions`)).map(({ principal }) =>
      isJsonObject(principal) ? principal['lastUserSignInDateTime'] : undefined,
    );
    expect(signIns[0]).toBe('11/20/2026 12:05:07 AM +00:00');
    expect(signIns[3]).toBe('');
  });
});

describe('beta, as in 2021', () => {
  const beta = definitions.replace('v1.0', 'beta');

  test('a decision item has a target, and no type for people', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant);
    const decisions = tenant.send('GET', `${beta}/${id}/instances/${id}/decisions`);
    expect(shape(valuesOf(decisions)[0])).toMatchObject({
      reviewedBy: actor,
      appliedBy: actor,
      target: { '@odata.type': 'string', userId: 'string', userDisplayName: 'string', userPrincipalName: 'string' },
      principal: { '@odata.type': 'string', ...actor },
    });
    expect(valuesOf(decisions)[0]?.['principal']).not.toHaveProperty('lastUserSignInDateTime');
  });

  test('an instance says when and about whom', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant);
    expect(shape(valuesOf(tenant.send('GET', `${beta}/${id}/instances`))[0])).toEqual({
      id: 'string',
      startDateTime: 'string',
      endDateTime: 'string',
      status: 'string',
      scope: { query: 'string', queryType: 'string' },
    });
  });
});
