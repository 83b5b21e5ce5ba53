import * as z from 'zod/mini';
import { ownCommand } from '../../diagnostics/own-command.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import { suggest, suggestion } from '../../diagnostics/suggest.ts';

type Issue = z.core.$ZodIssue;
type Schema = z.core.$ZodType;
export type IssuePath = readonly (string | number)[];

/** A problem without its place. `path`: the location; `onKey`: whether the key or the value is marked. */
export type Explained = Omit<Problem, 'at'> & { readonly path: IssuePath; readonly onKey: boolean };

/** The key that a misspelt one stands for, or the missing key, in the mapping at `path`. */
type AboutKey = { readonly parent: string; readonly key: string | undefined };
type Finding = { readonly explained: Explained; readonly misspelt?: AboutKey; readonly missing?: AboutKey };

/** Further problems are not listed. */
const mostIssues = 1_000;

type Context = { readonly schema: Schema; readonly valueAt: (path: IssuePath) => unknown };

/** Explains the issues that a schema found in a value (`root`), using the keys and descriptions of the schema. */
export function explainIssues(issues: readonly Issue[], schema: Schema, root: unknown): readonly Explained[] {
  const valueAt = (path: IssuePath) => valueOfPath(root, path);
  const findings = issues.slice(0, mostIssues).flatMap((issue) => explain(issue, { schema, valueAt }));
  // A misspelt key is one mistake, not two.
  const meant = new Set(findings.map(({ misspelt }) => misspelt && keyId(misspelt)));
  return findings
    .filter(({ missing }) => missing === undefined || !meant.has(keyId(missing)))
    .map((one) => one.explained);
}

const keyId = ({ parent, key }: AboutKey): string => `${parent} ${key}`;

function explain(issue: Issue, context: Context): readonly Finding[] {
  const { schema, valueAt } = context;
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  const here = schemaAt(schema, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.slice(0, mostIssues).map((key) => unknownKey(key, path, context));
    case 'invalid_union': {
      const nested = nearestBranch(issue.errors, here, valueAt(path));
      if (nested !== undefined) {
        return nested.flatMap((one) => explain({ ...one, path: [...path, ...one.path] }, context));
      }
      break;
    }
    case 'too_big':
      if (issue.origin !== 'string') break;
      return [{ explained: tooLong(path, Number(issue.maximum)) }];
    case 'invalid_key':
      return [{ explained: invalidName(path, schema) }];
  }
  const value = valueAt(path);
  return [value === undefined && path.length > 0 ? missingKey(path, here) : { explained: invalid(path, context) }];
}

/** Keys of the first draft of the format, and their present names. */
export const formerKeys: { readonly [key: string]: string } = { taught: 'page', untaught: 'undocumented' };

/** What other tools call a key. */
const foreignKeys: { readonly [key: string]: string } = {
  ...{ expect: 'response', expected: 'response', assert: 'response', asserts: 'response' },
  ...{ extract: 'capture', save: 'capture', retry: 'eventually', wait: 'eventually', foreach: 'matrix' },
};

function unknownKey(key: string, path: IssuePath, { schema, valueAt }: Context): Finding {
  const known = keysOf(schemaAt(schema, path));
  const parent = JSON.stringify(path);
  const base = { code: 'unknown-key', path: [...path, key], onKey: true } as const;
  if (known.includes(key)) {
    const value = valueAt(path);
    const others = typeof value === 'object' && value !== null ? Object.keys(value).filter((one) => one !== key) : [];
    const message = `\`${key}\` cannot be used with ${others.map((one) => `\`${one}\``).join(', ')}`;
    return { explained: { ...base, message, fix: 'keep one of them' } };
  }
  const today = formerKeys[key];
  const foreign = foreignKeys[key] ?? key;
  const meant = known.includes(foreign) ? foreign : key;
  const fix =
    today !== undefined && known.includes(today)
      ? `it is called \`${today}\` now; \`${ownCommand} check --migrate\` renames it`
      : suggestion(meant, known);
  const explained = { ...base, message: `\`${key}\` is not a key here`, fix };
  return { explained, misspelt: { parent, key: suggest(meant, known) } };
}

function missingKey(path: IssuePath, here: Schema | undefined): Finding {
  const key = String(path.at(-1));
  const parent = path.slice(0, -1);
  const fix = describe(here);
  const explained = { code: 'missing-key', message: `\`${key}\` is missing`, path: parent, onKey: true } as const;
  return {
    explained: fix === undefined ? explained : { ...explained, fix: `add it: ${fix}` },
    missing: { parent: JSON.stringify(parent), key },
  };
}

function invalidName(path: IssuePath, schema: Schema): Explained {
  const record = def(unwrapped(schemaAt(schema, path.slice(0, -1))));
  const fix = record?.type === 'record' ? describe(record.keyType) : undefined;
  const message = `\`${String(path.at(-1))}\` is not a name`;
  return { code: 'invalid-value', message, path, onKey: true, ...(fix !== undefined && { fix: `write ${fix}` }) };
}

function tooLong(path: IssuePath, most: number): Explained {
  const message = `${named(path)} is longer than ${most} characters`;
  return { code: 'invalid-value', message, path, onKey: false, fix: 'shorten it' };
}

function invalid(path: IssuePath, { schema, valueAt }: Context): Explained {
  const here = schemaAt(schema, path);
  const last = path.at(-1);
  const list = typeof last === 'number' ? path.slice(0, -1) : undefined;
  const message = `${named(path)} cannot be ${shown(valueAt(path))}`;
  const meaning = describe(here) ?? (list && describe(schemaAt(schema, list)));
  const fix = [expectation(here), meaning].filter((text) => text !== undefined).join(': ');
  const explained = { code: 'invalid-value', message, path, onKey: false } as const;
  return fix === '' ? explained : { ...explained, fix: `write ${fix}` };
}

function named(path: IssuePath): string {
  const last = path.at(-1);
  if (last === undefined) return 'the file';
  if (typeof last === 'string') return `\`${last}\``;
  return `item ${last + 1} of \`${String(path.findLast((key) => typeof key === 'string'))}\``;
}

function shown(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value !== 'string') return `\`${String(value)}\``;
  return value === '' ? 'empty text' : `"${value.length > 60 ? `${value.slice(0, 60)}…` : value}"`;
}

/** The issues of the branch of a union that was probably intended: the list, or the mapping that shares the most keys. */
function nearestBranch(
  branches: readonly (readonly Issue[])[],
  schema: Schema | undefined,
  value: unknown,
): readonly Issue[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const options = optionsOf(schema);
  if (Array.isArray(value)) {
    const list = branches[options.findIndex((option) => def(unwrapped(option))?.type === 'array')];
    // An empty list is wrong as a whole.
    return list?.every(({ path }) => path.length > 0) === true ? list : undefined;
  }
  const fits = (index: number) => keysOf(options[index]).filter((key) => Object.hasOwn(value, key)).length;
  let best = 0;
  for (let index = 1; index < branches.length; index++) if (fits(index) > fits(best)) best = index;
  return keysOf(options[best]).length === 0 ? undefined : branches[best];
}

function def(schema: Schema | undefined): z.core.$ZodTypes['_zod']['def'] | undefined {
  return (schema as z.core.$ZodTypes | undefined)?._zod.def;
}

function unwrapped(schema: Schema | undefined): Schema | undefined {
  const found = def(schema);
  switch (found?.type) {
    case 'optional':
    case 'default':
    case 'readonly':
      return unwrapped(found.innerType);
    default:
      return schema;
  }
}

function isOptional(schema: Schema | undefined): boolean {
  const type = def(schema)?.type;
  return type === 'optional' || type === 'default';
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

function schemaAt(schema: Schema, path: IssuePath): Schema | undefined {
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
  const description = inner === undefined ? undefined : z.globalRegistry.get(inner)?.description;
  return description === undefined ? undefined : inSentence(description);
}

/** In the JSON Schema a description is a text of its own; here its first sentence is the end of another one. */
function inSentence(text: string): string {
  const [sentence = ''] = text.split(/\.(?:\s|$)/, 1);
  const isWord = /^[A-Z](?:[a-z]|\s)/.test(sentence) && !sentence.startsWith('Microsoft');
  return isWord ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
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
    case 'object': {
      const required = Object.keys(found.shape).filter((key) => !isOptional(found.shape[key]));
      return required.length === 0 ? 'a mapping' : `a mapping with ${list(required)}`;
    }
    case 'record':
      return 'a mapping';
    case 'enum':
      return choice(Object.values(found.entries).map((entry) => `\`${String(entry)}\``));
    case 'literal':
      return choice(found.values.map((value) => `\`${String(value)}\``));
    case 'union':
      return choice([...new Set(found.options.map(expectation).filter((text) => text !== undefined))]);
    default:
      return undefined;
  }
}

function list(keys: readonly string[]): string {
  const quoted = keys.map((key) => `\`${key}\``);
  const last = quoted.at(-1) ?? '';
  return quoted.length < 2 ? last : `${quoted.slice(0, -1).join(', ')} and ${last}`;
}

/** `a`, `a or b`, `a, b or c`. */
function choice(texts: readonly string[]): string {
  const last = texts.at(-1) ?? '';
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} or ${last}`;
}

function valueOfPath(root: unknown, path: IssuePath): unknown {
  return path.reduce<unknown>(
    (here, key) => (isIndexable(here) && Object.hasOwn(here, key) ? here[key] : undefined),
    root,
  );
}

function isIndexable(value: unknown): value is { readonly [key: string | number]: unknown } {
  return typeof value === 'object' && value !== null;
}
