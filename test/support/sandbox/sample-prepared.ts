import type { HttpRequest } from '../../../src/http/message.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../../src/json/json.ts';
import type { Example } from './sample-reference.ts';
import { ids, type SampleTenant, sampleTenant } from './sample-tenant.ts';

const guid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const today = '2026-11-22';

/** It has members, guests among them, and an owner. */
const reviewedGroup = ids.campaigns;

/** A documented request, with the ids and dates of a sandbox in which what it names is there. */
export type Prepared = { readonly tenant: SampleTenant; readonly request: HttpRequest };

/**
 * Makes a sandbox for an example: with the review that its response shows, or else one of a group; begun, and with a reviewer
 * who is the caller. What must have happened before (a review that is over, a report that is done) has happened.
 */
export function prepare(example: Example): Prepared {
  const tenant = sampleTenant({ now: `${today}T08:30:00Z` });
  const names = prepareObjects(tenant, example);
  const { method, body } = example;
  const url = named(example.url, names);
  const headers = body === undefined ? {} : { 'content-type': 'application/json' };
  const sent = body === undefined ? undefined : withNames(mapped(body), names);
  return { tenant, request: { method, url, headers, ...(sent === undefined ? {} : { body: sent }) } };
}

/** Ids by the collection in whose path they stand. */
type Names = { readonly [collection: string]: string };

function prepareObjects(tenant: SampleTenant, example: Example): Names {
  const version = example.url.split('/')[1] ?? '';
  const root = `/${version}/identityGovernance/accessReviews`;
  if (/\/historyDefinitions\//i.test(example.url)) return prepareHistory(tenant, root, example);
  const creates = example.method === 'POST' && /\/definitions$/.test(example.url);
  if (creates || !/\/definitions|pendingAccessReview/i.test(example.url)) {
    if (/historyDefinitions$/.test(example.url) && example.method === 'GET') prepareHistory(tenant, root, example);
    return {};
  }
  // What is replaced as a whole was nearly the same before.
  const [first = {}] = shownReviews(example.method === 'PUT' ? example.body : example.response);
  const definition = definitionFrom(first);
  const made = tenant.send('POST', `${root}/definitions`, { body: definition });
  const definitionId = textOf(made.body, 'id');
  tenant.advance(60_000);
  const instances = tenant.send('GET', `${root}/definitions/${definitionId}/instances`).body;
  const instanceId = textOf(firstOf(instances), 'id');
  const instance = `${root}/definitions/${definitionId}/instances/${instanceId}`;
  const decision = firstOf(tenant.send('GET', `${instance}/decisions/filterByCurrentUser(on='reviewer')`).body);
  if (isDecided(example.response)) decide(tenant, `${instance}/batchRecordDecisions`);
  if (/applyDecisions$/i.test(example.url)) tenant.send('POST', `${instance}/stop`);
  const { principal = decision['target'] } = decision;
  const principalId = isJsonObject(principal) ? textOf(principal, 'id') || textOf(principal, 'userId') : '';
  return {
    definitions: definitionId,
    instances: instanceId,
    pendingAccessReviewInstances: instanceId,
    decisions: textOf(decision, 'id'),
    principalId,
    resourceId: reviewedGroup,
  };
}

function prepareHistory(tenant: SampleTenant, root: string, { response }: Example): Names {
  const shown = isJsonObject(response) ? (shownReviews(response)[0] ?? {}) : {};
  const { displayName = 'Report', scopes = [] } = shown;
  const body = {
    displayName,
    scopes,
    reviewHistoryPeriodStartDateTime: '2026-01-01T00:00:00Z',
    reviewHistoryPeriodEndDateTime: '2026-12-31T00:00:00Z',
  };
  const made = tenant.send('POST', `${root}/historyDefinitions`, { body });
  tenant.advance(60_000);
  return { historyDefinitions: textOf(made.body, 'id') };
}

/** What a body shows: the thing itself (which some pages wrap as `value`), or the items of a list. */
function shownReviews(response: Json | undefined): readonly JsonObject[] {
  if (!isJsonObject(response)) return [];
  const { value } = response;
  if (Array.isArray(value)) return value.filter(isJsonObject);
  return [isJsonObject(value) ? value : response];
}

/** A definition like the one shown (or the one that an instance belongs to), which the caller may decide. */
function definitionFrom(shown: JsonObject): JsonObject {
  const inner = shown['definition'];
  const base = mapped(isJsonObject(inner) ? inner : shown);
  const scope = isJsonObject(base) ? property(base, 'scope') : undefined;
  const settings = isJsonObject(base) ? property(base, 'settings') : undefined;
  const isWhole = isJsonObject(base) && isJsonObject(settings) && Object.keys(settings).length > 0;
  const reviewer = [{ query: `/users/${ids.admin}`, queryType: 'MicrosoftGraph' }];
  return {
    displayName: 'Review of the campaigns',
    descriptionForAdmins: 'Review of the campaigns',
    descriptionForReviewers: 'Review of the campaigns',
    ...(isWhole ? base : {}),
    scope: isJsonObject(scope) && isSupported(scope) ? scope : ofGroup,
    ...(needsEnumeration(scope) ? { instanceEnumerationScope: unifiedGroups } : {}),
    reviewers: reviewer,
    fallbackReviewers: reviewer,
    settings: { ...usualSettings, ...(isJsonObject(settings) ? settings : {}), ...oneTime(settings) },
  };
}

const ofGroup = { query: `/groups/${reviewedGroup}/transitiveMembers`, queryType: 'MicrosoftGraph' };
const unifiedGroups = {
  '@odata.type': '#microsoft.graph.accessReviewQueryScope',
  query: "/groups?$filter=(groupTypes/any(c:c eq 'Unified'))",
  queryType: 'MicrosoftGraph',
};
const usualSettings = {
  instanceDurationInDays: 5,
  autoApplyDecisionsEnabled: false,
  recurrence: { pattern: null, range: { type: 'numbered', startDate: today, endDate: '2026-12-31' } },
  applyActions: [{ '@odata.type': '#microsoft.graph.removeAccessApplyAction' }],
};

/** An instance that lasts, where the settings shown do not say how long. */
function oneTime(settings: Json | undefined): JsonObject {
  return isJsonObject(settings) && settings['instanceDurationInDays'] === 0 ? { instanceDurationInDays: 5 } : {};
}

function queryOf(scope: Json | undefined): string {
  return isJsonObject(scope) ? textOf(scope, 'query') : '';
}

/** Of an instance's scope the version in front is the service's. */
function isSupported(scope: JsonObject): boolean {
  return queryOf(scope) !== '' || property(scope, 'principalScopes') !== undefined;
}

function needsEnumeration(scope: Json | undefined): boolean {
  return queryOf(scope).startsWith('./');
}

function isDecided(response: Json | undefined): boolean {
  return shownReviews(response).some((item) => ['Approve', 'Deny'].includes(textOf(item, 'decision')));
}

function decide(tenant: SampleTenant, url: string): void {
  tenant.send('POST', url, { body: { decision: 'Approve', justification: 'As documented' } });
}

function firstOf(list: JsonObject): JsonObject {
  return shownReviews(list)[0] ?? {};
}

function textOf(object: JsonObject, name: string): string {
  const value = property(object, name);
  return typeof value === 'string' ? value : '';
}

/** Puts ids in the place of those, or of the placeholders, that follow a collection in a path. */
function named(url: string, names: Names): string {
  return Object.entries(names).reduce(
    (text, [collection, id]) => text.replace(new RegExp(`(/${collection}/)(?:${guid}|\\{[^}]*\\})`, 'i'), `$1${id}`),
    url,
  );
}

function withNames(body: Json, { principalId, resourceId }: Names): Json {
  if (!isJsonObject(body)) return body;
  return {
    ...body,
    ...('principalId' in body && principalId !== undefined ? { principalId } : {}),
    ...('resourceId' in body && resourceId !== undefined ? { resourceId } : {}),
  };
}

const replacements: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`(/groups/)${guid}`, 'gi'), `$1${reviewedGroup}`],
  [new RegExp(`(/users/)${guid}`, 'gi'), `$1${ids.admin}`],
  [new RegExp(`(/servicePrincipals/)${guid}`, 'gi'), `$1${ids.expenseReports}`],
  [new RegExp(`(assignmentPolicyId eq '?)${guid}`, 'gi'), `$1${ids.policy}`],
  [new RegExp(`(accessPackageId eq '?)${guid}`, 'gi'), '$12b97e5c0-f184-8d6a-a3e7-90d5c8b4f16e'],
];

/** What a page shows, with objects that are there, and dates that have come or are to come. */
function mapped(value: Json, name = ''): Json {
  if (typeof value === 'string') {
    if (name === 'startDate') return today;
    if (name === 'endDate') return value.startsWith('9999') ? value : '2027-11-22';
    return replacements.reduce((text, [pattern, by]) => text.replace(pattern, by), value);
  }
  if (Array.isArray(value)) return value.map((item) => mapped(item));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapped(member, key)]));
}
