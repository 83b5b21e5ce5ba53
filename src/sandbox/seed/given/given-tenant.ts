import { isGuid } from '../../../guid.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../../json/json.ts';
import { defaultSeed } from '../../packs/directory/seed/default-seed.ts';
import type { WholeSeed } from '../../packs/directory/seed/seed.ts';
import { ownId } from './given-own.ts';
import type { ShownExchange } from './shown/shown-exchange.ts';
import { stableId } from './stable-id.ts';

/** The user on whose behalf the requests are sent, if known. */
type Sender = { readonly id: string; readonly values: JsonObject };

const pathOf = ({ request: { url } }: ShownExchange): string =>
  (url.split('?')[0] ?? '').replace(/\/$/, '').toLowerCase();

/** `/me` as shown; or as named by the contexts of objects inside of it; or one of the users shown. */
export function whoSends(exchanges: readonly ShownExchange[]): Sender {
  const own = exchanges.map(ownId).find((id) => id !== undefined);
  if (own !== undefined) return { id: own, values: {} };
  for (const exchange of exchanges) {
    const { body } = exchange.response;
    const id = property(body, 'id');
    if (/^\/(?:v1\.0|beta)\/me$/.test(pathOf(exchange)) && typeof id === 'string' && id !== '')
      return { id, values: {} };
  }
  // The creator of an object is its `createdBy`.
  const creator = [creatorOf, changerOf].flatMap((of) => exchanges.map(of)).find((one) => one !== undefined);
  for (const exchange of exchanges) {
    const { body } = exchange.response;
    const context = property(body, '@odata.context');
    const [, named] = /\$metadata#users\('([^')]+)'\)/i.exec(String(context ?? '')) ?? [];
    if (named === undefined || !/^\/(?:v1\.0|beta)\/me\b/.test(pathOf(exchange))) continue;
    const name = named.replace(/%40/g, '@');
    return name.includes('@')
      ? { id: stableId(name), values: { ...creator?.values, userPrincipalName: name } }
      : { id: name, values: creator?.values ?? {} };
  }
  if (creator !== undefined) return creator;
  const people = exchanges.filter(
    (one) => /^\/(?:v1\.0|beta)\/users(?:\/delta)?$/.test(pathOf(one)) && one.request.method === 'GET',
  );
  const listed = people.flatMap(({ response: { body } }) => {
    const value = property(body, 'value');
    return Array.isArray(value) ? value.filter(isJsonObject) : [];
  });
  const isAdmin = (one: JsonObject): boolean =>
    /admin/i.test(`${String(property(one, 'userPrincipalName'))} ${String(property(one, 'displayName'))}`);
  const chosen = listed.find(isAdmin) ?? listed[0];
  const id = property(chosen, 'id');
  if (typeof id === 'string') return { id, values: {} };
  const [domain = 'contoso.com'] = domainsOf(exchanges);
  return {
    id: stableId('administrator'),
    values: { displayName: 'Administrator', userPrincipalName: `admin@${domain}` },
  };
}

/** The user who changed it last, by the response to a change or a create. */
function changerOf({ request, response: { body } }: ShownExchange): Sender | undefined {
  if (request.method === 'GET' || !isJsonObject(body)) return undefined;
  const user = inside(property(body, 'lastModifiedBy'), 'user');
  return user && personOf(user);
}

function personOf(user: JsonObject): Sender | undefined {
  const [id, displayName] = [property(user, 'id'), property(user, 'displayName')];
  if (typeof id !== 'string' || !isGuid(id)) return undefined;
  return { id, values: typeof displayName === 'string' && displayName !== '' ? { displayName } : {} };
}

/** The creator, by the response to a create. */
function creatorOf({ request, response: { status, body } }: ShownExchange): Sender | undefined {
  if (request.method !== 'POST' || status !== 201 || !isJsonObject(body)) return undefined;
  const by = property(body, 'createdBy') ?? property(body, 'from');
  const user = isJsonObject(by) ? (property(by, 'user') ?? by) : undefined;
  const organizer = inside(property(body, 'organizer'), 'emailAddress');
  if (user === undefined && organizer !== undefined) return organizerOf(organizer);
  return isJsonObject(user) ? personOf(user) : undefined;
}

/** The organizer of a meeting has a name and an address. */
function organizerOf(organizer: JsonObject): Sender | undefined {
  const [name, address] = [property(organizer, 'name'), property(organizer, 'address')];
  if (typeof address !== 'string' || !address.includes('@')) return undefined;
  const displayName = typeof name === 'string' && name !== '' ? { displayName: name } : {};
  return { id: stableId(address), values: { ...displayName, userPrincipalName: address, mail: address } };
}

function inside(value: Json | undefined, name: string): JsonObject | undefined {
  const found = property(value, name);
  return isJsonObject(found) ? found : undefined;
}

/** The tenant of the page: its domains are those of the people in it. */
export function tenantOf(exchanges: readonly ShownExchange[]): WholeSeed['tenant'] {
  const domains = domainsOf(exchanges);
  const { id, displayName, licenses } = defaultSeed.tenant;
  return { id, displayName, domains: domains.length === 0 ? [ownDomain(exchanges)] : [...domains], licenses };
}

/** If no user of the tenant is shown: one that no request adds. */
const ownDomain = (exchanges: readonly ShownExchange[]): string =>
  exchanges.some(({ request: { body } }) => textsIn(body, /^id$/).includes('contoso.com'))
    ? 'contoso.onmicrosoft.com'
    : 'contoso.com';

function domainsOf(exchanges: readonly ShownExchange[]): readonly string[] {
  const textsOf = (keys: RegExp): readonly string[] =>
    exchanges.flatMap(({ request, response }) => [...textsIn(request.body, keys), ...textsIn(response.body, keys)]);
  const domains = (texts: readonly string[]): readonly string[] =>
    texts.map((text) => text.slice(text.lastIndexOf('@') + 1).toLowerCase());
  // An invited user is from elsewhere, and a domain that is added did not exist before.
  const added = exchanges.flatMap(({ request: { method, url, body } }) =>
    method === 'POST' && /\/domains$/i.test(url) ? textsIn(body, /^id$/) : [],
  );
  const foreign = domains([...textsOf(/^invitedUserEmailAddress$/i), ...added]);
  const organizers = exchanges.flatMap((one) => creatorOf(one)?.values['userPrincipalName'] ?? []).map(String);
  const names = [...textsOf(/^userPrincipalName$/i), ...organizers].filter((name) => name.includes('@'));
  return [...new Set(domains([...names, ...textsOf(/^publisherDomain$/i)]))].filter(
    (one) => /^[a-z0-9.-]+\.[a-z]+$/.test(one) && !foreign.includes(one),
  );
}

function textsIn(value: Json | undefined, keys: RegExp, name = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, keys, name));
  if (isJsonObject(value)) return Object.entries(value).flatMap(([key, member]) => textsIn(member, keys, key));
  return typeof value === 'string' && keys.test(name) ? [value] : [];
}
