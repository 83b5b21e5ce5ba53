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
    const { send } = tenant;
    const decision = textOf(valuesOf(send('GET', `${instanceUrl(id)}/decisions`))[0] ?? {}, 'id');
    const at = `${instanceUrl(id)}/decisions/${decision}`;
    send('PATCH', at, { as: ids.casey, body: { decision: 'Deny', justification: 'left' } });
    expect(send('GET', `${at}/decision`).body).toMatchObject({ value: 'Deny' });
    expect(send('GET', `${instanceUrl(id)}/contactedReviewers/${ids.casey}`).body).toMatchObject({ id: ids.casey });
    const deep = send(
      'GET',
      `${definitions}/${id}?$expand=instances($expand=contactedReviewers,decisions($expand=insights))`,
    );
    expect(deep.body).toMatchObject({
      instances: [
        { status: 'InProgress', contactedReviewers: [{ id: ids.casey }], decisions: [{ insights: [{}] }, {}] },
      ],
    });
  });

  test('the metadata does not change them: a review continues after a write that it refuses', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant);
    const { send } = tenant;
    const body = { mailNotificationsEnabled: true };
    expect(send('PATCH', `${definitions}/${id}/settings`, { body }).status).toBe(405);
    expect(send('POST', `${instanceUrl(id)}/stop`).status).toBe(204);
    expect(send('GET', `${instanceUrl(id)}/status`).body).toMatchObject({ value: 'Completed' });
    expect(send('DELETE', `${definitions}/${id}`).status).toBe(204);
    expect(send('GET', `${definitions}/${id}/displayName`).status).toBe(404);
  });

  test('a caller who may not read a review may not read one of its properties', () => {
    const tenant = sampleTenant();
    const id = startReview(tenant);
    const scopes = [{ query: `${reviewsUrl}/definitions?$filter=contains(scope/query, '/groups')` }];
    const period = {
      reviewHistoryPeriodStartDateTime: '2026-11-01T00:00:00Z',
      reviewHistoryPeriodEndDateTime: '2026-12-01T00:00:00Z',
    };
    const report = tenant.send('POST', `${reviewsUrl}/historyDefinitions`, {
      body: { displayName: 'All', scopes, ...period },
    });
    const status = (url: string, as: string): number => tenant.send('GET', url, { as }).status;
    for (const property of [`${definitions}/${id}/displayName`, `${instanceUrl(id)}/status`])
      expect([ids.admin, ids.casey, ids.alex].map((as) => status(property, as))).toEqual([200, 200, 403]);
    const one = `${reviewsUrl}/historyDefinitions/${textOf(report.body, 'id')}/status`;
    expect([ids.admin, ids.casey].map((as) => status(one, as))).toEqual([200, 403]);
  });

  test('reviews of a seed are listed beside running ones, for callers who may list', () => {
    const seeded = 'aaaaaaaa-2222-4333-8444-555555555555';
    const path = `/identityGovernance/accessReviews/definitions/${seeded}`;
    const objects = [{ path, properties: { displayName: 'From a page' } }];
    const tenant = sampleTenant({ now: '2026-11-22T08:30:00Z', seed: { version: 1, objects } });
    const { send } = tenant;
    const id = startReview(tenant);
    expect(valuesOf(send('GET', definitions)).map((one) => one['id'])).toEqual([seeded, id]);
    expect(send('GET', `${definitions}/${seeded}`).body).toMatchObject({ displayName: 'From a page' });
    expect(send('GET', `${definitions}/${id}`).body).toMatchObject({ status: 'InProgress' });
    expect(send('GET', definitions, { as: ids.alex }).status).toBe(403);
    expect(send('DELETE', `${definitions}/${seeded}`).status).toBe(204);
    expect(valuesOf(send('GET', definitions)).map((one) => one['id'])).toEqual([id]);
  });
});
