import { describe, expect, test } from 'vitest';
import {
  definitions,
  ids,
  instanceUrl,
  sampleTenant,
  startReview,
  textOf,
  valuesOf,
} from '../../../../test/support/sandbox/sample-tenant.ts';

const reviewsUrl = definitions.replace(/\/definitions$/, '');

describe('reviews in the one store', () => {
  test('the metadata reads one property, or deeper than the routes expand, of the same objects', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant);
    const { ask } = tenant;
    const decision = textOf(valuesOf(ask('GET', `${instanceUrl(id)}/decisions`))[0] ?? {}, 'id');
    const at = `${instanceUrl(id)}/decisions/${decision}`;
    ask('PATCH', at, { as: ids.casey, body: { decision: 'Deny', justification: 'left' } });
    expect(ask('GET', `${at}/decision`).body).toMatchObject({ value: 'Deny' });
    expect(ask('GET', `${instanceUrl(id)}/contactedReviewers/${ids.casey}`).body).toMatchObject({ id: ids.casey });
    const deep = ask(
      'GET',
      `${definitions}/${id}?$expand=instances($expand=contactedReviewers,decisions($expand=insights))`,
    );
    expect(deep.body).toMatchObject({
      instances: [
        { status: 'InProgress', contactedReviewers: [{ id: ids.casey }], decisions: [{ insights: [{}] }, {}] },
      ],
    });
  });

  test('the metadata does not change them: a review goes on after a write that it refuses', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant);
    const { ask } = tenant;
    const body = { mailNotificationsEnabled: true };
    expect(ask('PATCH', `${definitions}/${id}/settings`, { body }).status).toBe(405);
    expect(ask('POST', `${instanceUrl(id)}/stop`).status).toBe(204);
    expect(ask('GET', `${instanceUrl(id)}/status`).body).toMatchObject({ value: 'Completed' });
    expect(ask('DELETE', `${definitions}/${id}`).status).toBe(204);
    expect(ask('GET', `${definitions}/${id}/displayName`).status).toBe(404);
  });

  test('who may not read a review may not read one property of it', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant);
    const scopes = [{ query: `${reviewsUrl}/definitions?$filter=contains(scope/query, '/groups')` }];
    const period = {
      reviewHistoryPeriodStartDateTime: '2026-11-01T00:00:00Z',
      reviewHistoryPeriodEndDateTime: '2026-12-01T00:00:00Z',
    };
    const report = tenant.ask('POST', `${reviewsUrl}/historyDefinitions`, {
      body: { displayName: 'All', scopes, ...period },
    });
    const status = (url: string, as: string): number => tenant.ask('GET', url, { as }).status;
    for (const property of [`${definitions}/${id}/displayName`, `${instanceUrl(id)}/status`])
      expect([ids.admin, ids.casey, ids.alex].map((as) => status(property, as))).toEqual([200, 200, 403]);
    const one = `${reviewsUrl}/historyDefinitions/${textOf(report.body, 'id')}/status`;
    expect([ids.admin, ids.casey].map((as) => status(one, as))).toEqual([200, 403]);
  });

  test('what a seed gives stands beside what is run, in lists as well, for who may list', () => {
    const seeded = 'aaaaaaaa-2222-4333-8444-555555555555';
    const path = `/identityGovernance/accessReviews/definitions/${seeded}`;
    const objects = [{ path, properties: { displayName: 'From a page' } }];
    const tenant = sampleTenant({ now: '2026-11-22T08:30:00Z', seed: { version: 1, objects } });
    const { ask } = tenant;
    const id = startReview(tenant);
    expect(valuesOf(ask('GET', definitions)).map((one) => one['id'])).toEqual([seeded, id]);
    expect(ask('GET', `${definitions}/${seeded}`).body).toMatchObject({ displayName: 'From a page' });
    expect(ask('GET', `${definitions}/${id}`).body).toMatchObject({ status: 'InProgress' });
    expect(ask('GET', definitions, { as: ids.alex }).status).toBe(403);
    expect(ask('DELETE', `${definitions}/${seeded}`).status).toBe(204);
    expect(valuesOf(ask('GET', definitions)).map((one) => one['id'])).toEqual([id]);
  });
});
