import { defined } from '../../../defined.ts';
import { isJsonObject, type JsonObject, property } from '../../../json/json.ts';
import type { Entity } from '../../store/object-store.ts';
import { type DriveTree, isFolder, nameOf } from './drive-tree.ts';

/** A drive item as the service shows it: only the facets that it has. `download`: where its bytes can be fetched. */
export function itemWire(tree: DriveTree, item: Entity, download?: string): JsonObject {
  const { file, folder, root, parentReference: _, name: __, size: ___, ...values } = item.values;
  const names = tree.names(item);
  const parent = tree.parent(item);
  const size = tree.size(item);
  const guid = `${item.id.slice(2, 10)}-${item.id.slice(10, 14)}-${item.id.slice(14, 18)}`;
  return {
    ...defined({ '@microsoft.graph.downloadUrl': download }),
    eTag: `"{${guid}},${item.revision}"`,
    id: item.id,
    name: nameOf(item),
    webUrl: `${tree.webUrl}${names.map((one) => `/${encodeURIComponent(one)}`).join('')}`,
    cTag: `"c:{${guid}},${item.revision}"`,
    size,
    ...values,
    ...(parent === undefined
      ? { parentReference: { driveType: tree.kind, driveId: tree.id } }
      : {
          parentReference: {
            driveType: tree.kind,
            driveId: tree.id,
            id: parent.id,
            name: nameOf(parent),
            path: pathOf(tree, parent),
          },
        }),
    fileSystemInfo: {
      createdDateTime: values['createdDateTime'] ?? null,
      lastModifiedDateTime: values['lastModifiedDateTime'] ?? null,
      ...(typeof values['fileSystemInfo'] === 'object' ? (values['fileSystemInfo'] as JsonObject) : {}),
    },
    ...defined({ file }),
    ...(isFolder(item) ? { folder: { childCount: tree.children(item).length || saidCount(item) } } : {}),
    ...(root !== undefined && { root: {} }),
  };
}

/** For a folder of a seed, the number of items is known, though not the items. */
function saidCount({ values, origin }: Entity): number {
  const folder = origin === 'seeded' ? property(values, 'folder') : undefined;
  return isJsonObject(folder) ? Number(property(folder, 'childCount') ?? 0) : 0;
}

/** `/drives/{id}/root:/a/b`, as references name a folder. */
function pathOf(tree: DriveTree, folder: Entity): string {
  const names = tree.names(folder).map((name) => `/${encodeURIComponent(name)}`);
  return `/drives/${tree.id}/root:${names.join('')}`;
}

const quotaBytes = 1024 ** 4;

export function driveWire(tree: DriveTree, owner: JsonObject): JsonObject {
  const used = tree.size(tree.root);
  return {
    id: tree.id,
    driveType: tree.kind,
    name: tree.kind === 'documentLibrary' ? 'Documents' : 'OneDrive',
    webUrl: tree.webUrl,
    createdDateTime: tree.root.values['createdDateTime'] ?? null,
    lastModifiedDateTime: tree.root.values['lastModifiedDateTime'] ?? null,
    owner,
    quota: { deleted: 0, remaining: quotaBytes - used, state: 'normal', total: quotaBytes, used },
  };
}
