import { misspellingOf } from '../../diagnostics/suggest.ts';
import type { YamlEntry, YamlNode } from '../../format/scenario/yaml-node.ts';
import type { PageFinding } from './page-finding.ts';
import type { MetadataByVersion } from './samples/sample-url.ts';
import type { SampleBody, SamplePage, TableRow } from './samples/samples.ts';

/** Checks the page's samples against its own tables of properties: names, types and possible values. */
export function checkTables(page: SamplePage, metadata: MetadataByVersion): readonly PageFinding[] {
  // With metadata, the metadata decides which of the two is wrong.
  if (metadata[page.version ?? 'v1.0'] !== undefined) return [];
  const entries = page.requests.flatMap(({ json }) => entriesOf(json));
  const [rows, translated] = [rowsByName(page.properties), rowsByName(page.translatedRows)];
  if (rows.size > 0) return entries.flatMap((entry) => checkEntry(entry, rows, page));
  return entries.flatMap((entry) => {
    const row = translated.get(entry.key.toLowerCase());
    return row === undefined || row === 'twice' ? [] : checkType(entry, row);
  });
}

function rowsByName(all: readonly TableRow[]): Rows {
  const rows = new Map<string, TableRow | 'twice'>();
  for (const row of all) rows.set(row.name.toLowerCase(), rows.has(row.name.toLowerCase()) ? 'twice' : row);
  return rows;
}

function entriesOf(body: SampleBody | undefined): readonly YamlEntry[] {
  const node = body?.json?.kind === 'json' ? body.json.node : undefined;
  return node?.kind === 'mapping' ? node.entries.filter(({ key }) => /^[A-Za-z]\w*$/.test(key)) : [];
}

type Rows = ReadonlyMap<string, TableRow | 'twice'>;

function checkEntry(entry: YamlEntry, rows: Rows, page: SamplePage): readonly PageFinding[] {
  const row = rows.get(entry.key.toLowerCase());
  if (row === 'twice') return [];
  if (row === undefined) return checkName(entry, rows, page);
  return [...checkType(entry, row), ...checkMember(entry.value, row)];
}

/** A name the page has only here, one or two letters from one that its table has. */
function checkName({ key, keySpan }: YamlEntry, rows: Rows, { source }: SamplePage): readonly PageFinding[] {
  const near = misspellingOf(key, rows.keys());
  const row = near === undefined ? undefined : rows.get(near);
  if (near === undefined || source.text.split(new RegExp(`\\b${key}\\b`)).length > 2) return [];
  const meant = row === undefined || row === 'twice' ? near : row.name;
  const message = `\`${key}\` is a misspelling of \`${meant}\`, which the page's table has`;
  const fix = JSON.stringify(meant);
  return [
    {
      kind: 'property',
      level: 'error',
      code: 'property-misspelled',
      message,
      evidence: 'signature',
      span: keySpan,
      fix,
    },
  ];
}

const primitives: { readonly [type: string]: 'string' | 'number' | 'boolean' } = {
  boolean: 'boolean',
  string: 'string',
  int32: 'number',
  double: 'number',
  number: 'number',
  integer: 'number',
};

function checkType({ key, value }: YamlEntry, { type }: TableRow): readonly PageFinding[] {
  if (value.kind === 'scalar' && (value.value === null || /^</.test(String(value.value)))) return [];
  const base = { level: 'error', evidence: 'signature', span: value.span } as const;
  const collection = /\bcollection\b/i.test(type);
  const name =
    primitives[
      type
        .replace(/\bcollection\b|[()[\]*`]/gi, '')
        .trim()
        .toLowerCase()
    ];
  if (name === undefined) return [];
  const message = `the page's table has \`${key}\` as ${type}`;
  if (collection !== (value.kind === 'sequence')) {
    return collection || value.kind === 'sequence'
      ? [{ ...base, kind: 'single-vs-list', code: 'single-vs-list-table', message }]
      : [];
  }
  if (collection) return [];
  // A table in which everything is a string is more often wrong than the sample.
  if (name === 'string' || (value.kind === 'scalar' && typeof value.value === name)) return [];
  return [{ ...base, kind: 'type', code: 'type-table', message }];
}

function checkMember(value: YamlNode, { name, members }: TableRow): readonly PageFinding[] {
  if (members.length < 2 || value.kind !== 'scalar' || typeof value.value !== 'string' || /^</.test(value.value))
    return [];
  const known = members.map((member) => member.toLowerCase());
  const strange = value.value.split(',').find((member) => !known.includes(member.trim().toLowerCase()));
  if (strange === undefined) return [];
  const message = `\`${strange.trim()}\` is not a value that the page's table lists for \`${name}\`: ${members.slice(0, 8).join(', ')}`;
  return [{ kind: 'enum', level: 'error', code: 'enum-table', message, evidence: 'prose', span: value.span }];
}
