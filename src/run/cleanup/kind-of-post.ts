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

const words = (text: string): readonly string[] => text.trim().split(/\s+/);
const reading: ReadonlySet<string> = new Set([...readingActions, ...words(readingInBeta)]);
const making: ReadonlySet<string> = new Set(makingActions);
const collections: ReadonlySet<string> = new Set([...unlikeCollections, 'addresses']);

/** Whether a name in lower case is that of several things: `groups`, `assignmentfilters`, but not `deletemembers`. */
export const looksLikeCollection = (
  name: string,
  verbs: readonly string[] = [...actionVerbs, ...verbsInBeta],
): boolean =>
  /^[a-z]\w*s$/.test(name) && !verbs.some((verb) => name.startsWith(verb) && !nounEnd.test(name.slice(verb.length)));

/** After a verb: `assigned…`, `settings`, `assignments`, `synchronization…`. */
const nounEnd = /^(?:ed|t?ing|ments?|hron)/;
