import { fitsForm } from '../../contract/fits-primitive.ts';
import type { YamlEntry, YamlNode } from '../../format/scenario/yaml-node.ts';
import type { PageFinding } from './page-finding.ts';
import type { SampleBody, SamplePage } from './samples/samples.ts';

/** Values that contradict the name of their property: in the whole metadata no `is…` is a text, and no `…DateTime` a date alone. */
export function checkValues(page: SamplePage): readonly PageFinding[] {
  const bodies = page.bodies.filter(({ outline }) => outline !== true);
  return bodies.flatMap((body) => entriesIn(body)).flatMap(checkEntry);
}

/** Types of another service's namespace, in what is sent and returned: no version of this one has them. */
export function checkNamespaces({ requests }: SamplePage): readonly PageFinding[] {
  const messages = [...requests, ...requests.flatMap(({ responses }) => responses)];
  return messages.flatMap(({ json }) => entriesIn(json)).flatMap(checkTypeName);
}

function entriesIn(body: SampleBody | undefined): readonly YamlEntry[] {
  return body?.json?.kind === 'json' ? within(body.json.node) : [];
}

function within(node: YamlNode): readonly YamlEntry[] {
  if (node.kind === 'sequence') return node.items.flatMap(within);
  return node.kind === 'mapping' ? node.entries.flatMap((entry) => [entry, ...within(entry.value)]) : [];
}

/** All types of a namespace are one finding. */
function checkTypeName({ key, value }: YamlEntry): readonly PageFinding[] {
  if (key !== '@odata.type' || value.kind !== 'scalar') return [];
  const namespace = /^#?(?!microsoft\.graph\.)((?:microsoft|oneDrive)(?:\.\w+)*)\.\w+$/i.exec(String(value.value))?.[1];
  if (namespace === undefined) return [];
  const message = `the service has no types in the namespace \`${namespace}\``;
  return [
    { kind: 'property', level: 'error', code: 'property-namespace', message, evidence: 'form', span: value.span },
  ];
}

const truth =
  /^(?:is|has|are|was|can|should|allow|enable|require)[A-Z]\w*$|[a-z](?:Enabled|Required|Supported|Allowed)$/;

function checkEntry({ key, value }: YamlEntry): readonly PageFinding[] {
  if (value.kind !== 'scalar' || typeof value.value !== 'string') return [];
  const text = value.value;
  const base = { kind: 'type', level: 'error', evidence: 'form', span: value.span } as const;
  if (truth.test(key) && /^(?:true|false)$/i.test(text)) {
    return [{ ...base, code: 'type-quoted', message: `\`${key}\` is true or false, and this is a text` }];
  }
  if (!/[a-z]DateTime$/.test(key) || !/^\d{1,4}[/.-]\d/.test(text)) return [];
  if (/:/.test(text) && fitsForm(text, 'Edm.DateTimeOffset')) return [];
  return [
    {
      ...base,
      code: 'type-date',
      message: `\`${key}\` is a date with the zone of its time, and \`${text}\` is not one`,
    },
  ];
}
