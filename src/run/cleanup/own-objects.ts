import { plainPath } from '../../http/plain-path.ts';
import { binUrl } from './recycle-bin.ts';
import { relations } from './relations.ts';

/** Whether two urls name the same object: version and query aside. */
export function sameObject(a: string, b: string): boolean {
  const [one, other] = [objectPath(a), objectPath(b)];
  return namesOf(one).includes(other) || namesOf(other).includes(one);
}

/** Whether a url names one of these objects, a part of it, or what the recycle bin keeps of it. */
export function isOneOf(objects: readonly string[], url: string): boolean {
  // A dot or an encoded slash could lead elsewhere, however often it is escaped.
  if (/(?:^|\/)\.\.?(?:\/|$)|%(?:25)*(?:2f|5c|2e)|\\/i.test(url.split('?', 1)[0] ?? '')) return false;
  const path = objectPath(url);
  const place = withoutLink(path);
  const target = targetOf(place);
  if (target !== undefined) return objects.some((object) => objectPath(object).endsWith(`/${target}`));
  const places = [path, place, place.replace(folders, '$1')];
  return objects.some((object) => {
    const bin = binUrl(object);
    const own = [...namesOf(objectPath(object)), ...(bin === undefined ? [] : [objectPath(bin)])];
    // A file is addressed by its path below a folder: `items/1:/name`.
    return own.some((one) =>
      places.some((place) => place === one || place.startsWith(`${one}/`) || place.startsWith(`${one}:/`)),
    );
  });
}

/** What names objects in bodies: the last segments of their urls. */
export const idsOf = (objects: readonly string[]): ReadonlySet<string> =>
  new Set(objects.map((url) => objectPath(url).split('/').at(-1) ?? ''));

/** Ids are unique in the directory. */
const directory =
  /^\/(?:directory\/)?(groups|teams|users|applications|serviceprincipals|devices|administrativeunits|contacts)(?=\/)/;
/** A team has the id of its group. */
const teams: ReadonlySet<string> = new Set(['groups', 'teams']);
/** Items of a mailbox have ids of their own in all of the mailbox, whichever folder they are in. */
const folders =
  /^(\/me|\/users\/[^/]+|\/groups\/[^/]+)(?:\/(?:mailfolders|childfolders|contactfolders|calendars|calendargroups)\/[^/]+|\/calendar)+(?=\/(?:messages|events|contacts)\/)/;

/** The paths by which a service knows an object. */
function namesOf(path: string): readonly string[] {
  const kind = directory.exec(path)?.[1] ?? '';
  const kinds = kind === '' ? [] : [...(teams.has(kind) ? teams : [kind]), 'directoryobjects'];
  return [path, path.replace(folders, '$1'), ...kinds.map((name) => path.replace(directory, `/${name}`))];
}

/**
 * The path of what a url names, however it is written: without version, query and type casts, keys as segments of their own
 * (`groups('1')` is `groups/1`), ASCII letters not escaped, and words in lower case.
 */
export function objectPath(url: string): string {
  const [path = ''] = url.split('?', 1);
  return path
    .replace(/^\/(?:v1\.0|beta)\//, '/')
    .split('/')
    .flatMap(plainSegments)
    .map((segment) => (/^\$?[a-z]+$/i.test(segment) ? segment.toLowerCase() : segment))
    .join('/');
}

function plainSegments(written: string): readonly string[] {
  const segment = plainPath(written);
  // The metadata gives its namespace a second name, which is shorter.
  if (/^(?:microsoft\.)?graph\.[\w.]+$/i.test(segment)) return [];
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
/** Of these, members are parts. */
const haveMembers = /^(?:teams|deletedteams|joinedteams|chats|channels|allchannels|incomingchannels)$/;
const hasMembers = /^(?:team|primarychannel)$/;

function isRelation(segments: readonly string[], at: number): boolean {
  const name = leniently(segments[at]);
  if (name !== 'members') return references.has(name);
  return !haveMembers.test(segments[at - 2] ?? '') && !hasMembers.test(segments[at - 1] ?? '');
}

/** A name as a lenient service could read it: escaped twice, with blanks, dots or parameters around its letters. */
const leniently = (segment = ''): string =>
  plainPath(plainPath(segment).replace(/;.*$/s, ''))
    .replaceAll(/%[0-9a-f]{2}|[^a-z0-9]/gi, '')
    .toLowerCase();

/** Without the names of files and folders, which may be those of properties: `root:/owners/list.txt:/content`. */
const segmentsOf = (path: string): readonly string[] =>
  path.replace(/(\/(?:root|(?:items|special|children|sites)\/[^/:]+)):\/.*?(?::|$)/g, '$1:').split('/');

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
