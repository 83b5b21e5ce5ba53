import { plainPath } from '../../http/plain-path.ts';
import { binUrl } from './recycle-bin.ts';
import { relations } from './relations.ts';

/** Whether two urls name the same object: version and query aside. */
export function sameObject(a: string, b: string): boolean {
  return objectPath(a) === objectPath(b);
}

/** Whether a url names one of these objects, a part of it, or what the recycle bin keeps of it. */
export function isOneOf(objects: readonly string[], url: string): boolean {
  // A dot or an encoded slash could lead elsewhere.
  if (/(?:^|\/)\.\.?(?:\/|$)|%2f|%5c|%2e|\\/i.test(url.split('?', 1)[0] ?? '')) return false;
  const path = objectPath(url);
  const place = withoutLink(path);
  const target = targetOf(place);
  if (target !== undefined) return objects.some((object) => objectPath(object).endsWith(`/${target}`));
  return objects.some((object) => {
    const own = objectPath(object);
    const bin = binUrl(object);
    const inBin = bin === undefined ? undefined : objectPath(bin);
    return [own, inBin].some(
      (one) => one !== undefined && (path === one || place === one || place.startsWith(`${one}/`)),
    );
  });
}

/**
 * The path of what a url names, however it is written: without version, query and type casts, keys as segments of their own
 * (`groups('1')` is `groups/1`), ASCII letters not escaped.
 */
export function objectPath(url: string): string {
  const [path = ''] = url.split('?', 1);
  return path
    .replace(/^\/(?:v1\.0|beta)\//, '/')
    .split('/')
    .flatMap(plainSegments)
    .join('/');
}

function plainSegments(written: string): readonly string[] {
  const segment = plainPath(written);
  if (/^microsoft\.graph\.[\w.]+$/i.test(segment)) return [];
  // A key may hold a slash: then it ends in another segment.
  const [, name, key = ''] = /^([^(]+)\((.*?)\)?$/s.exec(segment) ?? [];
  return name === undefined ? [segment] : [name, key.replace(/^id=/i, '').replace(/^'(.*)'$/s, '$1')];
}

/** In no version but beta, whose metadata does not ship. */
const onlyInBeta = ['transitivereports'];

/**
 * Properties that refer to other objects instead of holding them. Without `$ref` at the end, a url through one of them
 * names the object itself: the service deletes the person, not the membership.
 */
const references: ReadonlySet<string> = new Set([...relations, ...onlyInBeta]);
/** Of teams, chats and channels, members are parts. */
const membersOf = /^(?:groups|administrativeUnits|directoryRoles|classes)$/i;

function isRelation(segments: readonly string[], at: number): boolean {
  const name = segments[at]?.toLowerCase() ?? '';
  if (name !== 'members') return references.has(name);
  return membersOf.test(segments[at - 2] ?? '');
}

/** Without the names of files and folders, which may be those of properties: `root:/owners/list.txt:/content`. */
const segmentsOf = (path: string): readonly string[] => path.replace(/:\/.*?(?::|$)/g, ':').split('/');

/** A link is a part of the object that it begins at. */
function withoutLink(path: string): string {
  if (!path.endsWith('/$ref')) return path;
  const segments = segmentsOf(path).slice(0, -1);
  const last = segments.length - 1;
  const cut = isRelation(segments, last) ? 1 : isRelation(segments, last - 1) ? 2 : 0;
  return segments.slice(0, segments.length - cut).join('/');
}

/** What names the object that a path leads to through a relation; the empty text where only the service knows it. */
function targetOf(path: string): string | undefined {
  const segments = segmentsOf(path);
  const at = segments.findLastIndex((_, index) => index > 1 && isRelation(segments, index));
  return at === -1 ? undefined : (segments[at + 1] ?? '');
}
