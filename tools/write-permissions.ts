/**
 * Compiles the service's table of permissions to the index that ships: `node tools/write-permissions.ts permissions.json`.
 * The table is published under the MIT license; the index holds its facts only (model/README.md).
 */
import { writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { type Grant, type Permissions, readPermissions } from '../src/contract/permissions.ts';
import { readSource } from '../src/diagnostics/read-source.ts';
import type { PermissionIndex, PermissionNode } from '../src/metadata/permission-index.ts';

const [path = ''] = process.argv.slice(2);
const source = await readSource(path, 64 * 1024 * 1024);
const read = source.ok ? readPermissions(source.value) : source;
if (!read.ok) {
  process.stderr.write('usage: node tools/write-permissions.ts permissions.json\n');
  process.exit(2);
}
const names = new Map<string, number>();
const sets = new Map<string, number>();
const numberIn = <Key>(known: Map<Key, number>, key: Key): number => {
  const found = known.get(key) ?? known.size;
  known.set(key, found);
  return found;
};
const setOf = (grants: readonly Grant[] = []): number => {
  const sorted = grants.toSorted(
    (a, b) => Number(b.least) - Number(a.least) || a.permission.localeCompare(b.permission),
  );
  const least = sorted.filter((grant) => grant.least).length;
  return numberIn(sets, JSON.stringify([least, ...sorted.map(({ permission }) => numberIn(names, permission))]));
};
const nodeOf = ({ next, methods = {} }: Permissions): PermissionNode => {
  const own = Object.entries(methods).map(
    ([method, { delegated, application }]) => [method, [setOf(delegated), setOf(application)]] as const,
  );
  return {
    ...(own.length === 0 ? {} : { '': Object.fromEntries(own) }),
    ...Object.fromEntries([...next].map(([segment, child]) => [segment, nodeOf(child)])),
  };
};
const paths = nodeOf(read.value);
const index: PermissionIndex = {
  names: [...names.keys()],
  sets: [...sets.keys()].map((one) => JSON.parse(one)),
  paths,
};
const packed = gzipSync(JSON.stringify(index), { level: 9 });
await writeFile(new URL('../model/permissions.json.gz', import.meta.url), packed);
process.stdout.write(`${packed.length} bytes zipped\n`);
