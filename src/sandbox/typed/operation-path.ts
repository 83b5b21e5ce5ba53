import type { Operation, TypeReference } from '../../metadata/metadata.ts';
import { callOf, pieces } from '../../metadata/url-shape.ts';
import type { TypedModel } from './schema/typed-model.ts';

/** The operations that a path calls at its end, by the metadata alone; none where it leads elsewhere. */
export function operationAt(model: TypedModel, names: readonly string[]): readonly Operation[] {
  const [first = '', ...rest] = byId(names);
  const { name, inside } = callOf(first);
  const root = model.root(name);
  if (root === undefined) return rest.length === 0 ? model.operations(name, undefined) : [];
  let here = inside === undefined ? root.type : { ...root.type, collection: false };
  for (const [at, segment] of rest.entries()) {
    const call = callOf(segment);
    const operations = model.operations(call.name, here);
    if (operations.length > 0 && at === rest.length - 1) return operations;
    const result = operations.length > 0 ? resultPlace(model, here, segment) : undefined;
    if (operations.length > 0 && result === undefined) return [];
    if (result !== undefined) {
      here = { name: result.type, collection: false };
      continue;
    }
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

/** Where the one object is that a function returns: `range(address='A1')` below what it is bound to. */
export type ResultPlace = { readonly segment: string; readonly type: string; readonly operation: Operation };

export function resultPlace(model: TypedModel, on: TypeReference, segment: string): ResultPlace | undefined {
  const { name, inside } = callOf(segment);
  const given = argumentsOf(inside);
  const operation = model
    .operations(name, on)
    .find(({ kind, parameters }) => kind === 'function' && fits(parameters, given));
  const { returns } = operation ?? {};
  if (operation === undefined || returns === undefined || returns.collection) return undefined;
  if (model.type(returns.name)?.entity !== true) return undefined;
  const parts = [...given].map(([one, value]) => `${one}='${value}'`);
  return { segment: `${operation.name}(${parts.join(',')})`, type: returns.name, operation };
}

const fits = (parameters: Operation['parameters'], given: ReadonlyMap<string, string>): boolean =>
  Object.keys(parameters).length === given.size &&
  Object.keys(parameters).every((name) => given.has(name.toLowerCase()));

/** `from='2026-01-01',count=3`: the values as text, without quotation marks. */
export function argumentsOf(inside: string | undefined): ReadonlyMap<string, string> {
  const parts = inside === undefined || inside.trim() === '' ? [] : pieces(inside, ',');
  return new Map(
    parts.map((part) => {
      const [name = '', ...value] = part.split('=');
      return [
        name.trim().toLowerCase(),
        value
          .join('=')
          .trim()
          .replace(/^'(.*)'$/s, '$1')
          .replaceAll("''", "'"),
      ];
    }),
  );
}
