import { describe, expect, test } from 'vitest';
import {
  dayMs,
  ids,
  instanceUrl,
  messageOf,
  queryScope,
  type SampleTenant,
  sampleTenant,
  startReview,
  textOf,
  valuesOf,
} from '../../../../../test/support/sandbox/sample-tenant.ts';
import type { JsonObject } from '../../../../json/json.ts';
import { downloadResponse } from '../routes/downloads.ts';

const fileOf = ({ sandbox }: SampleTenant, token: string) =>
  downloadResponse(sandbox.world, { method: 'GET', url: `/downloads/${token}`, headers: {} });

const historyUrl = '/v1.0/identityGovernance/accessReviews/historyDefinitions';
const inScope = (text: string): JsonObject => ({
  '@odata.type': '#microsoft.graph.accessReviewQueryScope',
  queryType: 'MicrosoftGraph',
  query: `/identityGovernance/accessReviews/definitions?$filter=contains(scope/query, '${text}')`,
  queryRoot: null,
});
const body = (changes: JsonObject = {}): JsonObject => ({
  displayName: 'Last quarter',
  reviewHistoryPeriodStartDateTime: '2026-10-01T00:00:00Z',
  reviewHistoryPeriodEndDateTime: '2026-12-31T00:00:00Z',
  scopes: [inScope('/groups')],
  ...changes,
});

function report(tenant: SampleTenant, changes: JsonObject = {}): readonly string[] {
  const made = tenant.send('POST', historyUrl, { body: body(changes) });
  expect(made.status).toBe(201);
  tenant.advance(10_000);
  const url = `${historyUrl}/${textOf(made.body, 'id')}/instances`;
  const [instance] = valuesOf(tenant.send('GET', url));
  const link = tenant.send('POST', `${url}/${textOf(instance ?? {}, 'id')}/generateDownloadUri`);
  expect(link.status).toBe(200);
  const token = textOf(link.body, 'downloadUri').split('/').at(-1) ?? '';
  const download = fileOf(tenant, token);
  return (download?.text ?? '').split('\r\n').filter((line) => line !== '');
}

describe('asking for a report', () => {
  test('it is requested, in progress, done; only then there is a link, for a day', () => {
    const tenant = sampleTenant();
    const made = tenant.send('POST', historyUrl, { body: body() });
    expect(made.body).toMatchObject({ status: 'requested', createdBy: { id: ids.admin }, displayName: 'Last quarter' });
    expect(made.body['decisions']).toEqual(['approve', 'deny', 'dontKnow', 'notReviewed', 'notNotified']);
    const url = `${historyUrl}/${textOf(made.body, 'id')}`;
    const [instance] = valuesOf(tenant.send('GET', `${url}/instances`));
    expect(instance).toMatchObject({ status: 'requested', downloadUri: null, fulfilledDateTime: null });
    const generate = `${url}/instances/${textOf(instance ?? {}, 'id')}/generateDownloadUri`;
    expect(tenant.send('POST', generate).status).toBe(400);
    tenant.advance(5_000);
    expect(tenant.send('GET', url).body['status']).toBe('inprogress');
    tenant.advance(5_000);
    expect(tenant.send('GET', url).body['status']).toBe('done');
    const link = tenant.send('POST', generate);
    expect(link.body).toMatchObject({
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.accessReviewHistoryInstance',
      downloadUri: expect.stringMatching(/^https:\/\/contoso\.sharepoint\.com\/downloads\/[0-9a-f-]{36}$/),
      expirationDateTime: '2026-11-23T08:30:10Z',
      fulfilledDateTime: '2026-11-22T08:30:10Z',
    });
    const token = textOf(link.body, 'downloadUri').split('/').at(-1) ?? '';
    expect(fileOf(tenant, token)).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/csv; charset=utf-8' },
    });
    tenant.advance(dayMs);
    expect(fileOf(tenant, token)?.status).toBe(404);
    expect(valuesOf(tenant.send('GET', `${url}/instances`))[0]).toMatchObject({ downloadUri: null });
  });

  test('in 2021 the link was the definition’s', () => {
    const tenant = sampleTenant();
    const beta = historyUrl.replace('v1.0', 'beta');
    const made = tenant.send('POST', beta, { body: body() });
    expect(made.body).toMatchObject({ fulfilledDateTime: null, downloadUri: null });
    tenant.advance(10_000);
    for (const action of ['generateDownloadUri', 'generateDownloadUri()']) {
      const link = tenant.send('POST', `${beta}/${textOf(made.body, 'id')}/${action}`);
      expect(link).toMatchObject({ status: 200, body: { status: 'done', downloadUri: expect.any(String) } });
    }
  });

  test('it is gone after 30 days', () => {
    const tenant = sampleTenant();
    const made = tenant.send('POST', historyUrl, { body: body() });
    tenant.advance(30 * dayMs);
    expect(tenant.send('GET', `${historyUrl}/${textOf(made.body, 'id')}`).status).toBe(404);
    expect(valuesOf(tenant.send('GET', historyUrl))).toEqual([]);
  });

  test('it is for who asked, and for Global Administrators and Global Readers', () => {
    const tenant = sampleTenant();
    const made = tenant.send('POST', historyUrl, { body: body(), as: ids.morgan });
    const url = `${historyUrl}/${textOf(made.body, 'id')}`;
    const seen = (as: string) => [
      tenant.send('GET', url, { as }).status,
      valuesOf(tenant.send('GET', historyUrl, { as })).length,
    ];
    expect(seen(ids.morgan)).toEqual([200, 1]);
    expect(seen(ids.admin)).toEqual([200, 1]);
    expect(seen(ids.drew)).toEqual([200, 1]);
    expect(seen(ids.sam)).toEqual([403, 0]);
    expect(tenant.send('POST', historyUrl, { body: body(), as: ids.alex }).status).toBe(403);
  });

  test.each<[string, JsonObject]>([
    ['displayName is required.', { displayName: null }],
    ['reviewHistoryPeriodStartDateTime is required.', { reviewHistoryPeriodStartDateTime: null }],
    [
      "reviewHistoryPeriodEndDateTime is '2026-12-31', which is no date and time.",
      { reviewHistoryPeriodEndDateTime: '2026-12-31' },
    ],
    ['reviewHistoryPeriodEndDateTime is before', { reviewHistoryPeriodEndDateTime: '2026-01-01T00:00:00Z' }],
    ['scopes is required.', { scopes: [] }],
    ["scopes[0].query is '/groups'. This form of query is not supported.", { scopes: [queryScope('/groups')] }],
    ["decisions has 'maybe'", { decisions: ['maybe'] }],
    ['scheduleSettings is not supported yet.', { scheduleSettings: {} }],
  ])('a body that is wrong gets a 400 that says: %s', (message, changes) => {
    const response = sampleTenant().send('POST', historyUrl, { body: body(changes) });
    expect([response.status, messageOf(response)]).toEqual([400, expect.stringContaining(message)]);
  });
});

describe('what is in a report', () => {
  const decided = (): SampleTenant => {
    const tenant = sampleTenant();
    const id = startReview(tenant);
    const batch = `${instanceUrl(id)}/batchRecordDecisions`;
    const denied = { decision: 'Deny', principalId: ids.jamie, justification: '=HYPERLINK("x"),\n @SUM(1)' };
    tenant.send('POST', batch, { as: ids.casey, body: denied });
    return tenant;
  };

  test('a line for each decision, inert in a spreadsheet', () => {
    const lines = report(decided());
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^AccessReviewDefinitionId,.*,Decision,Recommendation,Justification,/);
    expect(lines[1]).toContain(
      'Jamie Quill,Deny,Approve,"\'=HYPERLINK(""x""),\n\' @SUM(1)",Casey Lund,2026-11-22T08:30:01Z,New',
    );
    expect(lines[2]).toContain('Taylor Birch,NotReviewed,Deny,,,,New,,');
  });

  test.each<[string, JsonObject, number]>([
    ['some decisions', { decisions: ['deny'] }, 1],
    ['other decisions', { decisions: ['approve', 'notNotified'] }, 0],
    ['another scope', { scopes: [inScope('accessPackageAssignments')] }, 0],
    ['one of several scopes', { scopes: [inScope('accessPackageAssignments'), inScope('/groups')] }, 2],
    ['a period before', { reviewHistoryPeriodEndDateTime: '2026-11-22T08:29:00Z' }, 0],
    ['a period after', { reviewHistoryPeriodStartDateTime: '2026-11-22T08:31:00Z' }, 0],
  ])('only what was requested: %s', (_what, changes, count) => {
    expect(report(decided(), changes)).toHaveLength(count + 1);
  });

  test('no one was notified where no one reviews', () => {
    const tenant = sampleTenant();
    startReview(tenant, { reviewers: [{ query: './manager', queryRoot: 'decisions' }] });
    expect(report(tenant, { decisions: ['notNotified'] }).slice(1)).toEqual([expect.stringContaining('Taylor Birch')]);
  });
});
