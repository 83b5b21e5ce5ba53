import { expressionsOf, type Template } from '../../format/template/template.ts';
import type { Method } from '../../http/message.ts';
import { isJsonObject, property } from '../../json/json.ts';
import { creationOf } from '../plan/creation.ts';
import type { Plan, PlannedCall, PlannedStep } from '../plan/plan.ts';
import { previewRequest, previewUrl } from '../send/preview.ts';
import { isOneOf } from './recycle-bin.ts';

/** What a live run must be allowed to do to objects that it does not create. */
const existingLabels = ['deletes-existing', 'changes-existing'] as const;
type ExistingLabel = (typeof existingLabels)[number];

export type ExistingWrite = { readonly step: PlannedStep; readonly label: ExistingLabel; readonly request: string };

/**
 * The steps that delete or change what no step of the scenario creates. What a step creates is the run's, and so is
 * everything that lies below it.
 */
export function existingWrites(plan: Plan): readonly ExistingWrite[] {
  const own = ownPaths(plan);
  return [...plan.steps.filter(({ selected }) => selected), ...plan.cleanup].flatMap((step) => {
    const writes = step.call === undefined ? [] : writesOf(step, step.call, { plan, own });
    return [...writes, ...foreignDeletion(step, { plan, own })].slice(0, 1);
  });
}

/** Whether a step may delete what the run did not create: it says so, and that was allowed. */
export function mayDelete({ id }: PlannedStep, plan: Plan, allowed: ReadonlySet<string> = new Set()): boolean {
  if (!allowed.has('deletes-existing')) return false;
  return existingWrites(plan).some(({ step, label }) => step.id === id && label === 'deletes-existing');
}

type Own = { readonly plan: Plan; readonly own: readonly string[] };

/** The urls of what the steps create, with `${name}` for what only a response reports. */
function ownPaths(plan: Plan): readonly string[] {
  const own: string[] = [];
  for (const step of plan.steps) {
    if (!creates(step, plan) || step.call === undefined) continue;
    const { request } = step.call;
    const [collection = ''] = previewRequest(plan, request).url.split('?', 1);
    for (const { capture } of step.captures) {
      if (capture.path.value === '$.id' && request.method === 'POST') own.push(`${collection}/\${${capture.name}}`);
    }
    own.push(...insidePaths(step, collection));
    const deletion = creationOf(step, plan)?.delete;
    const url = deletion && previewUrl(plan, deletion);
    if (url !== undefined && deletion !== undefined && isOwn(url, deletion, { step, own })) own.push(url);
  }
  return own;
}

/** Objects that a response of an action holds, each new with every call: by the action's path, where they are, and what names them. */
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

/** A deletion that names what the step itself captures, or that lies below what an earlier one created. */
function isOwn(
  url: string,
  deletion: Template,
  { step, own }: { readonly step: PlannedStep; readonly own: readonly string[] },
) {
  const captured = step.captures.map(({ capture }) => capture.name);
  const [path = ''] = url.split('?', 1);
  const names = expressionsOf(deletion).map(({ name }) => name);
  return names.some((name) => captured.includes(name)) || isOneOf(own, url) || path.endsWith('/$ref');
}

function creates(step: PlannedStep, plan: Plan): boolean {
  const { call } = step;
  return step.creates !== undefined || creationOf(step, plan) !== undefined || promisesCreation(call);
}

const promisesCreation = (call: PlannedCall | undefined): boolean =>
  call?.request.method === 'POST' && call.expectation.statuses.includes(201);

/** A step whose `creates` would delete what it did not create. */
function foreignDeletion(step: PlannedStep, { plan, own }: Own): readonly ExistingWrite[] {
  if (step.creates?.kind !== 'deletable') return [];
  const url = previewUrl(plan, step.creates.delete);
  const [path = ''] = url.split('?', 1);
  const isTheirs = !isOneOf(own, url) && !path.endsWith('/$ref');
  return isTheirs ? [{ step, label: 'deletes-existing', request: `DELETE ${path}` }] : [];
}

function writesOf(step: PlannedStep, { request }: PlannedCall, { plan, own }: Own): readonly ExistingWrite[] {
  // An address to which the service lets upload is no object of a person's.
  if (request.link?.credentials === 'none') return [];
  const preview = previewRequest(plan, request);
  const parts = batched(preview) ?? [preview];
  const isOwnName = expressionsOf(request.url).some(({ name }) => name === 'run.id');
  const opensUpload = /\/createUploadSession$/i.test(String(request.url.parts.at(-1)));
  const isUpsert = isOwnName && (step.creates !== undefined || opensUpload);
  return parts.flatMap(({ method, url }) => {
    const [path = ''] = url.split('?', 1);
    const label = isOneOf(own, url) ? undefined : labelOf(method, path, creates(step, plan));
    if (label === undefined || (isUpsert && label === 'changes-existing')) return [];
    return [{ step, label, request: `${method} ${path}` }];
  });
}

function labelOf(method: Method, path: string, isCreate: boolean): ExistingLabel | undefined {
  switch (method) {
    case 'GET':
    case 'HEAD':
      return undefined;
    case 'DELETE':
      return 'deletes-existing';
    case 'PATCH':
    case 'PUT':
      return 'changes-existing';
    case 'POST':
      if (path.endsWith('/$ref')) return 'changes-existing';
      return !isCreate && namesObject.test(path) && !readingAction.test(path) ? 'changes-existing' : undefined;
    default:
      return method satisfies never;
  }
}

/** A value, an id, a key or a user in a path: what an action does concerns that. */
const namesObject = /\$\{|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\(|@|%40|\/me(?:\/|$)/i;
/** Actions that only read are POSTs where they take parameters. */
const readingAction =
  /\/(?:microsoft\.graph\.)?(?:get|check|validate|find|query|search|translate|evaluate|calculate)(?:[A-Z(][^/]*)?$/;

/** The requests of a batch. */
function batched({ url, body }: ReturnType<typeof previewRequest>) {
  if (!/\/\$batch(?:\?|$)/i.test(url) || !isJsonObject(body)) return undefined;
  const requests = property(body, 'requests');
  if (!Array.isArray(requests)) return undefined;
  return requests.filter(isJsonObject).map((one) => {
    const method = String(property(one, 'method')).toUpperCase();
    const known = methods.find((name) => name === method) ?? 'PATCH';
    return { method: known, url: `/v1.0/${String(property(one, 'url') ?? '').replace(/^\//, '')}` };
  });
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const satisfies Method[];
