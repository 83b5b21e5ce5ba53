import { plainPath } from '../../http/plain-path.ts';
import { wordsOf } from '../../words-of.ts';
import { actionVerbs, makingActions, readingActions, unlikeCollections } from './relations.ts';

/**
 * What a POST does, by the last segment of its path: an action that only reads, a collection or an action that creates
 * something, or an action that changes something. Unknown names count as changes.
 */
export function kindOfPost(path: string): 'reads' | 'creates' | 'changes' {
  if (/\/workbook\/functions\/[^/]+$/i.test(path)) return 'reads';
  const name = lastName(path);
  if (reading.has(name)) return 'reads';
  return making.has(name) || isCollection(path) ? 'creates' : 'changes';
}

/** Whether a POST to this path creates an object that is below the path, by its id. */
export function isCollection(path: string): boolean {
  const name = lastName(path);
  return collections.has(name) || looksLikeCollection(name);
}

/**
 * How a POST may create something; `shown`: only its response can show whether it did; `said`: it must also say so, by its
 * status.
 */
export type MayCreate = 'collection' | 'action' | 'shown' | 'said';

/** How a POST to this path may create something; `undefined` if it reads, or changes an existing object. */
export function mayCreate(path: string): MayCreate | undefined {
  const name = lastName(path);
  if (name.startsWith('$') || kindOfPost(path) === 'reads') return undefined;
  if (isCollection(path)) return 'collection';
  if (makes.test(name)) return 'action';
  // A type: a POST to a collection of that type creates an object there.
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
/** Prefixes of actions that create something; actions of beta have the same prefixes. */
const makes = /^(?:clone|copy|create|import|instantiate|invite)/;

const reading: ReadonlySet<string> = new Set([...readingActions, ...wordsOf(readingInBeta)]);
const making: ReadonlySet<string> = new Set(makingActions);
const collections: ReadonlySet<string> = new Set([...unlikeCollections, 'addresses']);

/** Whether a name in lower case is that of several things: `groups`, `assignmentfilters`, but not `deletemembers`. */
export const looksLikeCollection = (name: string, beginnings: readonly string[] = verbs): boolean =>
  /^[a-z]\w*s$/.test(name) &&
  !beginnings.some((verb) => name.startsWith(verb) && !nounEnd.test(name.slice(verb.length)));

/** After a verb: `assigned…`, `settings`, `assignments`, `synchronization…`. */
const nounEnd = /^(?:ed|t?ing|ments?|hron)/;
