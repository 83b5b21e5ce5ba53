import { Document, isMap, isPair, isScalar, isSeq, type Node, type Pair, visit, type YAMLMap } from 'yaml';
import type * as z from 'zod/mini';
import { wordsOf } from '../../words-of.ts';
import type { scenarioSchema } from './scenario-schema.ts';

type Written = z.infer<typeof scenarioSchema>;

/** A scenario file as plain data: the counterpart of the schema, without positions and with defaults written. */
export type ScenarioDocument = Omit<Written, 'title' | 'actors' | 'steps' | 'cleanup'> & {
  readonly title: string;
  readonly actors: NonNullable<Written['actors']>;
  readonly steps: readonly StepDocument[];
  readonly cleanup?: readonly StepDocument[] | undefined;
};
export type StepDocument = Written['steps'][number] & { readonly id: string };

/** A remark above the key or the item that a path leads to. */
export type DocumentComment = { readonly path: readonly (string | number)[]; readonly text: string };

export type PrintOptions = {
  readonly comments?: readonly DocumentComment[];
  /** The location of the JSON Schema, for editors. */
  readonly schema?: string;
};

/**
 * A scenario document as the YAML text of its file: keys in the given order, an empty line between steps, short lists
 * on one line, quotes only where YAML needs them. `parseScenario` reads it.
 */
export function printScenario(document: ScenarioDocument, options: PrintOptions = {}): string {
  return printYaml(document, options);
}

/** A seed as the YAML text of its file. */
export function printSeed(seed: object, options: PrintOptions = {}): string {
  return printYaml(seed, options);
}

function printYaml(document: object, { comments = [], schema }: PrintOptions): string {
  const yaml = new Document(document, { aliasDuplicateObjects: false, keepUndefined: false });
  visit(yaml, {
    Pair: (_key, pair) => {
      if (isScalar(pair.key) && shortLists.has(String(pair.key.value)) && isSeq(pair.value)) {
        pair.value.flow = pair.value.items.every((item) => isScalar(item));
      }
    },
    // `{}` and `[]` have no other form.
    Collection: (_key, node) => {
      if (node.items.length === 0) node.flow = true;
    },
  });
  if (isMap(yaml.contents)) for (const pair of yaml.contents.items) separate(pair);
  for (const { path, text } of comments) comment(yaml.contents, path, text);
  const head = schema === undefined ? '' : `# yaml-language-server: $schema=${schema}\n`;
  return head + yaml.toString({ lineWidth: 0, flowCollectionPadding: false });
}

const shortLists = new Set(wordsOf('tags undocumented licenses roles permissions labels status domains active'));
const spaced = new Set(['needs', 'actors', 'inputs', 'steps', 'cleanup', 'tenant', 'objects', 'responses']);

/** An empty line before each part of the file, and between steps. */
function separate({ key, value }: Pair): void {
  if (!isScalar(key) || !spaced.has(String(key.value))) return;
  key.spaceBefore = true;
  if (!isSeq(value)) return;
  for (const item of value.items.slice(1)) if (isMap(item)) item.spaceBefore = true;
}

function comment(root: unknown, path: DocumentComment['path'], text: string): void {
  const node = nodeToComment(root, path);
  if (node === undefined) return;
  // The printer adds a `#` to each line; every line break of YAML must be one here, too.
  const lines = text.split(/\r\n?|[\n\u0085\u2028\u2029]/).map((line) => ` ${line.trim()}`);
  node.commentBefore = [node.commentBefore, ...lines].filter((line) => line !== undefined).join('\n');
}

function nodeToComment(root: unknown, path: DocumentComment['path']): Node | undefined {
  let node = root;
  let target: unknown;
  for (const key of path) {
    if (isMap(node)) {
      const pair: Pair | undefined = pairOf(node, key);
      target = pair?.key;
      node = pair?.value;
    } else if (isSeq(node) && typeof key === 'number') target = node = node.items[key];
    else return undefined;
  }
  return isScalar(target) || isMap(target) || isSeq(target) ? target : undefined;
}

function pairOf(map: YAMLMap, key: string | number): Pair | undefined {
  return map.items.find((pair) => isPair(pair) && isScalar(pair.key) && pair.key.value === key);
}
