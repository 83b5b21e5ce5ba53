import { isBatchUrl } from '../../../http/plain-path.ts';
import type { YamlNode } from '../yaml-node.ts';
import { itemsOf, valueAt } from '../yaml-plain.ts';
import { string } from '../yaml-scalars.ts';

/** The bodies that a step as written sends: its own, that of the call which does the same, and those in batches. */
export function bodiesOf(step: YamlNode): readonly YamlNode[] {
  return [step, valueAt(step, 'unattended')]
    .map((part) => valueAt(part, 'request'))
    .flatMap((request) => [valueAt(request, 'body'), ...partsOf(request)])
    .filter((body) => body !== undefined);
}

function partsOf(request: YamlNode | undefined): readonly (YamlNode | undefined)[] {
  if (!isBatchUrl(string(valueAt(request, 'url')) ?? '')) return [];
  return itemsOf(valueAt(valueAt(request, 'body'), 'requests')).map((part) => valueAt(part, 'body'));
}
