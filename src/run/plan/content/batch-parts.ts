import type { Text } from '../../../diagnostics/source.ts';
import { contentKind } from '../../../format/scenario/version/content-kind.ts';
import type { YamlEntry, YamlMapping, YamlNode } from '../../../format/scenario/yaml-node.ts';
import { entriesOf, itemsOf, locatedYaml, valueAt } from '../../../format/scenario/yaml-plain.ts';
import { string } from '../../../format/scenario/yaml-scalars.ts';
import type { Template } from '../../../format/template/template.ts';
import type { Value } from '../../../format/template/values.ts';
import { decodeText } from '../../../http/charset.ts';
import { isTextType } from '../../../http/content-type.ts';
import { type BatchFault, batchFaults, urlsOutsideVersion } from '../../../http/json-batch.ts';
import { isJsonObject, property } from '../../../json/json.ts';
import { type ContentContext, compileContent, kindFault } from './content-template.ts';

/**
 * The body of a batch with the contents of its requests as JSON: text as text, everything else as base64 (OData JSON
 * Format 4.01, section 19). Each gets its content type unless it states one.
 */
export function withPartContents(body: YamlNode, context: ContentContext): YamlNode {
  const requests = valueAt(body, 'requests');
  if (body.kind !== 'mapping' || requests?.kind !== 'sequence') return body;
  const items = requests.items.map((part) => (part.kind === 'mapping' ? withContent(part, context) : part));
  return replaced(body, 'requests', { ...requests, items });
}

/** Reports what a service refuses in a batch, as far as that does not depend on values of the run. */
export function reportBatchFaults(body: YamlNode, { source, report }: ContentContext): void {
  const { value, spansOf } = locatedYaml(source, body);
  const isOpen = (path: BatchFault['path']) => {
    const part = partAt(value, path);
    return typeof part === 'string' && part.includes('${');
  };
  const hasOpenIds = itemsOf(valueAt(body, 'requests')).some((_, index) => isOpen(['requests', index, 'id']));
  const faults = batchFaults(value).filter(({ path }) => {
    const isKnown = !(hasOpenIds && path.includes('dependsOn'));
    return (
      isKnown && !isInOtherCase(value, path) && ![[], ...path.map((_, index) => path.slice(0, index + 1))].some(isOpen)
    );
  });
  const reported = [
    ...urlsOutsideVersion(value).map(({ path, begin }) => ({
      path,
      message: `the url of a request in a batch must begin after the version, not with \`${begin}\``,
      fix: 'write it like `/me`',
    })),
    ...faults.map(({ path, message }) => ({
      path,
      message: `the service refuses this batch: ${message}`,
      fix: 'correct it, or expect status 400',
    })),
  ];
  const spans = spansOf(reported.map(({ path }) => ({ path, onKey: false })));
  for (const [index, { message, fix }] of reported.entries()) report(message, spans[index] ?? body.span, fix);
}

/** The service may accept names in any case; the check leaves them to the service. */
function isInOtherCase(value: Value, path: BatchFault['path']): boolean {
  const around = partAt(value, path.slice(0, -1));
  const name = String(path.at(-1));
  if (around === undefined || !isJsonObject(around) || property(around, name) !== undefined) return false;
  return Object.keys(around).some((key) => key.toLowerCase() === name.toLowerCase());
}

const partAt = (value: Value, path: BatchFault['path']): Value | undefined =>
  path.reduce<Value | undefined>((node, key) => {
    if (Array.isArray(node)) return node[Number(key)];
    return property(node, String(key));
  }, value);

function withContent(part: YamlMapping, context: ContentContext): YamlNode {
  const body = valueAt(part, 'body');
  const kind = body?.kind === 'mapping' ? contentKind(body) : undefined;
  if (body?.kind !== 'mapping' || kind === undefined) return part;
  if (kind === 'json') {
    const json = replaced(part, 'body', valueAt(body, 'json') ?? body);
    return statedType(part) === undefined ? withType(json, 'application/json') : json;
  }
  // Values are filled into the text as into any other text of the batch.
  const plain: ContentContext = { ...context, template: ({ value }: Text): Template => ({ parts: [value] }) };
  const content = compileContent(body, plain);
  if (content === undefined) return part;
  const { span } = body;
  const stated = statedType(part);
  const type = string(stated) ?? content.type;
  const typed = string(valueAt(body, 'type'));
  const isTwice = stated !== undefined && typed !== undefined && typed !== type;
  if (isTwice) context.report(`\`type\` of the body is \`${typed}\``, stated.span, 'keep one of the two');
  const fault = stated === undefined || isTwice ? undefined : kindFault(content, type);
  if (fault !== undefined) context.report(fault, stated?.span ?? span, 'leave it out: it is derived from the body');
  const complete = stated === undefined ? withType(part, type) : part;
  switch (content.kind) {
    case 'text':
      return replaced(complete, 'body', valueAt(body, 'text') ?? body);
    case 'bytes': {
      if (!Buffer.isBuffer(content.bytes)) {
        context.report('a request of a batch sends at most 1 MiB of a file', span, 'send it in a step of its own');
        return part;
      }
      const text = isTextType(type) ? decodeText(content.bytes) : undefined;
      const value = text?.replaceAll('${', '$${') ?? content.bytes.toString('base64');
      return replaced(complete, 'body', { kind: 'scalar', value, span });
    }
    case 'form':
    case 'multipart':
      context.report(`\`${kind}\` is not allowed in a batch`, span, 'send it in a step of its own, or write `text`');
      return part;
    default:
      return content satisfies never;
  }
}

function statedType(part: YamlMapping): YamlNode | undefined {
  return entriesOf(valueAt(part, 'headers')).find(({ key }) => key.toLowerCase() === 'content-type')?.value;
}

function withType(part: YamlMapping, type: string): YamlMapping {
  const { span } = part;
  const headers = valueAt(part, 'headers');
  // Headers from a value are known only in the run.
  if (string(headers) !== undefined) return part;
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
