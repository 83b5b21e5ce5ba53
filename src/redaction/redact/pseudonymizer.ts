/** Replaces ids, names and addresses by pseudonyms: the state of one run, and the functions that redact its texts. */
import { defined } from '../../defined.ts';
import { encodeText } from '../../http/charset.ts';
import { charsetOf, parseContentType } from '../../http/content-type.ts';
import type { Headers, HttpRequest, HttpResponse } from '../../http/message.ts';
import { binaryOf, isTextBody, withoutBytes } from '../../http/payload.ts';
import { type Json, jsonType, setProperty } from '../../json/json.ts';
import { isSecretField } from '../secrets/secret-fields.ts';
import { isKnownField } from '../tables/field-table.ts';
import { type HeaderRule, shownHeaders, shownSentHeaders } from '../tables/header-table.ts';
import { knownSegments } from '../tables/known-words.ts';
import { type JsonTextChange, mapJsonText } from './map-json-text.ts';
import { RedactedTexts } from './redacted-texts.ts';
import { type Redactor, requestWithout, shownBytes } from './redactor.ts';
import { keepsSecret, showAt, showLink, showPathAndQuery, showText, showValue, type ValueAt } from './show-value.ts';

export type PseudonymizerOptions = {
  /** 32 random bytes, with which the value of a pseudonym can be proved. */
  readonly key: Uint8Array;
  /** The secrets; more may be registered during the run. */
  readonly secrets?: Pick<Redactor, 'text'>;
  /** Scheme, host and port of the service: links to it stay links to it. */
  readonly origin?: string;
};

/** A redactor that also replaces ids, names and addresses, each by the same pseudonym everywhere. */
export type Pseudonymizer = Redactor & {
  /** Registers a text of the scenario, or one built from such texts: it is shown like this wherever it occurs. */
  readonly know: (text: string, shown?: string) => void;
  /** Registers a value as a secret, wherever it occurs. */
  readonly hide: (secret: string) => void;
  /** Whether a value is a known secret. */
  readonly isHidden: (value: string) => boolean;
  /** The scenario's own texts: names of properties, and values in fields for secrets. */
  readonly publish: (own: Published) => void;
  readonly value: (value: string) => string;
  /** A request made of redacted values: only secrets and needless headers remain to be removed. */
  readonly own: (request: HttpRequest) => HttpRequest;
  /** Path and query. */
  readonly url: (url: string) => string;
  /** `expected`: names of headers that the scenario checks. */
  readonly response: (response: HttpResponse, expected?: ReadonlySet<string>) => HttpResponse;
};

type Published = { readonly names: Iterable<string>; readonly secrets: Iterable<string> };

/** The pseudonyms of one run. */
export function createPseudonymizer({ key, secrets, origin }: PseudonymizerOptions): Pseudonymizer {
  const texts = new RedactedTexts(key, origin === undefined ? undefined : new URL(origin).host);
  const { hidden } = texts;
  const without = (text: string): string => (secrets === undefined ? text : secrets.text(text));
  const change: JsonTextChange = {
    name: (name) => {
      const left = isOwnName(name, texts) ? name : hidden.name(name);
      if (left !== name || !nameForm.test(name)) return showValue(left, texts);
      texts.names.add(name);
      return name;
    },
    text: (text, at) => {
      if (isSecret(at) && !keepsSecret(text, texts.known(text), texts)) hidden.add(text);
      return showAt(text, at, texts);
    },
    hides: (at, word) => {
      if (isSecret(at) && word.length >= shortestNumber) hidden.add(word);
      return isSecret(at);
    },
  };
  // A text that is escaped in JSON may be a secret once it is decoded, in any of its written forms.
  const unescaping: JsonTextChange = { ...change, text: (text, at) => change.text(without(text), at) };
  /** A secret that a field of the body reveals may also occur before that field. */
  const mapBody = (text: string): string | undefined => {
    const before = { hidden: hidden.size, names: new Set(texts.names) };
    const changes = text.includes('\\') ? unescaping : change;
    const shown = mapJsonText(text, changes);
    if (hidden.size === before.hidden) return shown;
    for (const name of texts.names) {
      if (!before.names.has(name) && !isCommonName(name, texts) && hidden.name(name) !== name) texts.names.delete(name);
    }
    return mapJsonText(text, changes);
  };
  const headers = (all: Headers, expected?: ReadonlySet<string>): Headers =>
    shownHeaders(all, (value, rule) => showHeader(without(value), rule, texts), expected);
  const response = (raw: HttpResponse, expected?: ReadonlySet<string>): HttpResponse => {
    const text = without(raw.text);
    // A text that is not JSON: values are recognized by their shape only.
    const shown = mapBody(text) ?? showText(hidden.text(text), texts);
    const one = { status: raw.status, headers: headers(raw.headers, expected), text: without(shown) };
    const bytes = shownBytes(raw.bytes, (read) => hidden.text(without(read)));
    return raw.text === one.text ? { ...one, ...bytes } : writtenAgain(one, bytes);
  };
  const url = (target: string): string => showPathAndQuery(without(target), texts);
  const sentBody = (sent: Headers, body: Json): Json => {
    if (!isTextBody(sent, body)) return mapJson(body, { field: '', change, without });
    return without(showText(hidden.text(without(body)), texts));
  };
  const request = ({ method, url: target, headers: sent, body, bytes }: HttpRequest): HttpRequest => ({
    method,
    url: url(target),
    headers: headers(sent, new Set(Object.keys(sent))),
    ...(body !== undefined && { body: sentBody(sent, body) }),
    ...(bytes !== undefined && { bytes: withoutBytes(bytes) }),
  });
  return {
    know: (text, shown = text) => texts.know(text, shown),
    hide: (secret) => hidden.add(secret),
    publish: ({ names, secrets: published }) => {
      for (const name of names) texts.ownNames.add(name);
      for (const text of published) texts.published.add(text);
    },
    isHidden: (value) => hidden.has(value),
    excerpt: (line) => hidden.sentence(without(line)),
    value: (value) => showValue(without(value), texts),
    own: (made) => {
      const { headers: sent, ...request } = requestWithout(made, without);
      return { ...request, headers: shownSentHeaders(sent, without) };
    },
    url,
    text: (text) => showText(without(text), texts),
    response,
    exchange: (raw) => ({ request: request(raw.request), response: response(raw.response) }),
  };
}

/** A body that is text and bytes, of which other text is shown: its bytes are those of that text, in UTF-8 where its charset cannot be written. */
function writtenAgain(response: HttpResponse, { bytes }: Pick<HttpResponse, 'bytes'>): HttpResponse {
  if (bytes?.base64 === undefined) return { ...response, ...defined({ bytes }) };
  const { 'content-type': type = '', ...others } = response.headers;
  const written = encodeText(response.text, charsetOf(type));
  if (written !== undefined) return { ...response, bytes: binaryOf(written) };
  return { ...response, headers: { 'content-type': `${parseContentType(type).type}; charset=utf-8`, ...others } };
}

const nameForm = /^[@$#A-Za-z_][\w.@$#:-]{0,127}$/;

/** Numbers with fewer digits occur everywhere. */
const shortestNumber = 4;

const isSecret = ({ field }: Pick<ValueAt, 'field'>): boolean => isSecretField(field);

/** Names that stay, though a secret may be the same word: common ones, and those received before it. */
const isOwnName = (name: string, texts: RedactedTexts): boolean => texts.names.has(name) || isCommonName(name, texts);

/** Names of the scenario and of Graph. */
function isCommonName(name: string, { ownNames }: RedactedTexts): boolean {
  return ownNames.has(name) || knownSegments.has(name) || isKnownField(name);
}

function showHeader(value: string, rule: HeaderRule, texts: RedactedTexts): string {
  switch (rule) {
    case 'keep':
    case 'challenge':
      return texts.hidden.text(value);
    case 'url':
      return showLink(value, texts);
    case 'pseudonym':
      return showValue(value, texts);
    default:
      return rule satisfies never;
  }
}

type Mapping = {
  readonly field: string;
  readonly change: JsonTextChange;
  readonly without: (text: string) => string;
};

function mapJson(value: Json, mapping: Mapping): Json {
  const { field, change, without } = mapping;
  if (typeof value === 'string') return change.text(without(value), { field, inError: false });
  if (Array.isArray(value)) return value.map((item) => mapJson(item, mapping));
  if (jsonType(value) !== 'object' || value === null || typeof value !== 'object') {
    return value !== null && change.hides({ field }, String(value)) ? 0 : value;
  }
  const result: { [name: string]: Json } = {};
  for (const [name, member] of Object.entries(value)) {
    setProperty(result, change.name(without(name)), mapJson(member, { ...mapping, field: name }));
  }
  return result;
}
