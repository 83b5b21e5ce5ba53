import { defined } from '../../defined.ts';
import { guidSource } from '../../guid.ts';
import type { Method } from '../../http/message.ts';
import { isBatchUrl, plainPath } from '../../http/plain-path.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';
import { textsIn } from '../../json/texts.ts';
import { creationOf } from '../plan/creation.ts';
import type { Plan, PlannedCall, PlannedStep } from '../plan/plan.ts';
import { Previews, type RequestPreview } from '../send/preview.ts';
import { kindOfPost } from './kind-of-post.ts';
import { OwnObjects, objectPath } from './own-objects.ts';
import { type ExistingLabel, takenAway } from './taken-away.ts';

export type ExistingWrite = { readonly step: PlannedStep; readonly label: ExistingLabel; readonly request: string };

/**
 * The steps that delete or change objects that no step of the scenario creates. An object that a step creates belongs
 * to the run, and so does everything below it.
 */
export function existingWrites(plan: Plan): readonly ExistingWrite[] {
  const about: Planned = { plan, previews: new Previews(plan), own: new OwnObjects() };
  noteOwn(about);
  const keys = new OwnObjects(plan.steps.flatMap((step) => keyPaths(step, about)));
  return [...plan.steps.filter(({ selected }) => selected), ...plan.cleanup].flatMap((step) => {
    const writes = step.call === undefined ? [] : writesOf(step, step.call, { ...about, keys });
    return [...writes, ...foreignDeletion(step, about)].slice(0, 1);
  });
}

/** The steps that may delete objects that the run did not create: they are labeled so, and the label was allowed. */
export function mayDelete(plan: Plan, allowed: ReadonlySet<string> = new Set()): ReadonlySet<string> {
  if (!allowed.has('deletes-existing')) return new Set();
  const deleting = existingWrites(plan).filter(({ label }) => label === 'deletes-existing');
  return new Set(deleting.map(({ step }) => step.id));
}

/** A plan, and the urls of the objects that its steps create, with `${name}` for values that only a response has. */
type Planned = { readonly plan: Plan; readonly previews: Previews; readonly own: OwnObjects };

function noteOwn({ plan, previews, own }: Planned): void {
  for (const step of plan.steps) {
    if (!creates(step, plan) || step.call === undefined) continue;
    const { request } = step.call;
    const preview = previews.request(request);
    const [collection = ''] = preview.url.split('?', 1);
    for (const { capture } of step.captures) {
      if (capture.path.value === '$.id' && request.method === 'POST') own.add(`${collection}/\${${capture.name}}`);
    }
    for (const inside of insidePaths(step, collection)) own.add(inside);
    const deletion = creationOf(step, plan)?.delete;
    const url = deletion && previews.url(deletion);
    if (url !== undefined && (isOwn(url, { step, own }) || makesLink(preview, url))) own.add(url);
  }
}

/** Alternate keys: properties besides the id by which the service identifies an object. */
const alternateKeys = ['appId', 'deviceId', 'uniqueName', 'userPrincipalName'];

/**
 * The urls of an object that a step creates, by each alternate key that its body sets with the run's mark, or that its
 * response shows.
 */
function keyPaths(step: PlannedStep, { plan, previews }: Planned): readonly string[] {
  if (!creates(step, plan) || step.call?.request.method !== 'POST') return [];
  const { url, body } = previews.request(step.call.request);
  const [collection = ''] = url.split('?', 1);
  return alternateKeys.flatMap((name) => {
    const given = property(body, name);
    const shown = step.captures.flatMap(({ capture }) =>
      capture.path.value === `$.${name}` ? [`\${${capture.name}}`] : [],
    );
    const values = typeof given === 'string' && given.includes(plan.run.id) ? [given, ...shown] : shown;
    return values.flatMap((value) => [
      `${collection}(${name}='${value}')`,
      ...(name === 'userPrincipalName' ? [`${collection}/${value}`] : []),
    ]);
  });
}

/**
 * Objects that the response of an action contains and that are new with every call: the path of the action, their
 * location, and the property that identifies them.
 */
const madeInside: readonly (readonly [action: RegExp, path: string, collection: string])[] = [
  [/\/applicationTemplates\/[^/]+\/instantiate$/i, '$.application.id', '/applications'],
  [/\/applicationTemplates\/[^/]+\/instantiate$/i, '$.servicePrincipal.id', '/servicePrincipals'],
];

function insidePaths({ captures }: PlannedStep, url: string): readonly string[] {
  const [, version = ''] = /^(\/[^/]+)\//.exec(url) ?? [];
  return captures.flatMap(({ capture }) =>
    madeInside
      .filter(([action, path]) => action.test(url) && path === capture.path.value)
      .map(([, , collection]) => `${version}${collection}/\${${capture.name}}`),
  );
}

/** A deletion of an object that the step itself captures, or that is below one that an earlier step created. */
function isOwn(url: string, { step, own }: { readonly step: PlannedStep; readonly own: OwnObjects }) {
  const captured = step.captures.map(({ capture }) => capture.name);
  const [path = ''] = url.split('?', 1);
  // A query only narrows what is deleted.
  return captured.some((name) => path.includes(`\${${name}}`)) || own.has(url);
}

/** Whether a request adds the link that this url names: to that object, in that container. */
function makesLink({ method, url, body }: RequestPreview, link: string): boolean {
  const [made, path] = [objectPath(url), objectPath(link)];
  if (!isLink(url) || method === 'PATCH') return false;
  const [, container, key] = /^(.*)\/([^/]+)\/\$ref$/.exec(path) ?? [];
  return (
    path === made || (`${container}/$ref` === made && textsIn(body).some((text) => plainPath(text).endsWith(`/${key}`)))
  );
}

const isLink = (url: string): boolean => objectPath(url).endsWith('/$ref');

function creates(step: PlannedStep, plan: Plan): boolean {
  return (
    creationOf(step, plan) !== undefined || expects(step.call, [201]) || (stays(step) && expects(step.call, [202]))
  );
}

const stays = ({ creates }: PlannedStep): boolean => creates?.kind === 'stays';

const expects = (call: PlannedCall | undefined, some: readonly number[]): boolean =>
  call?.request.method === 'POST' && call.expectation.statuses.some((status) => some.includes(status));

/** A step whose `creates` would delete an object that it did not create. */
function foreignDeletion(step: PlannedStep, { previews, own }: Planned): readonly ExistingWrite[] {
  if (step.creates?.kind !== 'deletable') return [];
  const url = previews.url(step.creates.delete);
  const [path = ''] = url.split('?', 1);
  return own.has(url) ? [] : [{ step, label: 'deletes-existing', request: `DELETE ${path}` }];
}

function writesOf(
  step: PlannedStep,
  call: PlannedCall,
  { keys, ...about }: Planned & { readonly keys: OwnObjects },
): readonly ExistingWrite[] {
  const { request } = call;
  // An address to which the service lets upload is not an object of a person's.
  if (request.link?.credentials === 'none') return [];
  const { plan, previews, own } = about;
  const preview = previews.request(request);
  const isCreate = creates(step, plan);
  const succeeds = call.expectation.statuses.some((status) => status < 300);
  return (batched(preview) ?? [preview]).flatMap((part) => {
    const [path = ''] = part.url.split('?', 1);
    // An object that is deleted by an alternate key could not be found in the ledger.
    if (
      own.has(part.url) ||
      (part.method !== 'DELETE' && keys.has(part.url)) ||
      (isMarked(path, plan) && (step.creates !== undefined || opensUpload.test(path)))
    )
      return [];
    const label = labelOf(part, { path, isCreate, succeeds, own }) ?? takenAway(part, step, about);
    return label === undefined ? [] : [{ step, label, request: `${part.method} ${path}` }];
  });
}

/** The last value in a path is the run's mark: an object of that name cannot have existed before. */
function isMarked(path: string, { run }: Plan): boolean {
  return path.includes(run.id) && path.lastIndexOf(run.id) > path.lastIndexOf('${');
}

const opensUpload = /\/createUploadSession$/i;

type Part = Pick<RequestPreview, 'url' | 'body'> & { readonly method: Method | 'unknown' };
type About = {
  readonly path: string;
  readonly isCreate: boolean;
  readonly succeeds: boolean;
  readonly own: OwnObjects;
};

function labelOf({ method, body }: Part, { path, isCreate, succeeds, own }: About): ExistingLabel | undefined {
  switch (method) {
    case 'GET':
    case 'HEAD':
      // It is the request of a batch.
      return undefined;
    case 'DELETE':
      return 'deletes-existing';
    case 'PATCH':
    case 'PUT':
    case 'unknown':
      return 'changes-existing';
    case 'POST': {
      if (isLink(path)) return 'changes-existing';
      const kind = kindOfPost(path);
      if (kind === 'reads' || (kind === 'creates' && isCreate)) return undefined;
      const isRefused = kind === 'creates' && !succeeds;
      const isAction = namesObject.test(path) || !(isRefused || namesOwnOnly(body, own));
      return isAction ? 'changes-existing' : undefined;
    }
    default:
      return method satisfies never;
  }
}

/** A value, an id, a key or a user in a path: the action changes that object. */
const namesObject = new RegExp(String.raw`\$\{|${guidSource}|\(|@|%40|/me(?:/|$)`, 'i');

/** Whether a body names objects of the run, and nothing that could be another's. */
function namesOwnOnly(body: Json | undefined, own: OwnObjects): boolean {
  const named = textsIn(body).filter((text) => namesObject.test(text));
  return named.length > 0 && named.every((text) => own.hasId(text));
}

/** The requests of a batch; a batch that cannot be parsed may contain any request. */
function batched({ method, url, body }: RequestPreview): readonly Part[] | undefined {
  if (method !== 'POST' || !isBatchUrl(url)) return undefined;
  const requests = property(body, 'requests');
  if (!Array.isArray(requests)) return [{ method: 'unknown', url }];
  return requests.map((one): Part => {
    const [name, path] = isJsonObject(one) && isPlain(one) ? [property(one, 'method'), property(one, 'url')] : [];
    const known = methods.find((method) => method === String(name).toUpperCase());
    if (!isJsonObject(one) || known === undefined || typeof path !== 'string') return { method: 'unknown', url };
    return { method: known, url: `/v1.0/${path.replace(/^\//, '')}`, ...defined({ body: property(one, 'body') }) };
  });
}

/** Whether no second name, and no header, can make a service read another method or url. */
function isPlain(part: JsonObject): boolean {
  const headers = property(part, 'headers');
  return (
    Object.keys(part).every((name) => !/^(?:method|url)$/i.test(name) || name === name.toLowerCase()) &&
    Object.keys(isJsonObject(headers) ? headers : {}).every((name) => !/^x-(?:http-)?method/i.test(name))
  );
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const satisfies Method[];
