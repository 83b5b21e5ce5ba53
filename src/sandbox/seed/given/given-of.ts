import { defined } from '../../../defined.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../../json/json.ts';
import { behaviorPacks } from '../../packs/behavior-packs.ts';
import type { Seed } from '../../packs/directory/seed/seed.ts';
import { type Address, readAddress } from '../../service/read-request.ts';
import { hasEffect } from '../../typed/operation-effects.ts';
import { dialectOf, toV1 } from '../../typed/pack/dialect.ts';
import type { TypedModel } from '../../typed/schema/typed-model.ts';
import { type SeedObject, seedObject } from '../seed-objects.ts';
import { holdBefore, showBefore } from './given-before.ts';
import {
  hasOwnWords,
  isComputed,
  isEmpty,
  isReadable,
  noteCopied,
  noteMemberships,
  noteOrderOrSelf,
  noteParameters,
  noteState,
} from './given-calls.ts';
import { type GivenDefaults, givenDefaults } from './given-defaults.ts';
import { asDeleted, noteDeleted } from './given-deleted.ts';
import { drivePathById } from './given-drive.ts';
import { filterValues } from './given-filter.ts';
import { GivenObjects, noBigints, type ShownAt } from './given-objects.ts';
import { noteChanged, noteFolder, noteOwn, noteOwnerName, noteRequestor } from './given-own.ts';
import { givenPages } from './given-pages.ts';
import { follow, type Reached, resultAt } from './given-path.ts';
import { noteReferences } from './given-references.ts';
import { givenResponses } from './given-responses.ts';
import { noteReviewed } from './given-reviewed.ts';
import { sitePathById } from './given-sites.ts';
import { tenantOf, whoSends } from './given-tenant.ts';
import { placesOf } from './places-of.ts';
import { madeWithin, makes, type ShownExchange, unbatched } from './shown/shown-exchange.ts';
import { withoutFaults } from './without-faults.ts';

/**
 * The initial state that a sequence of exchanges requires: every object that it reads, changes or refers to without
 * creating it, and the responses of functions and actions that store nothing. A seed made of it passes its own check.
 */
export function givenOf(shown: readonly ShownExchange[], model: TypedModel): Seed {
  // Targets of links in a response exist as well: the bytes of a file.
  const exchanges = shown.flatMap(unbatched).filter(({ response: { status } }) => status >= 200 && status < 400);
  const given = new GivenObjects(model);
  const me = whoSends(exchanges);
  for (const { request, response } of exchanges) given.names.learn(response.body, request.method !== 'GET');
  given.note(`/users/${me.id}`, 'user', me.values);
  given.hold('Global Administrator', me.id);
  const responses = givenResponses();
  const defaults = givenDefaults(model);
  const pages = givenPages();
  const more: More = [];
  for (const exchange of exchanges) collect(exchange, { given, me: me.id, responses, defaults, pages, more });
  noteReviewed(given, exchanges);
  const sizes = pages.all((path) => given.countIn(path));
  // Objects that a list does not show come after those that it shows.
  for (const { path, show } of more) if (!pages.isFollowed(path)) show();
  // An id on a page may be one that no url has, such as one that begins with a blank.
  const objects = given.objects(placesOf(model)).filter(({ path }) => seedObject.shape.path.safeParse(path).success);
  // More is known about signed-in users than their objects show.
  const people = objects.filter(
    ({ path, references }) => references === undefined && given.isActive(path.replace('/users/', '')),
  );
  const seed: Seed = {
    version: 1,
    tenant: tenantOf(exchanges),
    roles: [...given.roles].map(([role, active]) => ({ role, active: [...active] })),
    ...(people.length === 0 ? {} : { users: people.map((one) => signedIn(one)) }),
    objects: objects.filter((one) => !people.includes(one)),
    responses: [...responses.all()],
    ...(defaults.all().length === 0 ? {} : { defaults: [...defaults.all()] }),
    ...(sizes.length === 0 ? {} : { pages: [...sizes] }),
  };
  return withoutFaults(seed, model);
}

function signedIn({ path, properties = {} }: SeedObject): NonNullable<Seed['users']>[number] {
  const id = path.replace('/users/', '');
  const { displayName, userPrincipalName, mail, ...others } = properties;
  const name = typeof userPrincipalName === 'string' ? userPrincipalName : `user-${id.slice(0, 8)}@contoso.com`;
  return {
    id,
    displayName: typeof displayName === 'string' ? displayName : (name.split('@')[0] ?? name),
    userPrincipalName: name,
    ...(typeof mail === 'string' ? { mail } : {}),
    lastSignIn: 'P1D',
    ...(Object.keys(others).length === 0 ? {} : { properties: others }),
  };
}

type Collecting = {
  readonly given: GivenObjects;
  readonly me: string;
  readonly responses: ReturnType<typeof givenResponses>;
  readonly defaults: GivenDefaults;
  readonly pages: ReturnType<typeof givenPages>;
  readonly more: More;
};

/** Items of lists that no exchange shows; added at the end. */
type More = { readonly path: string; readonly show: () => void }[];

function collect(shown: ShownExchange, collecting: Collecting): void {
  const read = readAddress(shown.request.url);
  if (!read.ok) return;
  const { given, me, pages, more, defaults } = collecting;
  const { address, request, response: said } = inV1(shown, read.address);
  const response = { ...said, ...defined({ body: asDeleted(address.segments, said.body) }) };
  const { method, body } = request;
  // A new file brings its name with it.
  const creates =
    method === 'PUT' || (method === 'POST' && /^createUploadSession$/i.test(address.segments.at(-1) ?? ''));
  const segments = drivePathById(given, sitePathById(given, address.segments, response), { me, creates });
  if (segments === undefined) return;
  if (method === 'GET') pages.add({ address, body: response.body });
  const reached = changedAt(given, follow(given, segments, me), { method, segments });
  const type = reached === undefined ? undefined : bodyType(given.model, reached);
  if (body !== undefined && method !== 'GET') noteReferences(given, { body, type, me });
  if (reached !== undefined) noteChanged(given, { request, reached });
  noteDeleted(given, reached, { method, segments, body: response.body });
  if (reached?.kind === 'operation') {
    collectCall({ request, response }, { ...collecting, reached, address });
  } else if (reached === undefined || method === 'POST') {
    // A user who is added to a list existed before.
    if (segments.at(-1) !== '$ref') makes(given, response.body, body);
    if (reached?.kind === 'objects') noteOwnerName(given, reached, response.body);
    if (reached?.kind === 'objects' && reached.collection && type !== undefined)
      defaults.created({ segments, isMade: (id) => given.isMade(id), type, sent: body, shown: response.body });
  } else if (method === 'PATCH' && given.isMade(segments.at(-1) ?? '')) defaults.changed(segments.at(-1) ?? '', body);
  else if (method === 'PATCH' && reached.kind === 'value') holdBefore(given, reached, { body, after: response.body });
  else if (isChange(method, response) && reached.kind === 'objects')
    showBefore(given, reached, { body, after: response.body });
  else if (method === 'GET' && isOfBytes(reached, segments)) keepBytes(given, reached, response);
  else if (method !== 'GET' || segments.at(-1)?.startsWith('$') === true) return;
  // Objects inside of something that the exchanges created were created with it.
  else if (segments.some((segment) => given.isMade(segment))) {
    madeWithin(given, response.body);
    defaults.shown(response.body);
  } else if (reached.kind === 'value') holdValue(given, reached, response.body);
  else show(given, reached, { body: response.body, address, more });
}

/** A function result with its own path is changed there. */
function changedAt(
  given: GivenObjects,
  reached: Reached | undefined,
  { method, segments }: { readonly method: string; readonly segments: readonly string[] },
): Reached | undefined {
  if (reached?.kind !== 'operation' || reached.on === undefined || method !== 'PATCH') return reached;
  const at = resultAt(given, reached.on, segments.at(-1) ?? '');
  return at === undefined ? undefined : { kind: 'objects', ...at };
}

/** A PUT that gets 200 replaces what was there. */
const isChange = (method: string, { status }: ShownExchange['response']): boolean =>
  method === 'PATCH' || (method === 'PUT' && status === 200);

/** Whether a path leads to bytes: a photo's `$value`, a property that holds a picture. */
const isOfBytes = (reached: Reached, segments: readonly string[]): boolean =>
  reached.kind === 'value'
    ? reached.property.type.name === 'Edm.Stream'
    : reached.kind === 'objects' && !reached.collection && segments.at(-1) === '$value';

/** Pages rarely show bytes, so a seed has some. */
function keepBytes(given: GivenObjects, reached: Reached, { headers = {}, body }: ShownExchange['response']): void {
  const type = headers['content-type'] ?? 'application/octet-stream';
  const text = typeof body === 'string' ? body : body === undefined ? 'bytes' : JSON.stringify(body, noBigints);
  const content = { type, text };
  if (reached.kind === 'value') {
    const { owner, property: one } = reached;
    given.keep(owner.path, owner.type, owner.type === 'driveItem' ? { content } : { name: one.name, content });
  } else if (reached.kind === 'objects') given.keep(reached.path, reached.type, { content });
}

type Spoken = ShownExchange & { readonly address: Address };

/** Seeds use v1.0: a pack may translate the names of beta. */
function inV1({ request, response }: ShownExchange, address: Address): Spoken {
  const dialect = dialectOf(behaviorPacks, address);
  if (dialect === undefined) return { request, response, address };
  const spoken = (body: Json | undefined) => toV1(dialect, { address, body });
  const { body } = response;
  const value = property(body, 'value');
  const shown = Array.isArray(value) ? { value: value.map((one) => spoken(one).body ?? null) } : spoken(body).body;
  const sent = spoken(request.body).body;
  return {
    address: spoken(undefined).address,
    request: { ...request, ...defined({ body: sent }) },
    response: { ...response, ...defined({ body: shown }) },
  };
}

type Calling = Collecting & {
  readonly reached: Reached & { readonly kind: 'operation' };
  readonly address: Address;
};

/** A function may read stored objects; responses of others are written unchanged. */
function collectCall(
  { request, response }: ShownExchange,
  { given, me, responses, reached, address, more }: Calling,
): void {
  const { method, body } = request;
  const { on, operations } = reached;
  const called = operations.find(({ kind }) => kind === (method === 'POST' ? 'action' : 'function'));
  // The sandbox determines the address of a report or a file.
  if (called === undefined || response.status >= 300) return;
  const { returns } = called;
  const shownCall = { method, ...address, isMade: (id: string) => given.isMade(id), sent: body, ...response };
  if (called.name === 'cancel' && on !== undefined) noteRequestor(given, me, on);
  if (on?.type === 'driveItem' && called.name === 'copy') noteFolder(given, on, body);
  noteParameters(given, called, { on, body });
  noteCopied(given, called, { on, body: response.body });
  for (const note of [noteMemberships, noteOrderOrSelf]) note(given, called, { on, sent: body, body: response.body });
  const isRead = on !== undefined && returns?.collection === true && given.model.isA(on.type, returns.name);
  // Changes since a delta did not exist before.
  if (isRead && [...address.query.keys()].some((name) => /^\$?deltatoken$/i.test(name))) return;
  if (isRead && (method === 'GET' || called.name === 'getByIds')) {
    show(given, on, { body: response.body, address, more });
    if (called.name === 'filterByCurrentUser')
      noteOwn(given, { me, on, address: address.segments.at(-1) ?? '', body: response.body });
  } else if (!isReadable(called, given.model, body)) responses.add(shownCall);
  // A run has no events between two times of the page.
  else if (isComputed(called) && !/\d{4}-\d\d-\d\dT/.test(address.segments.at(-1) ?? ''))
    makes(given, response.body, body);
  else if (
    (returns !== undefined || isEmpty(called, response)) &&
    noteState(given, called, { on, body: response.body })
  )
    return;
  else if (hasEffect(called) && !hasOwnWords(called)) makes(given, response.body, body);
  else if (method === 'GET' && showResult(given, { on, address, body: response.body })) return;
  else if (isEmpty(called, response)) return;
  else responses.add(shownCall);
}

/** A function result with its own path is an object there. */
function showResult(
  given: GivenObjects,
  {
    on,
    address: { segments },
    body,
  }: { readonly on: ShownAt | undefined; readonly address: Address; readonly body: Json | undefined },
): boolean {
  const at = on && resultAt(given, on, segments.at(-1) ?? '');
  return at !== undefined && isJsonObject(body) && given.show(at, body) !== undefined;
}

function holdValue(
  given: GivenObjects,
  { owner, property: one }: Reached & { readonly kind: 'value' },
  body: Json | undefined,
): void {
  if (!isJsonObject(body)) return;
  const value =
    property(body, 'value') ?? Object.fromEntries(Object.entries(body).filter(([name]) => !name.includes('@')));
  given.note(owner.path, owner.type, { [one.name]: value });
}

type Shown = { readonly body: Json | undefined; readonly address: Address; readonly more: More };

function show(given: GivenObjects, at: ShownAt, { body, address: { path, query }, more }: Shown): void {
  if (!isJsonObject(body)) return;
  const value = property(body, 'value');
  const items = Array.isArray(value) ? value.filter(isJsonObject) : [body];
  const filter = filterValues(query.get('$filter') ?? '');
  // Objects that a list skips come before those that it shows.
  const skipped = Array.isArray(value) ? Math.min(Number(query.get('$skip') ?? 0), 100) : 0;
  for (let index = 0; index < skipped; index++)
    given.show(at, { ...filter, ...another(items[0] ?? {}) }, items.length + 1 + index);
  for (const [index, item] of items.entries()) given.show(at, { ...filter, ...item }, index);
  // The list continues after the page.
  if (Array.isArray(value) && property(body, '@odata.nextLink') !== undefined)
    more.push({ path, show: () => given.show(at, { ...filter, ...another(items.at(-1) ?? {}) }, items.length) });
}

/** Another object like it, without unique names. */
function another(item: JsonObject): JsonObject {
  const ofOne = /^(?:id|appId|mail|mailNickname|proxyAddresses|userPrincipalName)$|@/;
  return Object.fromEntries(Object.entries(item).filter(([name]) => !ofOne.test(name)));
}

const bodyType = ({ type }: TypedModel, reached: Reached) =>
  reached.kind === 'objects'
    ? type(reached.type)
    : reached.kind === 'value'
      ? type(reached.property.type.name)
      : undefined;
