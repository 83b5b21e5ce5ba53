import { ownCommand } from '../../../diagnostics/own-command.ts';
import { placeAt } from '../../../diagnostics/place.ts';
import type { Problem } from '../../../diagnostics/problem.ts';
import type { Source, Span } from '../../../diagnostics/source.ts';
import { contentKeys } from '../scenario.ts';
import type { YamlNode } from '../yaml-node.ts';
import { entriesOf, itemsOf, valueAt } from '../yaml-plain.ts';
import { number } from '../yaml-scalars.ts';
import { contentKind } from './content-kind.ts';

/** The keys of version 2 in a scenario of version 1. */
export function keysBeyondVersion(source: Source, root: YamlNode): readonly Problem[] {
  if (number(valueAt(root, 'version')) === 2) return [];
  const steps = [...itemsOf(valueAt(root, 'steps')), ...itemsOf(valueAt(root, 'cleanup'))];
  return [...keysIn(root, ['use', 'matrix']), ...steps.flatMap(newKeys)].map(({ key, span }) => ({
    code: 'unknown-key',
    message: `\`${key}\` belongs to version 2 of the format, and this scenario has version 1`,
    at: placeAt(source, span),
    fix: `rewrite the file with \`${ownCommand} check --migrate\`, or begin it with \`version: 2\``,
  }));
}

type NewKey = { readonly key: string; readonly span: Span };

function newKeys(step: YamlNode): readonly NewKey[] {
  const unattended = valueAt(step, 'unattended');
  const captures = entriesOf(valueAt(step, 'capture'));
  return [
    ...keysIn(step, ['call', 'with', 'when']),
    ...[step, unattended].flatMap((part) => [
      ...kindOf(valueAt(valueAt(part, 'request'), 'body')),
      ...keysIn(valueAt(part, 'request'), ['credentials']),
      ...keysIn(valueAt(part, 'response'), contentKeys),
    ]),
    ...captures.flatMap(({ value }) => keysIn(value, ['header', 'status', 'text', 'output'])),
  ];
}

function keysIn(node: YamlNode | undefined, keys: readonly string[]): readonly NewKey[] {
  return entriesOf(node).flatMap(({ key, keySpan }) => (keys.includes(key) ? [{ key, span: keySpan }] : []));
}

/** `{ text: … }` and `{ json: … }` may well be JSON of version 1. */
function kindOf(body: YamlNode | undefined): readonly NewKey[] {
  if (body?.kind !== 'mapping') return [];
  const kind = contentKind(body);
  return kind === undefined || kind === 'text' || kind === 'json' ? [] : keysIn(body, [kind]);
}
