import { fitsForm } from '../../contract/fits-primitive.ts';
import type { YamlEntry, YamlNode } from '../../format/scenario/yaml-node.ts';
import type { PageFinding } from './page-finding.ts';
import type { SamplePage } from './samples/samples.ts';

/** Values that contradict the name they stand under: in the whole metadata no `is…` is a text, and no `…DateTime` that begins as a date is none. */
export function checkValues(page: SamplePage): readonly PageFinding[] {
  return page.bodies.flatMap(({ json, outline }) =>
    json?.kind === 'json' && outline !== true ? valuesIn(json.node) : [],
  );
}

function valuesIn(node: YamlNode): readonly PageFinding[] {
  if (node.kind === 'sequence') return node.items.flatMap(valuesIn);
  return node.kind === 'mapping'
    ? node.entries.flatMap((entry) => [...checkEntry(entry), ...valuesIn(entry.value)])
    : [];
}

const truth =
  /^(?:is|has|are|was|can|should|allow|enable|require)[A-Z]\w*$|[a-z](?:Enabled|Required|Supported|Allowed)$/;

function checkEntry({ key, value }: YamlEntry): readonly PageFinding[] {
  if (value.kind !== 'scalar' || typeof value.value !== 'string') return [];
  const text = value.value;
  const base = { kind: 'type', level: 'error', evidence: 'form', span: value.span } as const;
  if (truth.test(key) && /^(?:true|false)$/i.test(text)) {
    return [{ ...base, code: 'type-quoted', message: `\`${key}\` is true or false, and here stands a text` }];
  }
  if (!/[a-z]DateTime$/.test(key) || !/^\d{4}-/.test(text) || fitsForm(text, 'Edm.DateTimeOffset')) return [];
  return [
    {
      ...base,
      code: 'type-date',
      message: `\`${key}\` is a date with the zone of its time, and \`${text}\` is not one`,
    },
  ];
}
