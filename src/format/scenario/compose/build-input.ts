import { defined } from '../../../defined.ts';
import type { Span } from '../../../diagnostics/source.ts';
import { inputTypes } from '../input-types.ts';
import type { Bound, Input } from '../scenario.ts';
import type { YamlNode } from '../yaml-node.ts';
import { plain, valueAt } from '../yaml-plain.ts';
import { string } from '../yaml-scalars.ts';
import type { BoundName } from './expand-calls.ts';

/** An input as written, of a tree whose structure was checked. */
export function buildInput(name: string, span: Span, node: YamlNode): Input {
  const example = valueAt(node, 'example');
  const type = string(valueAt(node, 'type'));
  return {
    name,
    ...defined({ description: string(valueAt(node, 'description')) }),
    ...defined({ type: inputTypes.find((one) => one === type) }),
    ...(example !== undefined && { example: plain(example), exampleSpan: example.span }),
    ...defined({ env: string(valueAt(node, 'env')) }),
    span,
  };
}

/** A name of shared steps and the value that it stands for. */
export function buildBound({ name, call, value, span, input }: BoundName): Bound {
  return {
    name,
    ...defined({ call }),
    value,
    span,
    ...(input !== undefined && { input: buildInput(name, span, input) }),
  };
}
