/** A media type with its parameters, in lower case. */
type ContentType = { readonly type: string; readonly parameters: ReadonlyMap<string, string> };

const parameterForm = /;\s*([^\s;=]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))/g;

/** Reads a `content-type` (RFC 9110 section 8.3); values are compared without regard to case, as `charset` is. */
export function parseContentType(text: string): ContentType {
  const end = text.indexOf(';');
  const type = (end === -1 ? text : text.slice(0, end)).trim().toLowerCase();
  const parameters = new Map<string, string>();
  if (end !== -1) {
    for (const [, name = '', quoted, plain] of text.slice(end).matchAll(parameterForm)) {
      parameters.set(name.toLowerCase(), (quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '').toLowerCase());
    }
  }
  return { type, parameters };
}

/** Whether a response's content type is the expected one: the same type, and every parameter that was expected. */
export function keepsContentType(stated: string, received: string): boolean {
  const want = parseContentType(stated);
  const have = parseContentType(received);
  if (want.type !== have.type) return false;
  return want.parameters.entries().every(([name, value]) => have.parameters.get(name) === value);
}

/** `application/json` and `…+json`. */
export function isJsonType(contentType: string): boolean {
  const { type } = parseContentType(contentType);
  return type === 'application/json' || type.endsWith('+json');
}

/**
 * Whether a content type is text: JSON, XML, forms, scripts and everything under `text/`. Without a type, it is
 * unknown.
 */
export function isTextType(contentType: string): boolean {
  const { type } = parseContentType(contentType);
  if (type.startsWith('text/') || isJsonType(contentType) || type.endsWith('+xml')) return true;
  return otherTextTypes.has(type);
}

const otherTextTypes: ReadonlySet<string> = new Set([
  'application/xml',
  'application/javascript',
  'application/x-www-form-urlencoded',
  'application/x-ndjson',
  'application/http',
]);

/** The `charset` of a content type, in lower case; `undefined` if it has none. */
export function charsetOf(contentType: string): string | undefined {
  return parseContentType(contentType).parameters.get('charset');
}

/** The boundary of a multipart body, in the case in which it is stated. */
export function boundaryOf(contentType: string): string | undefined {
  const [, quoted, plain] = /;\s*boundary\s*=\s*(?:"([^"]*)"|([^\s;]*))/i.exec(contentType) ?? [];
  return quoted ?? plain;
}
