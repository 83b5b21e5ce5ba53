import { type Result, success } from '../../../diagnostics/problem.ts';
import type { Source } from '../../../diagnostics/source.ts';
import { formerKeys } from '../../document/explain-issue.ts';
import { parseScenario } from '../parse-scenario.ts';
import { readYaml } from '../read-yaml.ts';
import { newlineOf } from '../yaml-layout.ts';
import type { YamlNode } from '../yaml-node.ts';
import { entriesOf, entryOf, itemsOf, valueAt } from '../yaml-plain.ts';
import { number } from '../yaml-scalars.ts';
import { bodiesOf } from './bodies.ts';
import { needsJsonKey } from './content-kind.ts';

type Edit = { readonly start: number; readonly end: number; readonly text: string };

/**
 * The text of a scenario of version 1 as version 2; everything else stays, including comments. A JSON body that version
 * 2 would take for another kind (`{ text: … }`) is moved under `json`. Problems: those of the scenario.
 */
export function migrated(source: Source): Result<string> {
  const yaml = readYaml(source);
  if (!yaml.ok) return yaml;
  const root = yaml.value;
  if (root === undefined) return success(source.text);
  if (number(valueAt(root, 'version')) === 2) return success(withEdits(source.text, formerNames(root)));
  const text = withEdits(source.text, [
    versionEdit(source.text, root),
    ...jsonBodies(root).map((body) => under(source, body)),
    ...formerNames(root),
  ]);
  const parsed = parseScenario({ ...source, text });
  return parsed.ok ? success(text) : parsed;
}

function versionEdit(text: string, root: YamlNode): Edit {
  const stated = entryOf(root, 'version')?.value;
  if (stated !== undefined) return { ...stated.span, text: '2' };
  const isFlow = text[root.span.start] === '{';
  const first = root.kind === 'mapping' ? root.entries[0]?.keySpan.start : undefined;
  const start = first ?? root.span.start;
  return { start, end: start, text: isFlow ? '"version": 2, ' : 'version: 2\n' };
}

/** Keys as the first draft called them. */
function formerNames(root: YamlNode): readonly Edit[] {
  return [root, ...stepsOf(root)]
    .flatMap(entriesOf)
    .flatMap(({ key, keySpan }) =>
      Object.hasOwn(formerKeys, key) ? [{ ...keySpan, text: formerKeys[key] ?? key }] : [],
    );
}

const stepsOf = (root: YamlNode): readonly YamlNode[] => [
  ...itemsOf(valueAt(root, 'steps')),
  ...itemsOf(valueAt(root, 'cleanup')),
];

/** Bodies that version 2 would take for another kind, or for a misspelt one. */
function jsonBodies(root: YamlNode): readonly YamlNode[] {
  return stepsOf(root)
    .flatMap(bodiesOf)
    .filter((body) => body.kind === 'mapping' && needsJsonKey(body.entries.map(({ key }) => key)));
}

function under({ text }: Source, { span: { start, end } }: YamlNode): Edit {
  const written = text.slice(start, end);
  if (written.startsWith('{')) return { start, end, text: `{ "json": ${written} }` };
  const lineStart = text.lastIndexOf('\n', start) + 1;
  const indent = ' '.repeat(start - lineStart);
  return { start, end, text: `json:\n${indent}  ${written.replace(/\n(?=[^\r\n])/g, '\n  ')}` };
}

/** New lines end as those of the file. */
function withEdits(text: string, edits: readonly Edit[]): string {
  const end = newlineOf({ text });
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce(
      (whole, edit) => whole.slice(0, edit.start) + edit.text.replace(/\r?\n/g, end) + whole.slice(edit.end),
      text,
    );
}
