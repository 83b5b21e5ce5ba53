import type { Source } from '../../diagnostics/source.ts';
import { applyEdits, type TextEdit } from '../../diagnostics/text-edit.ts';
import { stepNode } from '../../format/scenario/compose/default-ids.ts';
import { readYaml } from '../../format/scenario/read-yaml.ts';
import { columnOf, endOf, isFlow, newlineOf, placeOf } from '../../format/scenario/yaml-layout.ts';
import type { YamlMapping, YamlNode } from '../../format/scenario/yaml-node.ts';
import { entriesOf, entryOf, valueAt } from '../../format/scenario/yaml-plain.ts';
import type { DriftReport } from './find-drift.ts';
import { isSameHeading } from './match-blocks.ts';

/**
 * The scenario's text with the current page: the heading, line and digest of each step's block, and the blocks without
 * a step. The rest is unchanged, byte for byte.
 */
export function acceptedText({ scenario, matches, drifts }: DriftReport): string {
  const { source } = scenario;
  const read = readYaml(source);
  const root = read.ok ? read.value : undefined;
  const edits: TextEdit[] = [];
  for (const { step, block } of matches) {
    const page = valueAt(stepNode(root, step.id), 'page');
    if (block === undefined || page?.kind !== 'mapping') continue;
    const heading = textOf(entryOf(page, 'heading')?.value);
    if (heading !== undefined && !isSameHeading(heading, block.request.step))
      edits.push(...setScalar(source, page, ['heading', JSON.stringify(block.request.step)]));
    edits.push(...setScalar(source, page, ['line', String(block.line)]));
    edits.push(...setScalar(source, page, ['digest', quotedDigest(block.digest)]));
  }
  const left = drifts.flatMap(({ kind, block }) => (kind === 'new' && block !== undefined ? [block.digest] : []));
  if (left.length > 0) edits.push(undocumentedEdit(source, root, [...new Set([...scenario.undocumented, ...left])]));
  return applyEdits(source.text, edits);
}

/** Sixteen digits without a letter would be a number. */
function quotedDigest(digest: string): string {
  return /^\d+$|^\d+e\d+$/.test(digest) ? `"${digest}"` : digest;
}

function setScalar(source: Source, mapping: YamlMapping, [key, value]: readonly [string, string]): readonly TextEdit[] {
  const entry = entryOf(mapping, key);
  if (entry !== undefined) {
    if (textOf(entry.value) === value.replaceAll('"', '')) return [];
    return [{ span: placeOf(source, entry.value), text: value }];
  }
  const last = mapping.entries.at(-1);
  if (last === undefined) return [];
  const end = endOf(source, last.value);
  const ownLine = `${newlineOf(source)}${' '.repeat(columnOf(source, last.keySpan.start))}`;
  const between = isFlow(source, mapping) ? ', ' : ownLine;
  return [{ span: { start: end, end }, text: `${between}${key}: ${value}` }];
}

function undocumentedEdit(source: Source, root: YamlNode | undefined, digests: readonly string[]): TextEdit {
  const list = `[${digests.map(quotedDigest).join(', ')}]`;
  const known = valueAt(root, 'undocumented');
  if (known !== undefined) return { span: placeOf(source, known), text: list };
  const steps = entriesOf(root).find(({ key }) => key === 'steps')?.keySpan.start ?? 0;
  return { span: { start: steps, end: steps }, text: `undocumented: ${list}${newlineOf(source)}` };
}

function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' ? String(node.value) : undefined;
}
