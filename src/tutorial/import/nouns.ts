import { hasGuid } from '../../guid.ts';

/** What things are called: a collection's url, in the singular, gives steps, captures and inputs their names. */

/** A url's path in segments, version left out: `/beta/groups/1/members?$top=5` → `groups`, `1`, `members`. */
export function segmentsOf(url: string): readonly string[] {
  const [path = ''] = url.split('?', 1);
  return path.split('/').filter((segment, index) => segment !== '' && index > 1);
}

/** A segment that names one thing of a collection, and no collection: an id, a placeholder, `$ref`. */
export function isItem(segment: string): boolean {
  return (
    isThread(segment) ||
    hasGuid(segment) ||
    /^[{$]|\{|=$/.test(segment) ||
    (/^(?=.*\d)[\w-]{16,}$|^\d{9,}$/.test(segment) && !isWords(segment))
  );
}

/** `getOffice365GroupsActivityCounts`, `fido2`: words in camel case, with a number or two among them. */
export const isWords = (text: string): boolean =>
  /^[a-z]{2,}(?:[A-Z][a-z]{2,})*(?:\d{1,4}(?:[a-z]{2,}|[A-Z][a-z]{2,})*){0,2}$/.test(text);

/** The id of a channel or a chat: `19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2`. */
export const isThread = (text: string): boolean => /^\d{1,3}:[\w-]{8,}@[\w.]+$/.test(text);

/** `decisions/filterByCurrentUser(on='reviewer')` lists decisions: a function does not change the kind of object. */
function isFunction(segment: string): boolean {
  return /\(.*=.*\)$|^delta(?:\(\))?$|^microsoft\.graph\./.test(segment) || segment === '$ref' || segment === '$count';
}

/** The collection that a url is about: its last segment that is one. */
export function collectionOf(url: string): string | undefined {
  return segmentsOf(url)
    .findLast((segment) => !isItem(segment) && !isFunction(segment))
    ?.replace(/\('.*'\)$/, '');
}

/** Whether a POST of a url makes a new thing: `POST /groups` does, `POST /groups/1/renew` does not. */
export function isCollection(url: string): boolean {
  const last = segmentsOf(url).at(-1) ?? '';
  return isPlural(last) && !isItem(last) && !isFunction(last);
}

const irregular: { readonly [plural: string]: string } = { people: 'person', children: 'child', criteria: 'criterion' };

/** `policies` → `policy`, `groups` → `group`, `access` → `access`. */
export function singular(noun: string): string {
  const known = irregular[noun];
  if (known !== undefined) return known;
  if (/ies$/i.test(noun)) return noun.replace(/ies$/i, 'y');
  if (/(?:ss|us|is)$/i.test(noun)) return noun;
  if (/(?:ses|xes|ches|shes)$/i.test(noun) && !/(?:ases|uses)$/i.test(noun)) return noun.replace(/es$/i, '');
  return noun.replace(/s$/i, '');
}

export function isPlural(noun: string): boolean {
  return singular(noun) !== noun;
}

/** `accessPackageAssignments`, `Access package` → `access-package-assignments`, `access-package`. */
export function kebab(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/** `Drive item-id` → `driveItemId`: a name that a value may have. */
export function camel(text: string): string {
  const name = kebab(text).replace(/-([a-z\d])/g, (_, letter: string) => letter.toUpperCase());
  return /^[a-z]/.test(name) ? name : `value${name}`;
}

/** Whether two nouns mean the same kind of thing: `invitedUser` is a `user`, `accessReviewInstance` an `instance`. */
export function sameKind(one: string, other: string): boolean {
  const [a, b] = [kindOf(one), kindOf(other)].sort((x, y) => x.length - y.length);
  return a !== undefined && b !== undefined && a !== '' && b.endsWith(a);
}

/** Different names for one kind of thing in Microsoft Graph. */
const kinds: { readonly [noun: string]: string } = {
  member: 'user',
  owner: 'user',
  principal: 'user',
  requestor: 'user',
  team: 'group',
  invitation: 'user',
  accessreview: 'accessreviewinstance',
};

function kindOf(noun: string): string {
  const one = singular(noun).toLowerCase();
  return kinds[one] ?? one;
}

/** The noun with its article: `a user`, `an instance`. */
export function article(noun: string): string {
  return `${/^[aeio]|^un/i.test(noun) ? 'an' : 'a'} ${noun}`;
}
