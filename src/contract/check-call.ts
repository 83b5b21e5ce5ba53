import type { Span } from '../diagnostics/source.ts';
import { misspellingOf, suggestion } from '../diagnostics/suggest.ts';
import type { YamlNode } from '../format/scenario/yaml-node.ts';
import { derivedTypes, findProperty, isOpen, type Metadata, own, type TypeReference } from '../metadata/metadata.ts';
import { type Resolved, resolvePath } from '../metadata/resolve-path.ts';
import { callOf, pieces, type UrlShape } from '../metadata/url-shape.ts';
import { besides, checkBody } from './check-body.ts';
import { checkQuery } from './check-query.ts';
import type { ContractFinding } from './contract-finding.ts';
import type { PathPermissions } from './permissions.ts';

/** A call of a scenario or a page. */
export type ContractCall = {
  readonly method: string;
  readonly url: Span;
  readonly body?: YamlNode;
  readonly response: { readonly statuses: readonly number[]; readonly body?: YamlNode };
};

/** The result of checking a call against the metadata: findings, or why it could not be checked. */
export type CheckedCall =
  | { readonly kind: 'checked'; readonly findings: readonly ContractFinding[] }
  | { readonly kind: 'unknown'; readonly why: string };

/** Checks path, method, query, and both bodies of a call against the metadata. */
export function checkCall(call: ContractCall, url: UrlShape, metadata: Metadata): CheckedCall {
  const resolved = resolvePath(url.segments, metadata);
  const span = call.url;
  switch (resolved.kind) {
    case 'unknown':
      return resolved;
    case 'missing': {
      const message = `${url.version} has no \`${resolved.segment}\` in ${resolved.of}`;
      const fix = suggestion(resolved.segment, resolved.known);
      const near = misspellingOf(resolved.segment, resolved.known);
      const missing = resolved.segment;
      const finding = {
        code: 'contract-path',
        message,
        fix,
        span,
        missing,
        ...(near !== undefined && { near }),
      } as const;
      return { kind: 'checked', findings: [finding] };
    }
    case 'found':
      return {
        kind: 'checked',
        findings: [
          ...checkOperation(call, resolved),
          ...checkArguments(call, url, { found: resolved, metadata }),
          ...checkTarget(call, url, resolved),
          ...(resolved.type === undefined ? [] : checkQuery(url, span, { type: resolved.type, metadata })),
          ...checkSent(call, resolved, metadata),
          ...checkExpected(call, url, { found: resolved, metadata }),
        ],
      };
    default:
      return resolved satisfies never;
  }
}

type Found = Resolved & { readonly kind: 'found' };

/** An action is called with POST, a function with GET (OData 4.0 part 1, 11.5). */
function checkOperation(
  { method: used, url: span }: ContractCall,
  { operation, suffix }: Found,
): readonly ContractFinding[] {
  if (operation === undefined || suffix !== undefined) return [];
  const method = operation.kind === 'action' ? 'POST' : 'GET';
  // A function returns something that may be addressed further, and so changed.
  if (used === method || (operation.kind === 'function' && used !== 'POST')) return [];
  const message = `${operation.name} is ${operation.kind === 'action' ? 'an action' : 'a function'}, but the method is ${used}`;
  const certain = operation.kind === 'action';
  return [{ code: 'contract-method', message, fix: `use ${method}`, span, ...(certain && { certain }) }];
}

/** What a function is called with, where a member of an enumeration is declared. */
function checkArguments(
  { url: span }: ContractCall,
  { segments }: UrlShape,
  { found: { operation }, metadata }: { readonly found: Found; readonly metadata: Metadata },
): readonly ContractFinding[] {
  const { inside } = callOf(segments.at(-1) ?? '');
  if (operation?.kind !== 'function' || inside === undefined) return [];
  return pieces(inside, ',').flatMap((piece) => {
    const [, name = '', value] = /^\s*(\w+)\s*=\s*'([^']*)'\s*$/.exec(piece) ?? [];
    const type = own(operation.parameters, name);
    if (type === undefined || value === undefined || own(metadata.enums, type.name) === undefined) return [];
    return /[{<$]|^parameterValue$/.test(value)
      ? []
      : checkBody({ kind: 'scalar', value, span }, type, metadata, `\`${name}\``);
  });
}

/** A collection cannot be deleted as a whole, and a POST to one of its entities creates nothing. */
function checkTarget({ method, url: span }: ContractCall, url: UrlShape, found: Found): readonly ContractFinding[] {
  const { type, operation, suffix } = found;
  if (operation !== undefined || suffix !== undefined || type === undefined) return [];
  if (method === 'DELETE' && type.collection && !standsForMore(url)) {
    const message = `\`${url.segments.at(-1)}\` is a collection of ${type.name}, but the method is DELETE`;
    return [{ code: 'contract-method', message, fix: 'add the key of what is deleted', span, certain: true }];
  }
  if (method !== 'POST' || !isWrittenKey(url, found)) return [];
  const message = `the url names one ${type.name} by its key, but the method is POST`;
  const fix = 'use PATCH, or post to the collection';
  return [{ code: 'contract-method', message, fix, span, certain: true, plain: true }];
}

/** The last segment of the path is known only in the run: it may be several segments. */
const standsForMore = ({ segments }: UrlShape) => /\$\{|[{<]/.test(segments.at(-1) ?? '');

/** Checks a method against a table of permissions, which lists all methods. */
export function checkMethod({ method, url }: ContractCall, known: PathPermissions): readonly ContractFinding[] {
  const methods = Object.keys(known);
  if (methods.includes(method) || method === 'HEAD') return [];
  const message = `this path does not support ${method}`;
  return [{ code: 'contract-method', message, fix: `it has ${methods.join(', ')}`, span: url }];
}

function checkSent({ body, method }: ContractCall, found: Found, metadata: Metadata): readonly ContractFinding[] {
  const { operation, type, suffix } = found;
  if (body === undefined || suffix !== undefined) return [];
  if (operation?.kind === 'action') return checkParameters(body, operation, metadata);
  if (type === undefined || operation !== undefined) return [];
  // The body of a POST to a collection is one of its items.
  const one = method === 'POST' ? { ...type, collection: false } : type;
  return type.collection && method !== 'POST' ? [] : checkBody(body, one, metadata);
}

function checkParameters(
  body: YamlNode,
  { name, parameters }: NonNullable<Found['operation']>,
  metadata: Metadata,
): readonly ContractFinding[] {
  if (body.kind !== 'mapping') return [];
  const names = Object.keys(parameters);
  return body.entries.flatMap(({ key, keySpan, value }) => {
    if (/@|\$\{|^[{<]/.test(key)) return [];
    const known = names.find((parameter) => parameter.toLowerCase() === key.toLowerCase());
    const type = known === undefined ? undefined : parameters[known];
    if (type !== undefined) return checkBody(value, type, metadata, `\`${key}\``);
    const near = misspellingOf(key, names);
    const message = `${name} has no parameter \`${key}\``;
    const fix = suggestion(key, names);
    return [{ code: 'contract-property', message, fix, span: keySpan, ...(near !== undefined && { near }) }];
  });
}

function checkExpected(
  { method, response }: ContractCall,
  url: UrlShape,
  { found, metadata }: { readonly found: Found; readonly metadata: Metadata },
): readonly ContractFinding[] {
  const { body, statuses } = response;
  const { type, operation, suffix } = found;
  if (body === undefined || type === undefined || !statuses.every((status) => status >= 200 && status < 300)) return [];
  // The responses of these are not entities of the path: a PUT of a stream returns its item.
  const sendsStream = operation === undefined && method === 'PUT' && type.name.startsWith('Edm.');
  if (suffix !== undefined || sendsStream) return [];
  const creates = operation === undefined && method === 'POST';
  const findings = checkReturned(body, creates ? { ...type, collection: false } : type, metadata);
  // The last segment of a function that only another version has would be taken for a key.
  const plain =
    operation !== undefined ? type.collection : method === 'GET' && (type.collection || isWrittenKey(url, found));
  return plain ? findings.map((one) => (one.span === body.span && one.many ? { ...one, plain } : one)) : findings;
}

/** Without digits or braces it may be the name of an operation that the metadata lacks. */
function isWrittenKey({ segments }: UrlShape, { keyed }: Found): boolean {
  return keyed === true && /^(?![A-Za-z][\w.]*\().*[\d{<]/.test(segments.at(-1) ?? '');
}

/** A collection and a primitive are wrapped in `value`; an entity is the body itself (OData JSON 4.0, 6 to 13). */
function checkReturned(body: YamlNode, type: TypeReference, metadata: Metadata): readonly ContractFinding[] {
  const value = member(body, 'value');
  if (type.collection || type.name.startsWith('Edm.')) {
    return value === undefined
      ? checkUnwrapped(body, type, metadata)
      : checkBody(value, type, metadata, 'the response');
  }
  if (value?.kind === 'mapping' && isWrapper(body) && !has(type.name, 'value', metadata)) {
    return besides([ofWrapper(value, type)], checkBody(value, type, metadata, 'the response'));
  }
  const list = value?.kind === 'sequence' || body.kind === 'sequence' ? (value ?? body) : undefined;
  if (list === undefined || (value !== undefined && has(type.name, 'value', metadata))) {
    return checkBody(body, type, metadata, 'the response');
  }
  const message = `the response is one ${type.name}, but here is a collection`;
  return besides(
    [{ code: 'contract-type', message, fix: 'write the object itself', span: body.span, many: true }],
    checkBody(list, { ...type, collection: true }, metadata, 'the response'),
  );
}

/** Whether a type or one derived from it has a property; an incompletely known type may have any. */
function has(type: string, name: string, metadata: Metadata): boolean {
  const found = findProperty(metadata, type, name);
  if (found !== undefined) return found !== 'unknown' || !isOpen(metadata, type);
  return derivedTypes(metadata, type).some((one) => findProperty(metadata, one, name) !== undefined);
}

/** Only `value` and annotations. */
function isWrapper(body: YamlNode): boolean {
  return body.kind === 'mapping' && body.entries.every(({ key }) => key === 'value' || key.startsWith('@'));
}

function ofWrapper(value: YamlNode, { name }: TypeReference): ContractFinding {
  const message = `the response is the ${name} itself, but here it is in \`value\``;
  return { code: 'contract-type', message, fix: 'write the object without `value`', span: value.span, many: true };
}

function checkUnwrapped(
  body: YamlNode,
  { name, collection }: TypeReference,
  metadata: Metadata,
): readonly ContractFinding[] {
  if (!collection) return [];
  if (body.kind === 'sequence') {
    const message = `the response is a collection of ${name} in \`value\`, but here is the bare array`;
    return besides(
      [{ code: 'contract-type', message, fix: 'write it into `value`', span: body.span, many: true }],
      checkBody(body, { name, collection }, metadata, 'the response'),
    );
  }
  if (body.kind !== 'mapping') return [];
  const written = body.entries.filter(({ key }) => !/^@|\$\{|^[<{]/.test(key));
  if (written.length === 0) return [];
  const message = `the response is a collection of ${name}, but here is one object`;
  return besides(
    [{ code: 'contract-type', message, fix: 'write it into the array `value`', span: body.span, many: true }],
    checkBody(body, { name, collection: false }, metadata, 'the response'),
  );
}

function member(node: YamlNode, key: string): YamlNode | undefined {
  return node.kind === 'mapping' ? node.entries.find((entry) => entry.key === key)?.value : undefined;
}
