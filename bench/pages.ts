import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Metadata, propertyNames } from '../src/metadata/metadata.ts';
import { readMetadata } from '../src/metadata/read-metadata.ts';
import { checkPage } from '../src/tutorial/check/check-page.ts';
import { timed } from './measure.ts';
import type { Row } from './row.ts';
import { wholeProcess } from './whole-process.ts';

const pages = 10_000;
const mostMs = 120_000;
const mostMb = 600;
const mostMsPerPage = 1000;

/** The metadata and permissions of the whole service, where they lie beside the checkout; otherwise a small service. */
const reference = fileURLToPath(new URL('../../shared/reference/', import.meta.url));
const published = join(reference, 'v1.0-Prod.2026-08.csdl.xml');
const permissions = join(reference, 'permissions.2026-08.json');

/** `pages check` over a folder of reference pages, as a process of its own: first without the kept index, then with it. */
export async function measurePages(bin: string): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-pages-'));
  try {
    const metadata = existsSync(published) ? published : join(folder, 'library.xml');
    if (metadata !== published) await writeFile(metadata, library);
    const read = await readMetadata({ path: metadata, text: await readFile(metadata, 'utf8') });
    if (!read.ok) throw new Error('the metadata cannot be read');
    const texts = pagesOf(read.value);
    await mkdir(join(folder, 'docs'));
    for (const [at, text] of texts.entries()) await writeFile(join(folder, 'docs', `page-${at}.md`), text);
    const flags = ['--metadata', metadata, ...(existsSync(permissions) ? ['--permissions', permissions] : [])];
    const args = [bin, 'pages', 'check', 'docs', ...flags];
    const environment = { XDG_CACHE_HOME: join(folder, 'cache') };
    const first = await wholeProcess(args, { folder, environment, status: 1 });
    const second = await wholeProcess(args, { folder, environment, status: 1 });
    const basis = { metadata: { 'v1.0': read.value }, metadataDay: 0 };
    let slowest = 0;
    for (const text of texts.slice(0, 1000)) {
      slowest = Math.max(slowest, await timed(() => checkPage({ path: 'page.md', text }, basis, 0)));
    }
    const row = (what: string, value: number, unit: string, most: number): Row => {
      return { group: 'pages', what, value, unit, ratio: value / most, aim: 1 };
    };
    return [
      row(`${pages} reference pages, checked`, first.ms, 'ms', mostMs),
      row('the same with the index of the metadata kept', second.ms, 'ms', mostMs),
      row('the same, peak memory', Math.max(first.peakMb, second.peakMb), 'MB', mostMb),
      row('the slowest of 1000 pages', slowest, 'ms', mostMsPerPage),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Pages about the sets of the service, each with two bodies; in one of twenty a name is misspelled. */
function pagesOf(metadata: Metadata): readonly string[] {
  const sets = Object.entries(metadata.roots).filter(([, { collection }]) => collection);
  return Array.from({ length: pages }, (_, at) => {
    const [name = '', type = { name: '' }] = sets[at % sets.length] ?? [];
    const declared = propertyNames(metadata, type.name).slice(0, 40);
    const names = at % 20 === 0 ? [...declared, `${declared[0]}x`] : declared;
    return pageOf(name, Object.fromEntries(names.map((property) => [property, `value ${at}`])));
  });
}

const library = `<Schema Namespace="microsoft.graph" Alias="graph">
<EntityType Name="shelf"><Property Name="id" Type="Edm.String"/>${Array.from({ length: 40 }, (_, n) => `<Property Name="property${n}" Type="Edm.String"/>`).join('')}</EntityType>
<EntityContainer Name="GraphService"><EntitySet Name="shelves" EntityType="microsoft.graph.shelf"/></EntityContainer>
</Schema>`;

function pageOf(name: string, sent: object): string {
  const body = JSON.stringify(sent, undefined, 2);
  const words = 'A reference page has some words about what the call does and what its response is.\n\n'.repeat(20);
  return `# Update ${name}\n\n${words}## HTTP request\n\n\`\`\`http\nPATCH /${name}/{id}\n\`\`\`\n\n${words}## Response\n\nIt returns \`200 OK\`.\n\n## Example\n\n\`\`\`http\nPATCH https://graph.microsoft.com/v1.0/${name}/{id}\nContent-Type: application/json\n\n${body}\n\`\`\`\n\n\`\`\`http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n${body}\n\`\`\`\n`;
}
