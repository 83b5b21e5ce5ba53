import { readYaml } from '../../format/scenario/read-yaml.ts';
import { isJsonObject, type Json } from '../../json/json.ts';

/** The layout of a value in a file: on its own lines, or within brackets. */
export type Layout = {
  readonly style: 'block' | 'flow';
  /** The column, from 0, at which the lines of a block begin. */
  readonly indent: number;
  readonly newline: string;
  /** How texts are quoted where that is open. */
  readonly quote?: "'" | '"';
};

/** Prints a value after `key:` or `- `: on the same line, or on lines below a `key:`. */
export function printAfterKey(value: Json, layout: Layout): string {
  if (layout.style === 'flow' || isFlat(value)) return ` ${printFlow(value, layout)}`;
  return `${layout.newline}${pad(layout)}${printBlock(value, layout)}`;
}

/** Prints a value whose first line is indented already. */
export function printBlock(value: Json, layout: Layout): string {
  if (layout.style === 'flow' || isFlat(value)) return printFlow(value, layout);
  const between = `${layout.newline}${pad(layout)}`;
  const inner = { ...layout, indent: layout.indent + 2 };
  if (Array.isArray(value)) return value.map((item) => `- ${printBlock(item, inner)}`).join(between);
  const entries = Object.entries(isJsonObject(value) ? value : {});
  return entries.map(([key, member]) => `${printKey(key, layout)}:${printAfterKey(member, inner)}`).join(between);
}

/** Prints a value within brackets, or as a single word. */
export function printFlow(value: Json, layout: Layout): string {
  if (typeof value === 'string') return printText(value, layout);
  if (Array.isArray(value)) return `[${value.map((item) => printFlow(item, within(layout))).join(', ')}]`;
  if (!isJsonObject(value)) return String(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  const inner = within(layout);
  return `{ ${entries.map(([key, member]) => `${printKey(key, inner)}: ${printFlow(member, inner)}`).join(', ')} }`;
}

export function printKey(key: string, layout: Layout): string {
  const reads = (text: string) => {
    const read = readYaml({ path: '', text: `{ ${text}: 1 }` });
    return read.ok && read.value?.kind === 'mapping' && read.value.entries[0]?.key === key;
  };
  if (/^[\w@$#.<>-]/.test(key) && !/[\n\r]/.test(key) && reads(key)) return key;
  return quoted(key, layout.quote);
}

/** Plain where that reads back as the same text, otherwise in quotes. */
function printText(value: string, { style, quote }: Layout): string {
  if (quote !== undefined) return quoted(value, quote);
  const plain = style === 'flow' ? `[${value}]` : `- ${value}`;
  const read =
    /^\s|\s$/.test(value) || unseen.test(value) || value === '' ? undefined : readYaml({ path: '', text: plain });
  const item = read?.ok === true && read.value?.kind === 'sequence' ? read.value.items : [];
  return item.length === 1 && item[0]?.kind === 'scalar' && item[0].value === value ? value : quoted(value, '"');
}

/** Characters that editors do not show are written as escapes. */
const unseen = /[\p{Cc}\u2028\u2029\uFEFF]/u;

function quoted(value: string, quote: "'" | '"' = '"'): string {
  // Single quotes support no escapes, so they cannot hold a text with control characters.
  if (quote === "'" && !unseen.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\uFEFF]/g, (one) => {
    return `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function within(layout: Layout): Layout {
  return { ...layout, style: 'flow' };
}

function isFlat(value: Json): boolean {
  return typeof value !== 'object' || value === null || Object.keys(value).length === 0;
}

function pad({ indent }: Layout): string {
  return ' '.repeat(indent);
}
