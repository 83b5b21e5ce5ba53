/**
 * Compiles what applications can be granted of the service: `node tools/write-roles.ts permissions-descriptions.json`. The
 * list is published under the MIT license; what ships holds its facts only (model/README.md).
 */
import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { readSource } from '../src/diagnostics/read-source.ts';
import { isJsonObject, type Json, property } from '../src/json/json.ts';
import { parseJson } from '../src/json/parse-json.ts';
import type { GraphRoles } from '../src/metadata/graph-roles.ts';

const [path = ''] = process.argv.slice(2);
const source = await readSource(path, 64 * 1024 * 1024);
const read = source.ok ? parseJson(source.value.text.replace(/^\uFEFF/, '')) : undefined;
if (read?.ok !== true || !isJsonObject(read.value)) {
  process.stderr.write('usage: node tools/write-roles.ts permissions-descriptions.json\n');
  process.exit(2);
}
const listed = (value: Json | undefined) =>
  (Array.isArray(value) ? value : [])
    .filter(isJsonObject)
    .filter((one) => property(one, 'isEnabled') === true)
    .map((one) => ({ name: String(property(one, 'value')), id: String(property(one, 'id')), one }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
const roles: GraphRoles = {
  scopes: listed(property(read.value, 'delegatedScopesList')).map(({ name, id, one }) =>
    property(one, 'isAdmin') === true ? [name, id, 'admin'] : [name, id],
  ),
  roles: listed(property(read.value, 'applicationScopesList')).map(({ name, id }) => [name, id]),
};
const packed = gzipSync(JSON.stringify(roles), { level: 9 });
await writeFile(new URL('../model/graph-roles.json.gz', import.meta.url), packed);
process.stdout.write(`${packed.length} bytes zipped\n`);
