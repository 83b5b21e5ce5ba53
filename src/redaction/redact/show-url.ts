import { decoded } from '../../decoded.ts';
import { isAddress, pseudoAddress, pseudoDomain } from '../pseudonyms/pseudonym-forms.ts';
import { secretParameters } from '../tables/field-table.ts';
import { isPublicHost, knownSegments, publicPages } from '../tables/known-words.ts';
import type { RedactedTexts } from './redacted-texts.ts';

/** How the parts of an address are shown. */
export type Showing = {
  readonly texts: RedactedTexts;
  /** `personal`: also where it is a word of Graph's own. */
  readonly value: (plain: string, personal?: boolean) => string;
};

export const urlForm = /^https?:\/\/[^\s/?#]/i;

/** Scheme and authority where there are any, path, query, fragment: https://www.rfc-editor.org/rfc/rfc3986#appendix-B */
const parts = /^(?:(https?:\/\/)([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is;

/**
 * An address, or its path and query: scheme, public hosts, names of Graph's paths and OData operators are kept; ids,
 * names and texts get pseudonyms. An address that is itself a secret loses every value of its query.
 */
export function showUrl(raw: string, showing: Showing): string {
  const [, scheme = '', authority = '', path = '', query, fragment] = parts.exec(raw) ?? [];
  const names = query?.split('&').map((pair) => nameOf(pair).toLowerCase()) ?? [];
  // A delta token only identifies a point in time, and grants no access.
  if (names.some((name) => secretParameters.has(name) && !(name === 'token' && changes.test(path)))) {
    return showSecretUrl(raw, showing);
  }
  if (publicPages.has(authority.toLowerCase()) && query === undefined) return raw;
  return [
    scheme,
    showAuthority(authority, showing),
    showPath(path, showing),
    query === undefined
      ? ''
      : `?${query
          .split('&')
          .map((pair) => showParameter(pair, showing))
          .join('&')}`,
    fragment === undefined ? '' : `#${showPath(fragment, showing)}`,
  ].join('');
}

const changes = /(?:^|\/)(?:microsoft\.graph\.)?delta(?:\(\))?$/i;

/** The redacted form of an address that grants access to everyone who has it. */
export function showSecretUrl(raw: string, showing: Showing): string {
  const [, scheme = '', authority = '', path = '', query] = parts.exec(raw) ?? [];
  const names = query?.split('&').map((pair) => nameOf(pair).replace(/[^\w$.@-]/g, '')) ?? [];
  const queryText = query === undefined ? '' : `?${names.map((name) => name.slice(0, 40)).join('&')}`;
  return `${scheme}${showAuthority(authority, showing)}${showPath(path, showing)}${queryText}`;
}

function nameOf(pair: string): string {
  const name = pair.split('=', 1)[0] ?? '';
  return decoded(name);
}

function showAuthority(authority: string, { texts }: Showing): string {
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const [, name = '', port = ''] = /^(.*?)(:\d{1,5})?$/s.exec(host) ?? [];
  if (name === '' || isPublicHost(name.toLowerCase()) || texts.isService(host)) return host;
  const bare = name.replace(/^\[|\]$/g, '');
  if (isAddress(bare))
    return name === bare
      ? `${pseudoAddress(texts.table, name)}${port}`
      : `[${pseudoAddress(texts.table, bare)}]${port}`;
  return `${pseudoDomain(texts.table, name)}${port}`;
}

function showPath(path: string, showing: Showing): string {
  return path
    .split('/')
    .map((segment) => showSegment(segment, showing))
    .join('/');
}

/** Also a call whose name is a pseudonym already: redacted texts are kept. */
const functionCall = /^([\w.$]{1,100}|name-[0-9a-f]{8})\((.*)\)(.*)$/s;

/** A name of Graph's, an id or name of a user's, or a function with its arguments. */
function showSegment(segment: string, showing: Showing): string {
  const call = functionCall.exec(segment);
  if (call !== null) {
    const [, name = '', argument = '', after = ''] = call;
    return `${showWord(name, showing)}(${showExpression(argument, showing)})${showSegment(after, showing)}`;
  }
  return showWord(segment, showing);
}

function showWord(word: string, showing: Showing): string {
  if (knownSegments.has(word) || showing.texts.names.has(word)) return word;
  return encodedAs(word, (plain) => showing.value(plain));
}

/** Parameters with OData expressions: their literals are values, everything else is grammar. */
const expressions = /^\$(?:filter|search|apply|compute|select|expand|orderby|top|skip|count|format|levels)$/i;
const opaque = /^\$?(?:skiptoken|deltatoken)$/i;

function showParameter(pair: string, showing: Showing): string {
  const at = pair.indexOf('=');
  if (at === -1) return showWord(pair, showing);
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
  const plain = decoded(name);
  const kept = /^[\w$.@-]{1,60}$/.test(plain) ? name : encodedAs(name, (one) => showing.value(one));
  if (expressions.test(plain)) return `${kept}=${showExpression(value, showing)}`;
  if (opaque.test(plain)) return `${kept}=${encodedAs(value, (one) => showing.value(one, true))}`;
  return `${kept}=${encodedAs(value.replaceAll('+', '%20'), (one) => showing.value(one), value)}`;
}

/** A text in quotes, where the quotes may be escaped; a quote within it is doubled. */
const literal = /'(?:[^']|'')*'|%27(?:(?!%27).|%27%27)*%27/gis;
const search = /"[^"]*"|%22(?:(?!%22).)*%22/gis;
const bareId = /(?<![0-9a-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-z])/gi;

function showExpression(expression: string, showing: Showing): string {
  const inQuotes = (quote: string, mark: string) => {
    const inner = quote.slice(mark.length, -mark.length);
    const shown = encodedAs(inner.replaceAll('+', '%20'), (one) => doubled(showLiteral(one, showing)), inner);
    return `${mark}${shown}${mark}`;
  };
  return expression
    .replace(literal, (quote) => inQuotes(quote, quote.startsWith("'") ? "'" : quote.slice(0, 3)))
    .replace(search, (quote) => inQuotes(quote, quote.startsWith('"') ? '"' : quote.slice(0, 3)))
    .replace(bareId, (id) => showing.value(id));
}

/** `displayName:word`, as `$search` has it, or a value. */
function showLiteral(text: string, showing: Showing): string {
  const [, property, value] = /^([A-Za-z]{1,60}:)(.+)$/s.exec(text) ?? [];
  const plain = (value ?? text).replaceAll("''", "'");
  return property === undefined || showing.texts.known(text) !== undefined
    ? showing.value(text.replaceAll("''", "'"))
    : `${property}${showing.value(plain)}`;
}

const doubled = (text: string): string => text.replaceAll("'", "''");

/** Changes the plain text of something percent-encoded; `written` stays where nothing changes. */
function encodedAs(encoded: string, change: (plain: string) => string, written = encoded): string {
  const plain = decoded(encoded);
  const changed = change(plain);
  return changed === plain ? written : encodeURIComponent(changed.toWellFormed()).replaceAll("'", '%27');
}
