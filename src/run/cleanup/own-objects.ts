import { plainPath } from '../../http/plain-path.ts';
import { binUrl } from './recycle-bin.ts';
import { relations } from './relations.ts';

/** Whether two urls name the same object: version and query aside. */
export const sameObject = (a: string, b: string): boolean => new OwnObjects([a]).same(b).length > 0;

/** Whether a url names one of these objects, a part of it, or its copy in the recycle bin. */
export const isOneOf = (objects: readonly string[], url: string): boolean => new OwnObjects(objects).has(url);

/** A dot or an encoded slash could lead elsewhere, however often it is escaped. */
const leadsElsewhere = /(?:^|\/)\.\.?(?:\/|$)|%(?:25)*(?:2f|5c|2e)|\\/i;

/** Objects by all that names them: whose a url is does not take longer where there are many. */
export class OwnObjects {
  readonly #byPath = new Map<string, Set<string>>();
  readonly #byName = new Map<string, Set<string>>();
  readonly #byBin = new Map<string, Set<string>>();
  readonly #byId = new Map<string, Set<string>>();

  constructor(urls: Iterable<string> = []) {
    for (const url of urls) this.add(url);
  }

  /** Adds an object. `url`: the url that deletes it. */
  add(url: string): void {
    const path = objectPath(url);
    note(this.#byPath, path, url);
    for (const name of namesOf(path)) note(this.#byName, name, url);
    const bin = binUrl(url);
    if (bin !== undefined) note(this.#byBin, objectPath(bin), url);
    note(this.#byId, idOf(path), url);
  }

  /** The ids of the objects as they occur in bodies: the last segments of their urls. */
  get ids(): Iterable<string> {
    return this.#byId.keys();
  }

  hasId(text: string): boolean {
    return this.#byId.has(text);
  }

  has(url: string): boolean {
    return this.holding(url).length > 0;
  }

  /** The objects that a url names, directly, by a part of them or by their copies in the recycle bin. */
  holding(url: string): readonly string[] {
    if (leadsElsewhere.test(url.split('?', 1)[0] ?? '')) return [];
    const path = objectPath(url);
    const place = withoutLink(path);
    const target = targetOf(place);
    if (target === '') return [];
    if (target !== undefined) return found(this.#byId, target);
    const places = [...new Set([path, place, place.replace(folders, '$1')])];
    const above = places.flatMap(withAllAbove);
    return [...new Set([this.#byName, this.#byBin].flatMap((named) => above.flatMap((name) => found(named, name))))];
  }

  /** The objects that a url names: version and query aside. */
  same(url: string): readonly string[] {
    const path = objectPath(url);
    return [...new Set([...found(this.#byName, path), ...namesOf(path).flatMap((name) => found(this.#byPath, name))])];
  }
}

function note(objects: Map<string, Set<string>>, name: string, url: string): void {
  objects.set(name, (objects.get(name) ?? new Set()).add(url));
}

function found(objects: ReadonlyMap<string, ReadonlySet<string>>, name: string): readonly string[] {
  const urls = objects.get(name);
  return urls === undefined ? [] : [...urls];
}

const idOf = (path: string): string => path.split('/').at(-1) ?? '';

/** A path and all of its parents. A file may be addressed by its path below a folder: `items/1:/name`. */
function withAllAbove(path: string): readonly string[] {
  const above = [path];
  for (let end = path.indexOf('/', 1); end !== -1; end = path.indexOf('/', end + 1)) {
    above.push(path.slice(0, end));
    if (path[end - 1] === ':') above.push(path.slice(0, end - 1));
  }
  return above;
}

/** Ids are unique in the directory. */
const directory =
  /^\/(?:directory\/)?(groups|teams|users|applications|serviceprincipals|devices|administrativeunits|contacts)(?=\/)/;
/** A team has the id of its group. */
const teams: ReadonlySet<string> = new Set(['groups', 'teams']);
/** Items of a mailbox have ids of their own in all of the mailbox, whichever folder they are in. */
const folders =
  /^(\/me|\/users\/[^/]+|\/groups\/[^/]+)(?:\/(?:mailfolders|childfolders|contactfolders|calendars|calendargroups)\/[^/]+|\/calendar)+(?=\/(?:messages|events|contacts)\/)/;

/** The paths by which a service identifies an object. */
function namesOf(path: string): readonly string[] {
  const kind = directory.exec(path)?.[1] ?? '';
  const kinds = [...(teams.has(kind) ? teams : [kind]), 'directoryobjects'];
  return [path, path.replace(folders, '$1'), ...kinds.map((name) => path.replace(directory, `/${name}`))];
}

/**
 * The path of the object that a url names, in one form: without version, query and type casts, with keys as segments
 * (`groups('1')` is `groups/1`), without escapes of ASCII letters, and with names in lower case.
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
  // A key may contain a slash: then its closing parenthesis is in a later segment.
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
/** Resources whose members are parts of them. */
const haveMembers = /^(?:teams|deletedteams|joinedteams|chats|channels|allchannels|incomingchannels)$/;
const hasMembers = /^(?:team|primarychannel)$/;

/** A value that is not known yet is an id, regardless of its name. */
const isGap = (segment = ''): boolean => /^\$\{[^{}]*\}$/.test(segment);

function isRelation(segments: readonly string[], at: number): boolean {
  if (isGap(segments[at])) return false;
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

/** The id of the object that a path reaches through a relation; the empty text if only the service knows it. */
function targetOf(path: string): string | undefined {
  const segments = segmentsOf(path);
  const at = segments.findLastIndex((_, index) => index > 1 && isRelation(segments, index));
  return at === -1 ? undefined : (segments[at + 1] ?? '');
}
