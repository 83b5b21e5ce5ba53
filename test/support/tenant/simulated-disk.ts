import type { Files } from '../../../src/tenant/ledger/files.ts';

/**
 * A disk for tests that holds only what was synced: contents of files and names in folders. `call` hears of each call
 * before it is made, and may throw in its place.
 */
export type SimulatedDisk = Files & {
  /** The power fails: what was not synced is gone. */
  readonly crash: () => void;
  /** Damages a file, or makes one. It is on the disk, as all names then are. */
  readonly put: (path: string, text: string) => void;
  readonly text: (path: string) => string | undefined;
  readonly paths: () => readonly string[];
};

export type DiskCall = Exclude<keyof Files, 'list' | 'read'>;

type Folder = { readonly kind: 'folder'; names: Map<string, Node>; synced: Map<string, Node> };
type File = { readonly kind: 'file'; bytes: Buffer; synced: Buffer };
type Node = Folder | File;

export function simulatedDisk(call: (name: DiskCall, path: string) => void = () => {}): SimulatedDisk {
  const root = newFolder();
  const opened = new Map<number, { readonly node: File; readonly path: string; readonly synced: boolean }>();
  let descriptors = 0;
  const find = (path: string): Node | undefined => {
    let node: Node | undefined = root;
    for (const name of partsOf(path)) node = node?.kind === 'folder' ? node.names.get(name) : undefined;
    return node;
  };
  const folderAt = (path: string): Folder => {
    const node = find(path);
    if (node?.kind !== 'folder') throw systemError('ENOENT');
    return node;
  };
  const placeOf = (path: string): { readonly folder: Folder; readonly name: string } => {
    const parts = partsOf(path);
    return { folder: folderAt(parts.slice(0, -1).join('/')), name: parts.at(-1) ?? '' };
  };
  const behind = (descriptor: number) => {
    const found = opened.get(descriptor);
    if (found === undefined) throw systemError('EBADF');
    return found;
  };
  const makeFolder = (path: string): string | undefined => {
    let made: string | undefined;
    const parts = partsOf(path);
    for (const [at, name] of parts.entries()) {
      const above = folderAt(parts.slice(0, at).join('/'));
      if (above.names.has(name)) continue;
      above.names.set(name, newFolder());
      made ??= `/${parts.slice(0, at + 1).join('/')}`;
    }
    return made;
  };
  const put = (
    name: 'write' | 'writeSynced',
    { node, path }: { readonly node: File; readonly path: string },
    { bytes, position }: { readonly bytes: Uint8Array; readonly position: number },
  ): number => {
    const take = (some: Uint8Array) => {
      const grown = Buffer.alloc(Math.max(node.bytes.length, position + some.length));
      node.bytes.copy(grown);
      grown.set(some, position);
      node.bytes = grown;
    };
    try {
      call(name, path);
    } catch (error) {
      // A disk that fails has taken half of it.
      take(bytes.subarray(0, bytes.length / 2));
      throw error;
    }
    take(bytes);
    return bytes.length;
  };
  return {
    open: (path, how) => {
      call('open', path);
      const { folder, name } = placeOf(path);
      const there = folder.names.get(name);
      if (there === undefined && how === 'existing') throw systemError('ENOENT');
      if (there !== undefined && how === 'fresh') throw systemError('EEXIST');
      const node: Node = there ?? { kind: 'file', bytes: Buffer.alloc(0), synced: Buffer.alloc(0) };
      if (node.kind !== 'file') throw systemError('EISDIR');
      if (how === 'replace' || how === 'synced') node.bytes = Buffer.alloc(0);
      folder.names.set(name, node);
      opened.set(++descriptors, { node, path, synced: how === 'synced' });
      return descriptors;
    },
    write: (descriptor, bytes, position) => put('write', behind(descriptor), { bytes, position }),
    writeSynced: async (descriptor, bytes, position) => {
      const file = behind(descriptor);
      const taken = put('writeSynced', file, { bytes, position });
      if (file.synced) file.node.synced = Buffer.from(file.node.bytes);
      return taken;
    },
    truncate: (descriptor, length) => {
      const { node, path } = behind(descriptor);
      call('truncate', path);
      node.bytes = node.bytes.subarray(0, length);
    },
    sync: async (descriptor) => {
      const { node, path } = behind(descriptor);
      call('sync', path);
      node.synced = Buffer.from(node.bytes);
    },
    syncFolder: async (path) => {
      call('syncFolder', path);
      const folder = folderAt(path);
      folder.synced = new Map(folder.names);
      return true;
    },
    close: (descriptor) => {
      call('close', behind(descriptor).path);
      opened.delete(descriptor);
    },
    rename: (from, to) => {
      call('rename', to);
      const [source, target] = [placeOf(from), placeOf(to)];
      const node = source.folder.names.get(source.name);
      if (node === undefined) throw systemError('ENOENT');
      source.folder.names.delete(source.name);
      target.folder.names.set(target.name, node);
    },
    remove: (path) => {
      call('remove', path);
      if (find(path) === undefined) return;
      const { folder, name } = placeOf(path);
      folder.names.delete(name);
    },
    removeFolder: (path) => {
      call('removeFolder', path);
      if (folderAt(path).names.size > 0) throw systemError('ENOTEMPTY');
      const { folder, name } = placeOf(path);
      folder.names.delete(name);
    },
    read: (path) => {
      const node = find(path);
      if (node?.kind !== 'file') throw systemError(node === undefined ? 'ENOENT' : 'EISDIR');
      return node.bytes;
    },
    list: (path) => [...folderAt(path).names.keys()],
    makeFolder: (path) => {
      call('makeFolder', path);
      return makeFolder(path);
    },
    crash: () => lose(root),
    put: (path, text) => {
      makeFolder(partsOf(path).slice(0, -1).join('/'));
      const { folder, name } = placeOf(path);
      folder.names.set(name, { kind: 'file', bytes: Buffer.from(text), synced: Buffer.from(text) });
      keepNames(root);
    },
    text: (path) => {
      const node = find(path);
      return node?.kind === 'file' ? node.bytes.toString() : undefined;
    },
    paths: () => pathsIn(root),
  };
}

function newFolder(): Folder {
  return { kind: 'folder', names: new Map(), synced: new Map() };
}

const partsOf = (path: string): readonly string[] => path.split('/').filter((part) => part !== '');

function pathsIn(folder: Folder, above = ''): readonly string[] {
  return [...folder.names].flatMap(([name, node]) =>
    node.kind === 'file' ? [`${above}/${name}`] : pathsIn(node, `${above}/${name}`),
  );
}

function keepNames(folder: Folder): void {
  folder.synced = new Map(folder.names);
  for (const node of folder.names.values()) if (node.kind === 'folder') keepNames(node);
}

function lose(node: Node): void {
  if (node.kind === 'file') {
    node.bytes = Buffer.from(node.synced);
    return;
  }
  node.names = new Map(node.synced);
  for (const inner of node.names.values()) lose(inner);
}

/** An error as Node words it. */
export function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}
