/**
 * Compiles the service's metadata to the index that ships: `node tools/write-model.ts METADATA.xml v1.0@2026-08`.
 * The metadata of Microsoft Graph is published under the MIT license; the index holds its facts only (model/README.md).
 */
import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { readSource } from '../src/diagnostics/read-source.ts';
import { packModel } from '../src/metadata/pack-model.ts';
import { readMetadata } from '../src/metadata/read-metadata.ts';

const [path = '', version = ''] = process.argv.slice(2);
const source = await readSource(path, 64 * 1024 * 1024);
const read = source.ok ? await readMetadata(source.value) : source;
if (!read.ok || !/^v1\.0@\d{4}-\d\d$/.test(version)) {
  process.stderr.write('usage: node tools/write-model.ts METADATA.xml v1.0@YEAR-MONTH\n');
  process.exit(2);
}
const text = JSON.stringify(packModel(read.value, version));
const packed = gzipSync(text, { level: 9 });
await writeFile(new URL('../model/v1.0.json.gz', import.meta.url), packed);
process.stdout.write(`${text.length} characters, ${packed.length} bytes zipped\n`);
