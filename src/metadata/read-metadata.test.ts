import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { librarySource, sampleMetadata } from '../../test/support/contract/sample-contract.ts';
import { loadMetadata } from './load-metadata.ts';
import { findProperty } from './metadata.ts';
import { readMetadata } from './read-metadata.ts';

const folder = mkdtempSync(join(tmpdir(), 'contract-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('every construct is read', async () => {
  const metadata = await sampleMetadata();
  expect(metadata.whole).toBe(true);
  expect(metadata.enums).toEqual({ shelfKind: ['open', 'closed'] });
  expect(metadata.roots).toEqual({
    libraries: { name: 'library', collection: true },
    mine: { name: 'library', collection: false },
  });
  expect(Object.keys(metadata.types)).toContain('archive.shelf');
  expect(metadata.types['shelf']?.navigation).toEqual(['books', 'keeper']);
  expect(metadata.operations['borrowed']).toEqual([
    {
      kind: 'function',
      name: 'borrowed',
      binding: { name: 'book', collection: true },
      parameters: { by: { name: 'Edm.String', collection: false } },
      returns: { name: 'book', collection: true },
    },
  ]);
});

test('a property is found on the bases of a type; of an open type no one can say', async () => {
  const metadata = await sampleMetadata();
  expect(findProperty(metadata, 'atlas', 'ID')).toMatchObject({ name: 'id' });
  expect(findProperty(metadata, 'atlas', 'constructor')).toBeUndefined();
  expect(findProperty(metadata, 'person', 'hat')).toBe('unknown');
  expect(findProperty(metadata, 'unknown', 'hat')).toBe('unknown');
});

test('an alias holds before the schema that brings it', async () => {
  const alias = librarySource.text
    .replace('microsoft.graph.archive"', '$& Alias="self"')
    .replace('other.stranger', 'self.shelf')
    .replace('microsoft.graph.library', 'graph.library');
  const metadata = await sampleMetadata(alias);
  expect(metadata.types['shelf']?.properties['guest']).toEqual({ name: 'archive.shelf', collection: false });
  expect(metadata.roots['libraries']?.name).toBe('library');
});

test('two types with the same name in an extract each have properties that the other lacks', async () => {
  const metadata = await sampleMetadata(
    '<ComplexType Name="identity"><Property Name="a" Type="Edm.String"/></ComplexType>' +
      '<EntityType Name="identity"><Property Name="b" Type="Edm.String"/></EntityType>',
  );
  expect(metadata.whole).toBe(false);
  expect(findProperty(metadata, 'identity', 'a')).toMatchObject({ name: 'a' });
  expect(findProperty(metadata, 'identity', 'c')).toBe('unknown');
});

test.each([
  ['no XML', '<Schema', 'the file is not XML: '],
  ['a page that wants a sign-in', '<html><body>Sign in</body></html>', 'the file declares no types'],
  ['nothing', '', 'the file declares no types'],
  ['an entity of its own', '<!DOCTYPE a [<!ENTITY x "y">]><EnumType Name="&x;"/>', 'the file is not XML: '],
])('%s is a problem', async (_, text, message) => {
  const read = await readMetadata({ path: 'x.xml', text });
  expect(read.ok).toBe(false);
  if (read.ok) return;
  expect(read.problems[0]?.code).toBe('metadata-invalid');
  expect(read.problems[0]?.message).toContain(message);
  expect(read.problems[0]?.message).not.toMatch(/undefined|^\d/);
});

test('names that mean something to JavaScript are names', async () => {
  const metadata = await sampleMetadata(
    '<EntityType Name="__proto__"><Property Name="__proto__" Type="Edm.String"/></EntityType>',
  );
  expect(findProperty(metadata, '__proto__', '__proto__')).toMatchObject({ name: '__proto__' });
  expect(Object.getPrototypeOf(metadata.types)).toBe(Object.prototype);
});

test('no text makes it throw', async () => {
  const piece = fc.oneof(
    fc.constantFrom('<EntityType Name="a">', '</EntityType>', '<Property ', '/>', '"', '&'),
    fc.string(),
  );
  const law = fc.asyncProperty(fc.array(piece), async (pieces) => {
    expect(typeof (await readMetadata({ path: 'x', text: pieces.join('') })).ok).toBe('boolean');
  });
  await fc.assert(law);
});

test('an index is kept, found again, and made again where it is damaged', async () => {
  const path = join(folder, 'library.xml');
  writeFileSync(path, librarySource.text);
  const cache = { folder: join(folder, 'cache'), random: 'r' };
  const first = await loadMetadata(path, cache);
  const [kept = ''] = readdirSync(cache.folder);
  expect(kept).toMatch(/^[0-9a-f]{64}-\d+\.json$/);
  expect(await loadMetadata(path, cache)).toEqual(first);
  // What is read is what was kept, not the file.
  const file = join(cache.folder, kept);
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('shelves', 'boards'));
  expect(JSON.stringify(await loadMetadata(path, cache))).toContain('boards');
  writeFileSync(file, 'half');
  expect(await loadMetadata(path, cache)).toEqual(first);
  writeFileSync(path, librarySource.text.replaceAll('shelves', 'racks'));
  expect(JSON.stringify(await loadMetadata(path, cache))).toContain('racks');
});

test('metadata of 50 MB is refused before it is read, with what to give instead', async () => {
  const path = join(folder, 'beta.xml');
  writeFileSync(path, '');
  truncateSync(path, 50_000_000);
  const read = await loadMetadata(path);
  expect(read.ok ? [] : read.problems).toMatchObject([
    {
      code: 'file-too-large',
      at: { line: 1, column: 1 },
      fix: expect.stringMatching(/^give the metadata of one version/),
    },
  ]);
});
