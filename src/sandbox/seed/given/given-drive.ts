import type { GivenObjects } from './given-objects.ts';
import { stableId } from './stable-id.ts';

/**
 * A path that names items of a drive (`root:/a/b.txt:/content`) as one by ids, with the items noted; `undefined`: it names a
 * file that is yet to be. Other paths stay as they are.
 */
export function drivePathById(
  given: GivenObjects,
  segments: readonly string[],
  { me, creates }: { readonly me: string | undefined; readonly creates: boolean },
): readonly string[] | undefined {
  const opening = segments.findIndex(
    (segment, at) => at > 0 && /^(?:root|.+):$/i.test(segment) && isInDrive(segments, at),
  );
  if (opening === -1) return segments;
  const after = segments.slice(opening + 1);
  const closing = after.findIndex((segment) => segment.endsWith(':'));
  const names = (closing === -1 ? after : after.slice(0, closing + 1)).map((name) => name.replace(/:$/, ''));
  const rest = closing === -1 ? [] : after.slice(closing + 1);
  const start = segments[opening]?.replace(/:$/, '') ?? '';
  const isRoot = start.toLowerCase() === 'root';
  const drive = segments.slice(0, isRoot ? opening : opening - 1);
  const owner = drive[0]?.toLowerCase() === 'me' ? ['users', me ?? '', ...drive.slice(1)] : drive;
  let parent = isRoot ? undefined : start;
  for (const [at, name] of names.entries()) {
    const isLast = at === names.length - 1;
    if (isLast && creates) {
      if (parent !== undefined) given.note(`/${owner.join('/')}/items/${parent}`, 'driveItem', { folder: {} });
      if (/^drives$/i.test(owner.at(-2) ?? '')) given.note(`/${owner.join('/')}`, 'drive');
      return undefined;
    }
    const id = itemId(`${owner.join('/')}/${names.slice(0, at + 1).join('/')}`);
    const isFolder = !isLast || (rest[0]?.toLowerCase() ?? '') === 'children';
    given.note(`/${owner.join('/')}/items/${id}`, 'driveItem', {
      name,
      ...(isFolder ? { folder: {} } : {}),
      ...(parent !== undefined && { parentReference: { id: parent } }),
    });
    parent = id;
  }
  return [...drive, 'items', parent ?? 'root', ...rest];
}

const isInDrive = (segments: readonly string[], at: number): boolean =>
  segments.slice(0, at).some((segment) => /^drives?$/i.test(segment));

/** As ids of items look. */
const itemId = (text: string): string => `01${stableId(text).replaceAll('-', '').toUpperCase()}`;
