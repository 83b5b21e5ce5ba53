import type { Operation } from '../../metadata/metadata.ts';
import { callOf } from '../../metadata/url-shape.ts';
import type { TypedModel } from './schema/typed-model.ts';

/** The operations that a path calls at its end, by the metadata alone; none where it leads elsewhere. */
export function operationAt(model: TypedModel, asked: readonly string[]): readonly Operation[] {
  const [first = '', ...rest] = byId(asked);
  const { name, inside } = callOf(first);
  const root = model.root(name);
  if (root === undefined) return rest.length === 0 ? model.operations(name, undefined) : [];
  let here = inside === undefined ? root.type : { ...root.type, collection: false };
  for (const [at, segment] of rest.entries()) {
    const call = callOf(segment);
    const operations = model.operations(call.name, here);
    if (operations.length > 0) return at === rest.length - 1 ? operations : [];
    const cast = /^(?:microsoft\.)?graph\./i.test(call.name) ? model.typeNamed(call.name) : undefined;
    if (cast !== undefined) here = { ...here, name: cast.name };
    else if (here.collection) here = { ...here, collection: false };
    else {
      const property = model.type(here.name)?.properties.get(call.name.toLowerCase());
      if (property === undefined) return [];
      here = call.inside === undefined ? property.type : { ...property.type, collection: false };
    }
  }
  return [];
}

/** Names between colons lead to an item of a drive: `root:/a/b.xlsx:` */
function byId(segments: readonly string[]): readonly string[] {
  const opening = segments.findIndex((one, at) => at > 0 && /^(?:root|.+):$/i.test(one));
  const closing = segments.findIndex((one, at) => at > opening && one.endsWith(':'));
  if (opening === -1 || closing === -1) return segments;
  const isRoot = /^root:$/i.test(segments[opening] ?? '');
  return [...segments.slice(0, isRoot ? opening : opening - 1), 'items', '*', ...segments.slice(closing + 1)];
}
