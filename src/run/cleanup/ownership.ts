import { defined } from '../../defined.ts';
import type { HttpResponse } from '../../http/message.ts';
import { plainPath } from '../../http/plain-path.ts';
import { bodyJson } from '../../http/response-body.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';
import { holds } from '../plan/creation.ts';
import type { Intent, Mark, Reply } from '../ports.ts';
import { type PolledReply, type PollOptions, pauseMs, sendUntilExpected } from '../send/send-until-expected.ts';
import { serverTime } from './recycle-bin.ts';

/** Whether an object belongs to the run that recorded it as created. */
export type Proof =
  | { readonly kind: 'ours' }
  /** It does not exist: it was looked for twice. */
  | { readonly kind: 'gone'; readonly reply: PolledReply }
  /** It existed before the run. */
  | { readonly kind: 'foreign'; readonly why: string; readonly reply: PolledReply }
  | { readonly kind: 'unproved'; readonly why: string; readonly reply: PolledReply };

/** When the run began, in milliseconds since 1970 by its own clock. */
export type Proving = PollOptions & { readonly startedMs: number } & Pick<Intent, 'dated'>;

/** What the ledger of the run has about the object. */
export type Claim = Pick<Intent, 'method' | 'url' | 'mark' | 'dated'>;

/**
 * The proof for an object whose create was answered with its id: it is not older than the run by the service's clock, and
 * bears the mark that the create sent. Where no mark was sent in a property that can be read, its age alone decides.
 */
export async function proveCreated(url: string, claim: Claim, proving: Proving): Promise<Proof> {
  const [path = url] = url.split('?', 1);
  // The service refuses a link that exists already: success proves that the caller made it.
  if (/\/\$ref$/.test(path)) return claim.method === 'POST' ? { kind: 'ours' } : linkOf(path, proving);
  const read = await readObject(path, claim.mark, proving);
  const { dated } = claim;
  return read.kind === 'read' ? checkCreated(read, claim, { ...proving, ...defined({ dated }) }) : read;
}

async function linkOf(path: string, proving: Proving): Promise<Proof> {
  const reply = await sendUntilExpected('GET', path, proving);
  return { kind: 'unproved', why: 'it replaced an existing link, and a link has neither age nor mark', reply };
}

type Read = { readonly kind: 'read'; readonly object: JsonObject; readonly reply: PolledReply };

/**
 * Reads an object with all properties that the proof needs, selected by name where the service does not return them by
 * default.
 */
async function readObject(
  path: string,
  mark: Mark | undefined,
  proving: Proving,
): Promise<Read | Exclude<Proof, { kind: 'ours' }>> {
  let reply = await sendUntilExpected('GET', path, proving);
  if (statusOf(reply) === 404) {
    // A new object may not be visible everywhere yet: one 404 proves nothing.
    await proving.clock.sleep(pauseMs, proving.halt);
    reply = await sendUntilExpected('GET', path, proving);
  }
  const status = statusOf(reply);
  if (status === 404) return { kind: 'gone', reply };
  const object = status === 200 && reply.kind === 'answered' ? objectOf(reply.response) : undefined;
  if (object === undefined) return { kind: 'unproved', why: notShown(reply), reply };
  const wanted = [created, ...(mark?.properties ?? [])].filter((name) => property(object, name) === undefined);
  if (wanted.length === 0) return { kind: 'read', object, reply };
  const more = await select(path, wanted, proving);
  return { kind: 'read', object: { ...object, ...more }, reply };
}

/** Reads properties that a service returns only if they are selected; one request each if one of them does not exist. */
async function select(path: string, names: readonly string[], proving: Proving): Promise<JsonObject> {
  const reply = await sendUntilExpected('GET', `${path}?$select=id,${names.join(',')}`, proving);
  const object = reply.kind === 'answered' && statusOf(reply) === 200 ? objectOf(reply.response) : undefined;
  if (object !== undefined) return object;
  if (statusOf(reply) !== 400 || names.length === 1) return {};
  const parts: JsonObject[] = [];
  for (const name of names) parts.push(await select(path, [name], proving));
  return Object.assign({}, ...parts);
}

/** Why the object that a create returned existed before the run; `undefined` if the response does not show that. */
export function olderThanRun(reply: Reply, when: Pick<Proving, 'clock' | 'startedMs' | 'dated'>): string | undefined {
  const object = reply.kind === 'answered' ? objectOf(reply.response) : undefined;
  const age = object === undefined ? undefined : ageOf(object, reply, when);
  return age?.kind === 'older' ? itIsOlder(age.at) : undefined;
}

const itIsOlder = (at: string) => `it was created ${at}, before this run began`;

function checkCreated({ object, reply }: Read, claim: Claim, proving: Proving): Proof {
  const age = ageOf(object, reply, proving);
  const mark = markIn(object, claim.mark);
  if (age.kind === 'older') return { kind: 'foreign', why: itIsOlder(age.at), reply };
  if (mark === 'missing') return { kind: 'unproved', why: noLongerMarked, reply };
  if (mark === 'there' && (age.kind !== 'unknown' || isNew(claim))) return { kind: 'ours' };
  if (mark === 'unreadable' && age.kind === 'younger') return { kind: 'ours' };
  const why =
    age.kind === 'unknown'
      ? proving.dated === true
        ? 'its create set the time of creation, so its age proves nothing, and it has no mark of this run'
        : 'the service does not show when it was created'
      : 'it was created within seconds of the beginning of this run, and has no mark of it';
  return { kind: 'unproved', why, reply };
}

/** Whether success of a create proves that the object did not exist: PUT and PATCH change it where it does, and so does one POST. */
const isNew = ({ method, url }: Claim): boolean => method === 'POST' && !changesExisting.test(plainPath(url));

/** An override of the same address gets the new name (https://learn.microsoft.com/graph/api/inferenceclassification-post-overrides). */
const changesExisting = /\/inferenceClassification\/overrides\/?(?:\?|$)/i;

const noLongerMarked = 'it does not have this run\u2019s mark: it was changed, or another object has taken its place';

/** The result of a search for the object of a create whose response was lost. */
export type Look =
  | { readonly kind: 'ours'; readonly object: JsonObject; readonly reply: PolledReply }
  | { readonly kind: 'none'; readonly reply: PolledReply }
  | { readonly kind: 'unproved'; readonly why: string; readonly reply: PolledReply }
  /** The look itself failed. */
  | { readonly kind: 'unread'; readonly why: string; readonly reply: PolledReply };

/** How many objects of a list are read individually for properties that the list does not contain. */
const mostRead = 10;

/**
 * The proof for a create whose response was lost: exactly one object bears the mark and is not older than the run.
 * Without a mark nothing is adopted. `urlOf` gives the url of a listed object.
 */
export async function lookForCreated(
  find: string,
  { mark, urlOf }: { readonly mark?: Mark; readonly urlOf: (item: JsonObject) => string | undefined },
  proving: Proving,
): Promise<Look> {
  const reply = await sendUntilExpected('GET', find, proving);
  const status = statusOf(reply);
  if (status === 404) return { kind: 'none', reply };
  const listed = status === 200 && reply.kind === 'answered' ? itemsOf(reply.response) : undefined;
  if (listed === undefined) return { kind: 'unread', why: notListed(reply), reply };
  const ours: JsonObject[] = [];
  let read = 0;
  for (const item of listed) {
    if (ageOf(item, reply, proving).kind === 'older') continue;
    if (mark !== undefined && markIn(item, mark) === 'missing') continue;
    const url = urlOf(item);
    const whole = isProved(item, { mark, reply, proving }) || url === undefined || read >= mostRead;
    if (!whole) read += 1;
    const object = whole || url === undefined ? item : await readWhole(item, url, { mark, proving });
    if (ageOf(object, reply, proving).kind === 'older' || markIn(object, mark) === 'missing') continue;
    if (!isProved(object, { mark, reply, proving })) {
      const why = mark === undefined ? 'its create sent no mark' : 'the service does not show its mark or its age';
      return { kind: 'unproved', why: `a similar object exists, but ${why}`, reply };
    }
    ours.push(object);
  }
  const [one, ...others] = ours;
  if (others.length > 0) return { kind: 'unproved', why: `${ours.length} objects have its mark`, reply };
  return one === undefined ? { kind: 'none', reply } : { kind: 'ours', object: one, reply };
}

type Judging = { readonly mark: Mark | undefined; readonly reply: PolledReply; readonly proving: Proving };

function isProved(item: JsonObject, { mark, reply, proving }: Judging): boolean {
  const age = ageOf(item, reply, proving).kind;
  return markIn(item, mark) === 'there' && (age === 'younger' || age === 'near');
}

async function readWhole(
  item: JsonObject,
  url: string,
  { mark, proving }: Pick<Judging, 'mark' | 'proving'>,
): Promise<JsonObject> {
  const read = await readObject(url.split('?', 1)[0] ?? url, mark, proving);
  return read.kind === 'read' ? { ...item, ...read.object } : item;
}

/** The items of a list, or the single object. A list with further pages cannot be the result of a filter by the mark. */
function itemsOf(response: HttpResponse): readonly JsonObject[] | undefined {
  const whole = objectOf(response);
  if (whole === undefined) return undefined;
  const value = property(whole, 'value');
  if (value === undefined) return [whole];
  if (!Array.isArray(value) || property(whole, '@odata.nextLink') !== undefined) return undefined;
  const objects = value.filter((item: Json): item is JsonObject => isJsonObject(item));
  return objects.length === value.length ? objects : undefined;
}

const created = 'createdDateTime';
/** The clocks of services differ slightly: an object is older only if the difference exceeds this. */
const slackMs = 2 * 60_000;
/** Dates in headers have whole seconds: objects that are older by less than this count as created at the same time. */
const nearMs = 5_000;

type Age = { readonly kind: 'older' | 'near' | 'younger' | 'unknown'; readonly at: string };

/** The age of an object against the beginning of the run, by the service's clock. */
function ageOf(
  object: JsonObject,
  reply: PolledReply | Reply,
  { clock, startedMs, dated }: Pick<Proving, 'clock' | 'startedMs' | 'dated'>,
): Age {
  const text = property(object, created);
  const ms = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  if (dated === true || Number.isNaN(ms)) return { kind: 'unknown', at: '' };
  const headers = reply.kind === 'answered' ? reply.response.headers : {};
  // The run began by our clock, the object by the service's.
  const began = startedMs + serverTime(headers, clock) - clock.now();
  const kind = ms < began - slackMs ? 'older' : ms < began - nearMs ? 'near' : 'younger';
  return { kind, at: new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z') };
}

/** Whether an object bears the mark, wherever the create sent it and it can be read. */
function markIn(object: JsonObject, mark: Mark | undefined): 'there' | 'missing' | 'unreadable' {
  const values = mark?.properties.map((name) => property(object, name)).filter((value) => value !== undefined) ?? [];
  if (mark === undefined || values.length === 0) return 'unreadable';
  return values.every((value) => holds(value, mark.text)) ? 'there' : 'missing';
}

function objectOf(response: HttpResponse): JsonObject | undefined {
  const parsed = bodyJson(response);
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : undefined;
}

function statusOf(reply: PolledReply): number | undefined {
  return reply.kind === 'answered' ? reply.response.status : undefined;
}

function notShown(reply: PolledReply): string {
  const why = reply.kind === 'answered' ? `reading it returned ${reply.response.status}` : reply.message;
  return `whether it is still this run\u2019s own could not be checked: ${why}`;
}

function notListed(reply: PolledReply): string {
  if (reply.kind === 'unanswered') return reply.message;
  const { status } = reply.response;
  return status === 200 ? 'the list has further pages, or is not a list' : `it was answered with ${status}`;
}
