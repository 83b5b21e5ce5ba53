import { expressionsIn, type FilterExpression, type PropertyPath } from './expression.ts';

/** The properties of an object that a filter names, without those within them. */
export function* namesInFilter(filter: FilterExpression): Generator<string> {
  const variables = new Set<string>();
  for (const part of expressionsIn(filter)) {
    if (part.kind === 'lambda' && part.each !== undefined) variables.add(part.each.variable);
    const name = firstName(part);
    if (name !== undefined && !variables.has(name)) yield name;
  }
}

function firstName(part: FilterExpression): string | undefined {
  const path = part.kind === 'path' || part.kind === 'lambda' || part.kind === 'is-of' ? part.path : undefined;
  return path === undefined ? undefined : firstProperty(path);
}

export const firstProperty = ({ segments }: PropertyPath): string | undefined =>
  segments.find(({ kind }) => kind === 'property')?.name;
