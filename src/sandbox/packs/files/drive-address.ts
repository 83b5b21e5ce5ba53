import type { TypedCall } from '../../typed/typed-call.ts';

/**
 * The item that a path in a drive names: by id (`items/{id}`), from the root, from a special folder, and from any of
 * these by names between colons (`root:/a/b.txt:/content`),
 * https://learn.microsoft.com/graph/onedrive-addressing-driveitems.
 */
export type DriveAddress = {
  /** The owner of the drive: `users/{id}`, `groups/{id}`, `sites/{id}`; or the drive itself, `drives/{id}`. */
  readonly owner: { readonly set: string; readonly id: string };
  readonly from: { readonly kind: 'drive' | 'root' } | { readonly kind: 'item' | 'special'; readonly key: string };
  /** Names to follow from there. */
  readonly names: readonly string[];
  /** The part of the item that is addressed: `children`, `content`, … */
  readonly rest: readonly string[];
};

/** Reads the path of a request; `undefined` where it is in no drive. */
export function driveAddress({ call }: TypedCall): DriveAddress | undefined {
  const { caller, path } = call;
  const [first = '', ...more] = path.split('/').slice(1);
  const set = first.toLowerCase();
  const isMe = set === 'me' && caller.kind === 'delegated';
  if (isMe)
    return more[0]?.toLowerCase() === 'drive' ? from({ set: 'users', id: caller.userId }, more.slice(1)) : undefined;
  const [id, drive, ...rest] = more;
  if (id === undefined) return undefined;
  if (set === 'drives') return from({ set, id }, more.slice(1));
  const isOwner = set === 'users' || set === 'groups' || set === 'sites';
  return isOwner && drive?.toLowerCase() === 'drive' ? from({ set, id }, rest) : undefined;
}

function from(owner: DriveAddress['owner'], segments: readonly string[]): DriveAddress | undefined {
  const [first = '', second = ''] = segments;
  const word = first.replace(/:$/, '').toLowerCase();
  const base = { owner, names: [] };
  if (first === '') return { ...base, from: { kind: 'drive' }, rest: [] };
  if (word === 'root') return withNames({ ...base, from: { kind: 'root' } }, first, segments.slice(1));
  if ((word === 'items' || word === 'special') && first.toLowerCase() === word && second !== '') {
    const kind = word === 'items' ? 'item' : 'special';
    return withNames({ ...base, from: { kind, key: second.replace(/:$/, '') } }, second, segments.slice(2));
  }
  return { ...base, from: { kind: 'drive' }, rest: segments };
}

/** A colon opens a list of names, and the next one at the end of a segment closes it. */
function withNames(base: Omit<DriveAddress, 'rest'>, opening: string, after: readonly string[]): DriveAddress {
  if (!opening.endsWith(':')) return { ...base, rest: after };
  const closing = after.findIndex((segment) => segment.endsWith(':'));
  const names = (closing === -1 ? after : after.slice(0, closing + 1)).map((name) => name.replace(/:$/, ''));
  return { ...base, names: names.filter((name) => name !== ''), rest: closing === -1 ? [] : after.slice(closing + 1) };
}
