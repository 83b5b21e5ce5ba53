import type { JsonObject } from '../../json/json.ts';
import { driveIdOf, rootIdOf } from '../packs/files/drive-tree.ts';
import type { World } from '../world.ts';

/**
 * Where an object of a drive lives: drives of users and groups are trees of their own, `drives/{id}/items`. `undefined`: it is
 * in none of them. `values`: what an item of such a tree has besides its own.
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
  // A drive finds its root by an id that is its own.
  if (rest === 'root') return { path: `drives/${drive.toLowerCase()}/items/${root.toLowerCase()}`, id: root };
  const own = rest.replace(/^root\/children\//, 'items/').replace(/^root\//, `items/${root.toLowerCase()}/`);
  const home = `drives/${drive.toLowerCase()}/${own}`;
  return /^items\/[^/]+$/.test(own)
    ? { path: home, values: { parentReference: { driveId: drive, id: root } } }
    : { path: home };
}
