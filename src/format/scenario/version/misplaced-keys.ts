import { placeAt } from '../../../diagnostics/place.ts';
import type { Problem } from '../../../diagnostics/problem.ts';
import type { Source, Span } from '../../../diagnostics/source.ts';
import type { YamlNode } from '../yaml-node.ts';
import { entriesOf, entryOf, itemsOf, valueAt } from '../yaml-plain.ts';
import { bodiesOf } from './bodies.ts';
import { missedKind } from './content-kind.ts';

/**
 * Keys that would be ignored silently: keys of a step beside a `call`, keys of a `call` beside a request, and a body of
 * two kinds. `source` is a scenario or a file of shared steps.
 */
export function misplacedKeys(source: Source, root: YamlNode, version: 1 | 2): readonly Problem[] {
  const steps = [...itemsOf(valueAt(root, 'steps')), ...itemsOf(valueAt(root, 'cleanup'))];
  return steps
    .flatMap((step) => [...besideCall(step), ...(version === 2 ? mixedBodies(step) : [])])
    .map(({ span, ...problem }) => ({ ...problem, code: 'invalid-value', at: placeAt(source, span) }));
}

type Misplaced = { readonly message: string; readonly fix: string; readonly span: Span };

const actions = ['request', 'repeat', 'manual', 'unattended'];
const ofSteps = ['response', 'creates', 'eventually', 'labels', 'strict'];

function besideCall(step: YamlNode): readonly Misplaced[] {
  if (entryOf(step, 'call') === undefined) {
    const outputs = entriesOf(valueAt(step, 'capture')).flatMap(({ value }) => entryOf(value, 'output') ?? []);
    return [entryOf(step, 'with') ?? [], outputs].flat().map(({ key, keySpan }) => ({
      message: `\`${key}\` belongs to a \`call\`, and this step calls no shared steps`,
      fix: key === 'with' ? 'add `call`, or remove it' : 'write a JSONPath such as `$.id`, or add `call`',
      span: keySpan,
    }));
  }
  return [...actions, ...ofSteps].flatMap((key) => {
    const entry = entryOf(step, key);
    const fix = actions.includes(key) ? 'make two steps of it' : 'write it into the steps that are called';
    return entry === undefined
      ? []
      : [{ message: `\`${key}\` cannot be used with \`call\``, fix, span: entry.keySpan }];
  });
}

function mixedBodies(step: YamlNode): readonly Misplaced[] {
  return bodiesOf(step).flatMap((body) => {
    const missed = body.kind === 'mapping' ? missedKind(body.entries.map(({ key }) => key)) : undefined;
    if (missed === undefined) return [];
    const { key, meant, beside } = missed;
    const span = entryOf(body, key)?.keySpan ?? body.span;
    const asJson = 'write JSON with these names under `json`';
    return meant === undefined
      ? [
          {
            message: `a body is one of its kinds, and \`${beside}\` cannot be used with \`${key}\``,
            fix: `keep one of them; ${asJson}`,
            span,
          },
        ]
      : [{ message: `a body has no \`${key}\``, fix: `did you mean \`${meant}\`? ${asJson}`, span }];
  });
}
