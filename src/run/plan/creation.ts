import { defined } from '../../defined.ts';
import type { Source } from '../../diagnostics/source.ts';
import { captureValue, compileCapture } from '../../expectation/capture/capture-value.ts';
import { gapOf, namedGaps } from '../../format/template/gap.ts';
import { parseTemplate } from '../../format/template/parse-template.ts';
import { expressionsOf, type Template } from '../../format/template/template.ts';
import { evaluateUrl } from '../../format/template/url.ts';
import type { Value, Values } from '../../format/template/values.ts';
import type { HttpRequest } from '../../http/message.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';
import { isSecretField } from '../../redaction/secrets/secret-fields.ts';
import type { Intent, Mark } from '../ports.ts';
import type { Plan, PlannedStep } from './plan.ts';

/** How something that a step creates is deleted, and found again. */
export type Creation = { readonly delete: Template; readonly find?: Template };

/**
 * The creation that a step declares; for a POST that expects 201 and declares none, the first DELETE whose url ends
 * with a capture of the step.
 */
export function creationOf(step: PlannedStep, plan: Plan): Creation | undefined {
  if (step.creates !== undefined) return step.creates.kind === 'deletable' ? step.creates : undefined;
  if (step.call?.request.method !== 'POST' || !step.call.expectation.statuses.includes(201)) return undefined;
  const names = new Set(step.captures.map(({ capture }) => capture.name));
  const deleting = [...plan.cleanup, ...plan.steps].find(({ call }) => {
    const last = call?.request.url.parts.at(-1);
    return call?.request.method === 'DELETE' && typeof last === 'object' && names.has(last.name);
  });
  return deleting?.call && { delete: deleting.call.request.url };
}

export type IntentContext = {
  readonly step: PlannedStep;
  readonly values: Values;
  /** Texts that only objects of this run contain: the run's id, and the ids of objects that it created before. */
  readonly marks: readonly string[];
};

/** The intent that is recorded before a create is sent; `undefined` if nothing could delete the object. */
export function intentOf(creation: Creation, request: HttpRequest, context: IntentContext): Intent | undefined {
  const { step, values, marks } = context;
  const own = step.captures.map(({ capture }) => capture);
  const toDelete = urlWithGaps(
    creation.delete,
    values,
    own.map(({ name }) => name),
  );
  if (toDelete === undefined) return undefined;
  const used = new Set(expressionsOf(creation.delete).map(({ name }) => name));
  const captures = own.filter(({ name }) => used.has(name)).map(({ name, path }) => [name, path.value] as const);
  const find = creation.find && evaluateUrl(creation.find, values);
  const mark = markOf(request, marks);
  return {
    step: step.id,
    actor: step.actor,
    method: request.method,
    // An address that grants access to everyone who knows it is not recorded, and neither are query options, which may
    // contain a secret.
    url: request.url.startsWith('/') ? (request.url.split('?', 1)[0] ?? '') : `${new URL(request.url).origin}/`,
    delete: toDelete,
    captures: Object.fromEntries(captures),
    ...(find?.ok === true ? { find: find.url } : {}),
    ...defined({ mark }),
    ...(isDated(request.body) ? { dated: true } : {}),
  };
}

/** Whether a body sets the time of creation, as imports of messages do. */
export const isDated = (body: Json | undefined): boolean => property(body, 'createdDateTime') !== undefined;

/** The url of a template in which some values are not known yet: `${name}` stays in their place. */
function urlWithGaps(template: Template, values: Values, names: readonly string[]): string | undefined {
  const withGaps = new Map<string, Value>(values);
  for (const name of names) withGaps.set(name, gapOf(name));
  const url = evaluateUrl(template, withGaps);
  if (!url.ok) return undefined;
  return namedGaps(url.url, new Set(names));
}

/** The url that such a text gives with its values; `undefined` if a value is missing, or not allowed in its place. */
export function fillGaps(url: string, values: Values): string | undefined {
  const filled = evaluateUrl(parseTemplate(url).template, values);
  return filled.ok ? filled.url : undefined;
}

/** The first of the texts that the body contains, and the properties that hold it in the object. */
export function markOf({ url, body }: Pick<HttpRequest, 'url' | 'body'>, texts: readonly string[]): Mark | undefined {
  if (!isJsonObject(body)) return undefined;
  const named = /\/invitations(?:\?|$)/.test(url) ? invited : undefined;
  for (const text of texts) {
    const properties = Object.entries(body)
      .filter(([name, value]) => !name.includes('@') && !isWrittenOnly(name) && holds(value, text))
      .map(([name]) => (named === undefined ? name : (named[name] ?? name)));
    if (properties.length > 0) return { text, properties };
  }
  return undefined;
}

/** Properties of an invitation and the properties of the guest that they set. */
const invited: { readonly [name: string]: string } = {
  invitedUserDisplayName: 'displayName',
  invitedUserEmailAddress: 'mail',
};

/** The service never returns it. */
const isWrittenOnly = (name: string): boolean => name === 'passwordProfile' || isSecretField(name);

/**
 * The url that deletes an object of the list that `find` returns: by the captures of the step, or by the object's id if
 * the list is not of the type that the create returns.
 */
export function listedUrl(
  entry: Pick<Intent, 'captures' | 'delete' | 'find'>,
): (item: JsonObject) => string | undefined {
  const [collection = ''] = (entry.find ?? '').split('?', 1);
  const [start = '', last] = entry.delete.split(/\/(?=\$\{[^}]*\}$)/);
  return (item) => {
    const values = new Map<string, Value>();
    for (const [name, path] of Object.entries(entry.captures)) {
      const source: Source = { path: 'ledger', text: path };
      const span = { start: 0, end: path.length };
      const { path: compiled } = compileCapture({ name, path: { value: path, span }, nameSpan: span }, source);
      const taken = compiled && captureValue(compiled, item, source);
      if (taken?.ok === true) values.set(name, taken.value);
    }
    const url = fillGaps(entry.delete, values);
    const id = property(item, 'id');
    if (url !== undefined || last === undefined || start !== collection || typeof id !== 'string') return url;
    return fillGaps(`${start}/\${id}`, new Map([['id', id]]));
  };
}

/** Whether a value contains a text; services may change the case of what they receive. */
export function holds(value: Json, text: string): boolean {
  if (typeof value === 'string') return value.toLowerCase().includes(text.toLowerCase());
  if (Array.isArray(value)) return value.some((item) => holds(item, text));
  return isJsonObject(value) && Object.values(value).some((member) => holds(member, text));
}

/** The captures of a creating step that are ids by which later steps name its object. */
export function marksOf({ captures }: PlannedStep, captured: Iterable<readonly [string, Value]>): readonly string[] {
  const own = captures
    .filter(({ capture }) => /^\$\.(?:id|appId)$/.test(capture.path.value))
    .map(({ capture }) => capture.name);
  const ids = [...captured].filter(([name]) => own.includes(name)).map(([, value]) => String(value));
  return ids.filter((id) => id.length >= shortestMark);
}

/** A shorter text may occur anywhere. */
const shortestMark = 16;
