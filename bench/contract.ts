import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadMetadata } from '../src/metadata/load-metadata.ts';
import { readMetadata } from '../src/metadata/read-metadata.ts';
import { sideBySide, timed } from './measure.ts';
import type { Row } from './row.ts';

const bytes = 3_500_000;

/** Reading metadata as large as Graph's: the first time, and from what is kept. Beside it, looking at each tag once. */
export async function measureContract(): Promise<readonly Row[]> {
  const text = largeMetadata();
  const folder = await mkdtemp(join(tmpdir(), 'contract-bench-'));
  const file = join(folder, 'metadata.xml');
  await writeFile(file, text);
  const cache = { folder: join(folder, 'cache'), random: 'r' };
  await loadMetadata(file, cache);
  const medians = await sideBySide(
    {
      tags: () => timed(() => text.match(/<[^>]*>/g)?.length),
      first: () => timed(() => readMetadata({ path: file, text })),
      kept: () => timed(() => loadMetadata(file, cache)),
    },
    { rounds: 7, warmUp: 2 },
  );
  await rm(folder, { recursive: true });
  const row = (what: string, name: keyof typeof medians): Row => ({
    group: 'contract',
    what,
    value: medians[name],
    unit: 'ms',
    ratio: medians[name] / medians.tags,
  });
  return [
    row('3.5 MB of tags, looked at', 'tags'),
    row('3.5 MB of metadata, read', 'first'),
    row('3.5 MB of metadata, kept', 'kept'),
  ];
}

function largeMetadata(): string {
  const types: string[] = [];
  for (let [at, size] = [0, 0]; size < bytes; at += 1) {
    const properties = Array.from({ length: 12 }, (_, n) => `<Property Name="property${n}" Type="Edm.String"/>`);
    const links = Array.from({ length: 3 }, (_, n) => `<NavigationProperty Name="link${n}" Type="graph.type${n}"/>`);
    const type = `<EntityType Name="type${at}" BaseType="graph.entity">${[...properties, ...links].join('\n')}</EntityType>\n`;
    types.push(type);
    size += type.length;
  }
  return `<Schema Namespace="microsoft.graph" Alias="graph">${types.join('')}</Schema>`;
}
