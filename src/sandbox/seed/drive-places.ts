import type { JsonObject } from '../../json/json.ts';
import { driveIdOf, rootIdOf } from '../packs/files/drive-tree.ts';
import type { World } from '../world.ts';

/**
 * The place of an object in a drive: `drives/{id}/items` for drives of users and groups. `undefined`: it is not in a
 * drive. `values`: additional properties of the item.
 */
export function driveHome(
  path: string,
  { directory }: World,
): { readonly path: string; readonly id?: string; readonly values?: JsonObject } | undefined {
  const [, owner = '', set = '', key = '', rest = ''] =
    /^((users|groups|sites)\/([^/]+))\/drive\/(.+)$/.exec(path) ?? [];
  const id = set === 'users' ? directory.user(key)?.id : set === 'groups' ? directory.group(key)?.id : undefined;
  const isTree = id !== undefined || owner === 'sites/root';
  if (!isTree) return undefined;
  const drive = driveIdOf({ path: id === undefined ? owner : `${set}/${id}` });
  const root = rootIdOf(drive);
  // The root of a drive has a fixed id.
  if (rest === 'root') return { path: `drives/${drive.toLowerCase()}/items/${root.toLowerCase()}`, id: root };
  const own = rest.replace(/^root\/children\//, 'items/').replace(/^root\//, `items/${root.toLowerCase()}/`);
  const home = `drives/${drive.toLowerCase()}/${own}`;
  return /^items\/[^/]+$/.test(own)
    ? { path: home, values: { parentReference: { driveId: drive, id: root } } }
    : { path: home };
}
