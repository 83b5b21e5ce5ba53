import { plainPath } from '../../http/plain-path.ts';
import { actionVerbs, makingActions, readingActions, unlikeCollections } from './relations.ts';

/**
 * What a POST does, by the last name of its path: an action that only reads, a collection or an action that creates
 * something, or an action that changes something. What no one knows changes something.
 */
export function kindOfPost(path: string): 'reads' | 'creates' | 'changes' {
  if (/\/workbook\/functions\/[^/]+$/i.test(path)) return 'reads';
  const name = lastName(path);
  if (reading.has(name)) return 'reads';
  return making.has(name) || isCollection(path) ? 'creates' : 'changes';
}

/** Whether what a POST to this path creates stands below it, by its id. */
export function isCollection(path: string): boolean {
  const name = lastName(path);
  return collections.has(name) || looksLikeCollection(name);
}

/** How a POST may create something: `shown` is what nothing but its response can say. */
export type MayCreate = 'collection' | 'action' | 'shown';

/** How a POST to this path may create something; `undefined` where it reads, or changes what is there. */
export function mayCreate(path: string): MayCreate | undefined {
  const name = lastName(path);
  if (name.startsWith('$') || kindOfPost(path) === 'reads') return undefined;
  if (isCollection(path)) return 'collection';
  if (makes.test(name)) return 'action';
  // A type: what is posted to a collection of it is created there.
  return verbs.some((verb) => name.startsWith(verb)) ? undefined : 'shown';
}

/** The name that a path ends in, without namespace and parameters, in lower case. */
const lastName = (path: string): string =>
  (
    plainPath(path)
      .split('/')
      .findLast((part) => part !== '') ?? ''
  )
    .replace(/\(.*$/s, '')
    .replace(/^.*\./s, '')
    .toLowerCase();

/** Documented for beta, whose metadata does not ship. */
const readingInBeta = `
  evaluateapplication evaluateclassificationresults evaluatedynamicmembership evaluateremoval extractlabel
  getassignmentfiltersstatusdetails getdevicesscheduledtoretire getglobalscripthighestavailableversion getpolicysets
  getrolescopetagsbyid gettargetedusersanddevices getuserownedobjects haspayloadlinks searchexistingidentities
  tenantsearch validatecompliancescript validatefilter validatexml
`;
const verbsInBeta = ['enrollassets', 'invalidate', 'rotate', 'unblock', 'unenroll'];

const verbs: readonly string[] = [...actionVerbs, ...verbsInBeta];
/** What actions begin with after which there is something new; those of beta begin alike. */
const makes = /^(?:clone|copy|create|import|instantiate|invite)/;

const words = (text: string): readonly string[] => text.trim().split(/\s+/);
const reading: ReadonlySet<string> = new Set([...readingActions, ...words(readingInBeta)]);
const making: ReadonlySet<string> = new Set(makingActions);
const collections: ReadonlySet<string> = new Set([...unlikeCollections, 'addresses']);

/** Whether a name in lower case is that of several things: `groups`, `assignmentfilters`, but not `deletemembers`. */
export const looksLikeCollection = (name: string, beginnings: readonly string[] = verbs): boolean =>
  /^[a-z]\w*s$/.test(name) &&
  !beginnings.some((verb) => name.startsWith(verb) && !nounEnd.test(name.slice(verb.length)));

/** After a verb: `assigned…`, `settings`, `assignments`, `synchronization…`. */
const nounEnd = /^(?:ed|t?ing|ments?|hron)/;
