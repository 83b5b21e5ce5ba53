import { readMetadata } from '../src/metadata/read-metadata.ts';
import { checkPage } from '../src/tutorial/check/check-page.ts';
import { sideBySide, timed } from './measure.ts';
import type { Row } from './row.ts';

const pages = 500;

/** Checking reference pages by metadata, as `pages check` does. Beside it, looking at each of their lines once. */
export async function measurePages(): Promise<readonly Row[]> {
  const read = await readMetadata({ path: 'metadata.xml', text: metadata });
  if (!read.ok) throw new Error('the metadata cannot be read');
  const basis = { metadata: { 'v1.0': read.value }, metadataDay: 0 };
  const texts = Array.from({ length: pages }, (_, at) => ({ path: `page-${at}.md`, text: pageOf(at) }));
  const medians = await sideBySide(
    {
      lines: () => timed(() => texts.map(({ text }) => text.split('\n').filter((line) => /\S/.test(line)).length)),
      checked: () => timed(() => texts.map((source) => checkPage(source, basis, 0).length)),
    },
    { rounds: 7, warmUp: 2 },
  );
  const row = (what: string, name: keyof typeof medians): Row => ({
    group: 'pages',
    what,
    value: medians[name],
    unit: 'ms',
    ratio: medians[name] / medians.lines,
  });
  return [
    row(`${pages} reference pages, lines looked at`, 'lines'),
    row(`${pages} reference pages, checked`, 'checked'),
  ];
}

const metadata = `<Schema Namespace="microsoft.graph" Alias="graph">
<EntityType Name="shelf"><Property Name="id" Type="Edm.String"/>${Array.from({ length: 40 }, (_, n) => `<Property Name="property${n}" Type="Edm.String"/>`).join('')}</EntityType>
<EntityContainer Name="GraphService"><EntitySet Name="shelves" EntityType="microsoft.graph.shelf"/></EntityContainer>
</Schema>`;

function pageOf(at: number): string {
  const body = JSON.stringify(
    Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`property${n}`, `value ${at}`])),
    undefined,
    2,
  );
  const words = 'A reference page has some words about what the call does and what comes of it.\n\n'.repeat(20);
  return `# Update shelf ${at}\n\n${words}## HTTP request\n\n\`\`\`http\nPATCH /shelves/{id}\n\`\`\`\n\n${words}## Response\n\nIt returns \`200 OK\`.\n\n## Example\n\n\`\`\`http\nPATCH https://graph.microsoft.com/v1.0/shelves/${at}\nContent-Type: application/json\n\n${body}\n\`\`\`\n\n\`\`\`http\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n${body}\n\`\`\`\n`;
}
