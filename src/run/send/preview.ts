import { evaluateText } from '../../format/template/evaluate-template.ts';
import { gapOf, namedGaps } from '../../format/template/gap.ts';
import type { Template } from '../../format/template/template.ts';
import { evaluateUrl } from '../../format/template/url.ts';
import type { Value, Values } from '../../format/template/values.ts';
import type { HttpRequest } from '../../http/message.ts';
import { type Json, setProperty } from '../../json/json.ts';
import { addBound } from '../plan/given/bound-values.ts';
import type { Plan, PlannedRequest } from '../plan/plan.ts';
import { fillRequest } from './fill-request.ts';

/** A request before anything was sent: known values are filled in, captures are shown as `${name}`. */
export type RequestPreview = HttpRequest;

/** The requests that a plan will send, each filled in once. */
export class Previews {
  readonly #values: Values;
  readonly #requests = new Map<PlannedRequest, RequestPreview>();

  constructor(plan: Plan) {
    this.#values = valuesWithMarks(plan);
  }

  request(request: PlannedRequest): RequestPreview {
    const preview = this.#requests.get(request) ?? this.#preview(request);
    this.#requests.set(request, preview);
    return preview;
  }

  url(template: Template): string {
    const url = evaluateUrl(template, this.#values);
    return url.ok ? namedGaps(url.url) : `(${url.message})`;
  }

  #preview(request: PlannedRequest): RequestPreview {
    const { link, ...rest } = request;
    // The value of a link is known only after it was captured.
    const isLink = link !== undefined;
    const filled = fillRequest(isLink ? { ...rest, url: { parts: ['/link'] } } : request, this.#values);
    if (!filled.ok) return { method: request.method, url: `(${filled.message})`, headers: {} };
    const { url, headers, body, bytes } = filled.request;
    const target = isLink ? (evaluateText(request.url, this.#values) ?? '') : url;
    const shown = { method: request.method, url: namedGaps(target), headers };
    if (bytes !== undefined) return { ...shown, bytes };
    return body === undefined ? shown : { ...shown, body: namedJson(body) };
  }
}

function valuesWithMarks(plan: Plan): Values {
  const known = new Map<string, Value>(plan.values);
  known.set('run.password', '<generated password>');
  for (const step of [...plan.steps, ...plan.cleanup]) {
    for (const { capture } of step.captures) known.set(capture.name, gapOf(capture.name));
  }
  addBound(plan.bound, known);
  return known;
}

function namedJson(value: Json): Json {
  if (typeof value === 'string') return namedGaps(value);
  if (Array.isArray(value)) return value.map(namedJson);
  if (value === null || typeof value !== 'object') return value;
  const result: { [name: string]: Json } = {};
  for (const [name, member] of Object.entries(value)) setProperty(result, name, namedJson(member));
  return result;
}
