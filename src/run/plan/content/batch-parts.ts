import type { Text } from '../../../diagnostics/source.ts';
import { contentKind } from '../../../format/scenario/version/content-kind.ts';
import type { YamlEntry, YamlMapping, YamlNode } from '../../../format/scenario/yaml-node.ts';
import { entriesOf, valueAt } from '../../../format/scenario/yaml-plain.ts';
import { string } from '../../../format/scenario/yaml-scalars.ts';
import type { Template } from '../../../format/template/template.ts';
import { decodeText } from '../../../http/charset.ts';
import { isTextType } from '../../../http/content-type.ts';
import { plainPath } from '../../../http/plain-path.ts';
import { type ContentContext, compileContent, kindFault } from './content-template.ts';

/** Whether a url is that of a JSON batch, however its letters are written. */
export const isBatchUrl = (url: string): boolean => /^\/[^/?]+\/\$batch\/?(?:\?|$)/i.test(plainPath(url));

/**
 * The body of a batch with the contents of its requests as JSON has them: text as text, everything else as base64 (OData
 * JSON Format 4.01, section 19). Each gets its content type unless it states one.
 */
export function withPartContents(body: YamlNode, context: ContentContext): YamlNode {
  const requests = valueAt(body, 'requests');
  if (body.kind !== 'mapping' || requests?.kind !== 'sequence') return body;
  const items = requests.items.map((part) => (part.kind === 'mapping' ? withContent(part, context) : part));
  return replaced(body, 'requests', { ...requests, items });
}

function withContent(part: YamlMapping, context: ContentContext): YamlNode {
  const body = valueAt(part, 'body');
  const kind = body?.kind === 'mapping' ? contentKind(body) : undefined;
  if (body?.kind !== 'mapping' || kind === undefined) return part;
  if (kind === 'json') return replaced(part, 'body', valueAt(body, 'json') ?? body);
  // Values come into the text as into any other text of the batch.
  const plain: ContentContext = { ...context, template: ({ value }: Text): Template => ({ parts: [value] }) };
  const content = compileContent(body, plain);
  if (content === undefined) return part;
  const { span } = body;
  const stated = entriesOf(valueAt(part, 'headers')).find(({ key }) => key.toLowerCase() === 'content-type')?.value;
  const type = string(stated) ?? content.type;
  const fault = stated === undefined ? undefined : kindFault(content, type);
  if (fault !== undefined) context.report(fault, stated?.span ?? span, 'leave it out: it follows from the body');
  const typed = stated === undefined ? withType(part, type) : part;
  switch (content.kind) {
    case 'text':
      return replaced(typed, 'body', valueAt(body, 'text') ?? body);
    case 'bytes': {
      if (!Buffer.isBuffer(content.bytes)) {
        context.report('a request of a batch sends at most 1 MiB of a file', span, 'send it by itself');
        return part;
      }
      const text = isTextType(type) ? decodeText(content.bytes) : undefined;
      const value = text?.replaceAll('${', '$${') ?? content.bytes.toString('base64');
      return replaced(typed, 'body', { kind: 'scalar', value, span });
    }
    case 'form':
    case 'multipart':
      context.report(`\`${kind}\` has no place in a batch`, span, 'send it by itself, or write `text`');
      return part;
    default:
      return content satisfies never;
  }
}

function withType(part: YamlMapping, type: string): YamlMapping {
  const { span } = part;
  const headers = valueAt(part, 'headers');
  const entry: YamlEntry = { key: 'Content-Type', keySpan: span, value: { kind: 'scalar', value: type, span } };
  const entries = [...entriesOf(headers), entry];
  const without = part.entries.filter(({ key }) => key !== 'headers');
  return {
    ...part,
    entries: [...without, { key: 'headers', keySpan: span, value: { kind: 'mapping', entries, span } }],
  };
}

function replaced(mapping: YamlMapping, name: string, value: YamlNode): YamlMapping {
  return { ...mapping, entries: mapping.entries.map((entry) => (entry.key === name ? { ...entry, value } : entry)) };
}
