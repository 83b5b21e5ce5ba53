import { defined } from '../../../defined.ts';
import { evaluate } from '../../../format/template/evaluate-template.ts';
import { evaluateLink, type LinkRules } from '../../../format/template/link.ts';
import { parseTemplate } from '../../../format/template/parse-template.ts';
import { evaluateUrl } from '../../../format/template/url.ts';
import type { Values } from '../../../format/template/values.ts';
import type { Binary, HttpRequest } from '../../../http/message.ts';
import { withoutBytes } from '../../../http/payload.ts';
import { isJsonObject, type Json } from '../../../json/json.ts';
import { fillContent } from '../../../run/send/fill-content.ts';
import type { LinkedRequest } from '../links/link-requests.ts';
import type { BuiltResponse } from './building.ts';

/** One exchange as a recording keeps it: the request as the scenario will send it, the response as the page shows it. */
export type DocumentedExchange = {
  readonly origin: 'documentation' | 'derived';
  readonly why?: string;
  readonly request: HttpRequest;
  readonly response: {
    readonly status: number;
    readonly headers: { readonly [name: string]: string };
    readonly body?: Json;
    readonly bytes?: Binary;
  };
};

export function documentedExchange(
  method: HttpRequest['method'],
  { url, linkTo, credentials, headers, body, content }: LinkedRequest,
  response: BuiltResponse,
  values: Values,
): DocumentedExchange {
  const { template } = parseTemplate(url);
  const rules = (service: string): LinkRules => ({
    service,
    credentials: credentials ?? 'actor',
    privateHosts: false,
  });
  const filled = linkTo === undefined ? evaluateUrl(template, values) : evaluateLink(template, values, rules(linkTo));
  const sent = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(fill(value, values))]);
  const json = { 'content-type': 'application/json' };
  const other = content && fillContent(content.content, values, content.stated);
  const { bytes } = other ?? {};
  return {
    origin: response.origin,
    ...defined({ why: response.why }),
    request: {
      method,
      url: filled.ok ? filled.url : url,
      headers: { ...(body !== undefined && json), ...other?.headers, ...Object.fromEntries(sent) },
      ...(body !== undefined && { body: fillJson(body, values) }),
      ...(other?.body !== undefined && { body: other.body }),
      // A recording contains a summary of the bytes that were sent.
      ...(bytes !== undefined && { bytes: withoutBytes(bytes) }),
    },
    response: {
      status: response.status,
      headers: { ...(response.body !== undefined && json), ...response.headers },
      ...(response.body !== undefined && { body: fillJson(response.body, values) }),
      ...defined({ bytes: response.bytes }),
    },
  };
}

function fillJson(value: Json, values: Values): Json {
  if (typeof value === 'string') return fill(value, values);
  if (Array.isArray(value)) return value.map((item) => fillJson(item, values));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, fillJson(member, values)]));
}

function fill(text: string, values: Values): Json {
  return evaluate(parseTemplate(text).template, values) ?? text;
}
