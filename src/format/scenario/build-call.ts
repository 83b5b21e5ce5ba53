import { defined } from '../../defined.ts';
import type { Span } from '../../diagnostics/source.ts';
import type { Method } from '../../http/message.ts';
import { successes } from '../../http/statuses.ts';
import { contentKeys, type ExpectedResponse, type RequestTemplate } from './scenario.ts';
import { contentKind } from './version/content-kind.ts';
import type { YamlNode } from './yaml-node.ts';
import { entriesOf, valueAt } from './yaml-plain.ts';
import { number, string, text } from './yaml-scalars.ts';

/** A request as written, of a tree whose structure was checked. */
export function requestTemplate(node: YamlNode | undefined, version: 1 | 2): RequestTemplate {
  const body = valueAt(node, 'body');
  return {
    method: method(string(valueAt(node, 'method'))),
    url: text(valueAt(node, 'url')),
    headers: entriesOf(valueAt(node, 'headers')).map(({ key, keySpan, value }) => ({
      name: { value: key, span: keySpan },
      value: text(value),
    })),
    ...(version === 1 || body === undefined ? defined({ body }) : bodyOfVersion2(body)),
    pages: string(valueAt(node, 'pages')) === 'all' ? 'all' : 'first',
    ...defined({ credentials: valueAt(node, 'credentials')?.span }),
  };
}

function bodyOfVersion2(node: YamlNode): Pick<RequestTemplate, 'body' | 'content'> {
  if (node.kind !== 'mapping' || contentKind(node) === undefined) return { body: node };
  const json = valueAt(node, 'json');
  return json === undefined ? { content: node } : { body: json };
}

function method(name: string | undefined): Method {
  switch (name) {
    case 'HEAD':
    case 'POST':
    case 'PUT':
    case 'PATCH':
    case 'DELETE':
      return name;
    default:
      return 'GET';
  }
}

/** An expected response as written, of a tree whose structure was checked; `otherwise`: where it is, if nowhere. */
export function expectedResponse(node: YamlNode | undefined, otherwise: Span = { start: 0, end: 0 }): ExpectedResponse {
  const status = valueAt(node, 'status');
  const numbers = status?.kind === 'sequence' ? status.items : [status];
  return {
    statuses: status === undefined ? successes : numbers.map(number).filter((value) => value !== undefined),
    statusSpan: status?.span ?? otherwise,
    headers: entriesOf(valueAt(node, 'headers')).map(({ key, keySpan, value }) => ({
      name: { value: key, span: keySpan },
      value,
    })),
    ...defined({ body: valueAt(node, 'body') }),
    content: contentKeys.flatMap((key) => {
      const value = valueAt(node, key);
      return value === undefined ? [] : [{ key, value }];
    }),
    span: node?.span ?? otherwise,
  };
}
