import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { sampleCalls } from '../../test/support/contract/sample-contract.ts';
import { checkScenario } from '../contract/check-scenario.ts';
import type { RecordedExchange } from '../format/recording/recording.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../json/json.ts';
import { createSandbox } from './create-sandbox.ts';
import { shippedMetadata, shippedModel } from './typed/schema/shipped-model.ts';

/** Every response of the shipped library, of packs and of access reviews alike, checked by the metadata of v1.0. */
const folder = fileURLToPath(new URL('../../scenarios', import.meta.url));
const recordings = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.recording.json'))
  .map((name) => ({ name, ...JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) }))
  .filter(({ source }) => source === 'sandbox');

type Shown = { readonly method: string; readonly url: string; readonly body: JsonObject };

/** What was answered, and what was answered within batches. */
function shownIn({ request, response }: RecordedExchange): readonly Shown[] {
  const { method, url } = request;
  const { body } = response;
  if (response.status >= 300 || body === undefined || !isJsonObject(body) || !url.startsWith('/v1.0/')) return [];
  const [requests, parts] = [listIn(request.body, 'requests'), listIn(body, 'responses')];
  if (!url.startsWith('/v1.0/$batch')) return [{ method, url, body }];
  return parts.flatMap((part) => {
    const [id, status, inner] = ['id', 'status', 'body'].map((name) => property(part, name));
    const sent = requests.find((one) => property(one, 'id') === id);
    if (sent === undefined || Number(status) >= 300 || inner === undefined || !isJsonObject(inner)) return [];
    const path = `/v1.0/${String(property(sent, 'url')).replace(/^\//, '')}`;
    return [{ method: String(property(sent, 'method')), url: path, body: inner }];
  });
}

function listIn(body: Json | undefined, name: string): readonly JsonObject[] {
  const found = body !== undefined && isJsonObject(body) ? property(body, name) : undefined;
  return Array.isArray(found) ? found.filter(isJsonObject) : [];
}

/** Properties of open types, which the metadata does not declare: pages show them. */
const ofOpenTypes = /`(?:type|lastUserSignInDateTime)`/;

/** What the metadata says against a response. */
function faultsOf({ method, url, body }: Shown): readonly string[] {
  const scenario = sampleCalls([{ method, url: url.replace(/#.*$/, ''), shown: body }]);
  const { problems, byMetadata } = checkScenario(scenario, { metadata: { 'v1.0': shippedMetadata() } });
  const faults = problems
    .filter(({ message }) => !ofOpenTypes.test(message))
    .map(({ message }) => `${url}: ${message}`);
  return byMetadata === 0 ? [`${url}: no one can say`, ...faults] : faults;
}

test('the metadata has every property of every response of the library, each with a value of its type', () => {
  const responses = recordings.flatMap(({ steps }): readonly Shown[] =>
    Object.values<RecordedExchange[]>(steps).flat().flatMap(shownIn),
  );
  const [checked, unknown]: [string[], string[]] = [[], []];
  for (const one of responses) {
    for (const fault of faultsOf(one)) (fault.endsWith('no one can say') ? unknown : checked).push(fault);
  }
  expect([...new Set(checked)]).toEqual([]);
  expect(unknown.filter((one) => !one.includes('/content'))).toEqual([]);
  expect(responses.length).toBeGreaterThan(150);
});

test.each([
  ['a property that is not declared', { status: 'NotStarted', colour: 'red' }],
  ['a value of another type', { status: 7 }],
])('and finds %s', (_, body) => {
  const url = '/v1.0/identityGovernance/accessReviews/definitions/1/instances/1';
  expect(faultsOf({ method: 'GET', url, body })).toHaveLength(1);
});

const documented = [
  ['accessReviewScheduleDefinition', '/definitions/{d}'],
  ['accessReviewInstance', '/definitions/{d}/instances/{i}'],
  ['accessReviewInstanceDecisionItem', '/definitions/{d}/instances/{i}/decisions/{c}'],
  ['accessReviewHistoryDefinition', '/historyDefinitions/{h}'],
] as const;

test.each(documented)('every property of %s that is declared is there', (type, path) => {
  const sandbox = createSandbox({ now: '2026-11-22T08:30:00Z' });
  const root = '/v1.0/identityGovernance/accessReviews';
  const send = (method: 'GET' | 'POST', url: string, body?: JsonObject): JsonObject => {
    const headers = { 'content-type': 'application/json' };
    const request = { method, url, headers, ...(body === undefined ? {} : { body }) };
    return JSON.parse(sandbox.handle(request, sandbox.administrator).text);
  };
  const night = '/groups/5d82b6c1-9e07-8a43-bc15-e270f4936d8a/transitiveMembers';
  const d = send('POST', `${root}/definitions`, {
    displayName: 'x',
    scope: { query: night, queryType: 'MicrosoftGraph' },
    reviewers: [{ query: '/users/010b2de0-0ed4-4ece-bfa2-22fff71d0497', queryType: 'MicrosoftGraph' }],
    settings: { instanceDurationInDays: 5, recurrence: { range: { type: 'noEnd', startDate: '2026-11-22' } } },
  })['id'];
  const h = send('POST', `${root}/historyDefinitions`, {
    displayName: 'x',
    decisions: ['approve'],
    reviewHistoryPeriodStartDateTime: '2026-01-01T00:00:00Z',
    reviewHistoryPeriodEndDateTime: '2026-11-01T00:00:00Z',
    scopes: [
      {
        '@odata.type': '#microsoft.graph.accessReviewQueryScope',
        queryType: 'MicrosoftGraph',
        query: "/identityGovernance/accessReviews/definitions?$filter=contains(scope/query, '/groups')",
      },
    ],
  })['id'];
  sandbox.clock.advance(2000);
  const first = (url: string) => listIn(send('GET', url), 'value')[0]?.['id'];
  const i = first(`${root}/definitions/${d}/instances`);
  const c = first(`${root}/definitions/${d}/instances/${i}/decisions`);
  const ids: { readonly [name: string]: Json | undefined } = { d, i, c, h };
  const shown = Object.keys(send('GET', root + path.replace(/\{(\w)\}/g, (_, name: string) => String(ids[name]))));
  const declared = [...(shippedModel().type(type)?.properties.values() ?? [])].filter(({ navigation }) => !navigation);
  expect(declared.length).toBeGreaterThan(5);
  expect(declared.map(({ name }) => name).filter((name) => !shown.includes(name))).toEqual([]);
});
