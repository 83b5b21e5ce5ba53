import type { Call } from '../../format/scenario/scenario.ts';
import type { YamlNode } from '../../format/scenario/yaml-node.ts';

/** The origin that tutorials write: the global service. */
export const writtenOrigin = 'https://graph.microsoft.com';

/**
 * A call for another cloud or a local service: in bodies (`@odata.bind`, `@odata.context`, links), the origin of the
 * global service is replaced by that service's origin.
 */
export function atOrigin(call: Call, origin: string): Call {
  const { request, response } = call;
  return {
    ...call,
    request: request.body === undefined ? request : { ...request, body: moved(request.body, origin) },
    response: {
      ...response,
      headers: response.headers.map(({ name, value }) => ({ name, value: moved(value, origin) })),
      ...(response.body !== undefined && { body: moved(response.body, origin) }),
    },
  };
}

function moved(node: YamlNode, origin: string): YamlNode {
  switch (node.kind) {
    case 'scalar': {
      const written = typeof node.value === 'string' && node.value.startsWith(`${writtenOrigin}/`);
      return written ? { ...node, value: `${origin}${String(node.value).slice(writtenOrigin.length)}` } : node;
    }
    case 'sequence':
      return { ...node, items: node.items.map((item) => moved(item, origin)) };
    case 'mapping':
      return { ...node, entries: node.entries.map((entry) => ({ ...entry, value: moved(entry.value, origin) })) };
    default:
      return node satisfies never;
  }
}
