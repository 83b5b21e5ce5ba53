import * as z from 'zod/mini';
import type { Problem } from '../diagnostics/problem.ts';
import { suggestion } from '../diagnostics/suggest.ts';

type Issue = z.core.$ZodIssue;
type Schema = z.core.$ZodType;
export type Path = readonly (string | number)[];

/** A problem without its place: `path` says where, `onKey` whether the key or the value is meant. */
export type Explained = Omit<Problem, 'at'> & { readonly path: Path; readonly onKey: boolean };

/** Says in words what a schema found, with what the schema itself knows: the keys there are and what a value is for. */
export function explainIssue(issue: Issue, schema: Schema, valueAt: (path: Path) => unknown): readonly Explained[] {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  const here = schemaAt(schema, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        code: 'unknown-key',
        message: `\`${key}\` is no key here`,
        fix: suggestion(key, keysOf(here)),
        path: [...path, key],
        onKey: true,
      }));
    case 'invalid_union': {
      const nested = nearestBranch(issue.errors, here, valueAt(path));
      if (nested === undefined) return [invalid(path, here, valueAt(path))];
      return nested.flatMap((one) => explainIssue({ ...one, path: [...path, ...one.path] }, schema, valueAt));
    }
    case 'invalid_key':
      return [
        {
          code: 'invalid-value',
          message: `\`${String(path.at(-1))}\` is no name`,
          fix: 'names are letters, digits, `_` and `-`, and start with a letter',
          path,
          onKey: true,
        },
      ];
    default: {
      const value = valueAt(path);
      if (value !== undefined || path.length === 0) return [invalid(path, here, value)];
      const key = String(path.at(-1));
      const fix = describe(here);
      const missing = {
        code: 'missing-key',
        message: `\`${key}\` is missing`,
        path: path.slice(0, -1),
        onKey: true,
      } as const;
      return [fix === undefined ? missing : { ...missing, fix: `add it: ${fix}` }];
    }
  }
}

function invalid(path: Path, schema: Schema | undefined, value: unknown): Explained {
  const key = path.length === 0 ? 'the file' : `\`${String(path.at(-1))}\``;
  const fix = [expectation(schema), describe(schema)].filter((text) => text !== undefined).join(': ');
  const explained = { code: 'invalid-value', message: `${key} cannot be ${shown(value)}`, path, onKey: false } as const;
  return fix === '' ? explained : { ...explained, fix };
}

function shown(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value !== 'string') return `\`${String(value)}\``;
  return value === '' ? 'empty text' : `"${value.length > 60 ? `${value.slice(0, 60)}…` : value}"`;
}

/** Where a union was missed inside one of its mappings, that mapping's issues; `undefined` where no branch was meant. */
function nearestBranch(
  branches: readonly (readonly Issue[])[],
  schema: Schema | undefined,
  value: unknown,
): readonly Issue[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const options = optionsOf(schema);
  const fits = (index: number) => keysOf(options[index]).filter((key) => Object.hasOwn(value, key)).length;
  let best = 0;
  for (let index = 1; index < branches.length; index++) if (fits(index) > fits(best)) best = index;
  return branches[best];
}

function def(schema: Schema | undefined): z.core.$ZodTypes['_zod']['def'] | undefined {
  return (schema as z.core.$ZodTypes | undefined)?._zod.def;
}

function unwrapped(schema: Schema | undefined): Schema | undefined {
  const found = def(schema);
  return found?.type === 'optional' ? unwrapped(found.innerType) : schema;
}

function optionsOf(schema: Schema | undefined): readonly Schema[] {
  const found = def(unwrapped(schema));
  return found?.type === 'union' ? found.options : [];
}

function keysOf(schema: Schema | undefined): readonly string[] {
  const found = def(unwrapped(schema));
  if (found?.type === 'object') return Object.keys(found.shape);
  return optionsOf(schema).flatMap(keysOf);
}

function schemaAt(schema: Schema, path: Path): Schema | undefined {
  let here: Schema | undefined = schema;
  for (const key of path) {
    const found = def(unwrapped(here));
    if (found?.type === 'object') here = found.shape[String(key)];
    else if (found?.type === 'array') here = found.element;
    else if (found?.type === 'record') here = found.valueType;
    else if (found?.type === 'union')
      here = found.options.map((option) => schemaAt(option, [key])).find((one) => one !== undefined);
    else return undefined;
  }
  return here;
}

function describe(schema: Schema | undefined): string | undefined {
  const inner = unwrapped(schema);
  return inner === undefined ? undefined : z.globalRegistry.get(inner)?.description;
}

function expectation(schema: Schema | undefined): string | undefined {
  const found = def(unwrapped(schema));
  switch (found?.type) {
    case 'string':
      return 'a text';
    case 'number':
      return 'a number';
    case 'boolean':
      return '`true` or `false`';
    case 'array':
      return 'a list';
    case 'object':
    case 'record':
      return 'a mapping';
    case 'enum':
      return `one of ${Object.values(found.entries)
        .map((entry) => `\`${String(entry)}\``)
        .join(', ')}`;
    default:
      return undefined;
  }
}
