import { suggestion } from '../diagnostics/suggest.ts';
import type { Call } from '../format/scenario/scenario.ts';
import type { YamlNode } from '../format/scenario/yaml-node.ts';
import { findProperty, type Metadata, propertyNames, type TypeReference } from '../metadata/metadata.ts';
import { type Resolved, resolvePath } from '../metadata/resolve-path.ts';
import { pieces, type UrlShape } from '../metadata/url-shape.ts';
import { checkBody } from './check-body.ts';
import type { ContractFinding } from './contract-finding.ts';
import type { PathPermissions } from './permissions.ts';

/** What the metadata says of a call: findings, or why it does not know. */
export type CheckedCall =
  | { readonly kind: 'checked'; readonly findings: readonly ContractFinding[] }
  | { readonly kind: 'unknown'; readonly why: string };

/** Checks path, method, query, and both bodies of a call against the metadata. */
export function checkCall(call: Call, url: UrlShape, metadata: Metadata): CheckedCall {
  const resolved = resolvePath(url.segments, metadata);
  const { span } = call.request.url;
  switch (resolved.kind) {
    case 'unknown':
      return resolved;
    case 'missing': {
      const message = `${url.version} has no \`${resolved.segment}\` in ${resolved.of}`;
      const fix = suggestion(resolved.segment, resolved.known);
      return { kind: 'checked', findings: [{ code: 'contract-path', message, fix, span }] };
    }
    case 'found':
      return {
        kind: 'checked',
        findings: [
          ...judgeOperation(call, resolved),
          ...judgeQuery(call, { url, type: resolved.type, metadata }),
          ...judgeSent(call, resolved, metadata),
          ...judgePromised(call, resolved, metadata),
        ],
      };
    default:
      return resolved satisfies never;
  }
}

type Found = Resolved & { readonly kind: 'found' };

/** An action is called with POST, a function with GET (OData 4.0 part 1, 11.5). */
function judgeOperation({ request }: Call, { operation, suffix }: Found): readonly ContractFinding[] {
  if (operation === undefined || suffix !== undefined) return [];
  const method = operation.kind === 'action' ? 'POST' : 'GET';
  // A function returns something that may be addressed further, and so changed.
  if (request.method === method || (operation.kind === 'function' && request.method !== 'POST')) return [];
  const message = `${operation.name} is ${operation.kind === 'action' ? 'an action' : 'a function'}, and this is ${request.method}`;
  return [{ code: 'contract-method', message, fix: `use ${method}`, span: request.url.span }];
}

/** What a table of permissions says of a method: it lists all there are. */
export function checkMethod({ request }: Call, known: PathPermissions): readonly ContractFinding[] {
  const methods = Object.keys(known);
  const { method, url } = request;
  if (methods.includes(method) || method === 'HEAD') return [];
  const message = `this path has no ${method}`;
  return [{ code: 'contract-method', message, fix: `it has ${methods.join(', ')}`, span: url.span }];
}

type Asked = { readonly url: UrlShape; readonly type: TypeReference | undefined; readonly metadata: Metadata };

/** `$select`, `$orderby` and `$expand` name properties. */
function judgeQuery({ request }: Call, { url, type, metadata }: Asked): readonly ContractFinding[] {
  if (type === undefined) return [];
  const named = ['$select', '$orderby', '$expand'].flatMap((option) =>
    pieces(url.query.get(option) ?? '', ',').map((text) => ({
      option,
      name: /^[A-Za-z_]\w*/.exec(text.trim())?.[0] ?? '',
    })),
  );
  return named
    .filter(({ name }) => name !== '' && findProperty(metadata, type.name, name) === undefined)
    .map(({ option, name }) => ({
      code: 'contract-property',
      message: `${type.name} has no property \`${name}\` for ${option}`,
      fix: suggestion(name, propertyNames(metadata, type.name)),
      span: request.url.span,
    }));
}

function judgeSent({ request }: Call, found: Found, metadata: Metadata): readonly ContractFinding[] {
  const { body, method } = request;
  const { operation, type, suffix } = found;
  if (body === undefined || suffix !== undefined) return [];
  if (operation?.kind === 'action') return judgeParameters(body, operation);
  if (type === undefined || operation !== undefined) return [];
  // What is posted to a collection is one of its items.
  const one = method === 'POST' ? { ...type, collection: false } : type;
  return type.collection && method !== 'POST' ? [] : checkBody(body, one, metadata);
}

function judgeParameters(
  body: YamlNode,
  { name, parameters }: NonNullable<Found['operation']>,
): readonly ContractFinding[] {
  if (body.kind !== 'mapping') return [];
  const known = Object.keys(parameters).map((parameter) => parameter.toLowerCase());
  return body.entries
    .filter(({ key }) => !key.includes('@') && !key.includes('${') && !known.includes(key.toLowerCase()))
    .map(({ key, keySpan }) => ({
      code: 'contract-property',
      message: `${name} has no parameter \`${key}\``,
      fix: suggestion(key, Object.keys(parameters)),
      span: keySpan,
    }));
}

function judgePromised({ request, response }: Call, found: Found, metadata: Metadata): readonly ContractFinding[] {
  const { body, statuses } = response;
  const { type, operation, suffix } = found;
  if (body === undefined || type === undefined || !statuses.every((status) => status >= 200 && status < 300)) return [];
  // The responses of these are no entities, or the entities of somewhere else.
  if (suffix !== undefined || (operation === undefined && request.method === 'PUT')) return [];
  if (operation === undefined && request.method === 'POST')
    return checkBody(body, { ...type, collection: false }, metadata);
  const value = type.collection || type.name.startsWith('Edm.') ? member(body, 'value') : undefined;
  if (type.collection || type.name.startsWith('Edm.'))
    return value === undefined ? [] : checkBody(value, type, metadata);
  return checkBody(body, type, metadata);
}

function member(node: YamlNode, key: string): YamlNode | undefined {
  return node.kind === 'mapping' ? node.entries.find((entry) => entry.key === key)?.value : undefined;
}
