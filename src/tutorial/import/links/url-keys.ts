import type { Page, PageRequest } from '../../page/page.ts';
import { isItem, isPlural, isWords } from '../nouns.ts';

/** Decides which segments of a url are keys: for a path or an address of the service. */
export type UrlKeys = (url: string) => readonly string[];

/**
 * The keys in the urls of a page: by the service's metadata, by the page's own signatures (`GET /classes/{id}`), and by
 * their form if neither has the path. Fixed names of the service (`mailFolders/Inbox`) are not keys.
 */
export function urlKeys(page: Page, service: UrlKeys | undefined): UrlKeys {
  const signatures = page.items.flatMap((item) =>
    item.kind === 'request' && (item.request.signature === true || item.request.ignored === true)
      ? [partsOf(item.request.url)]
      : [],
  );
  return (url) => {
    const parts = partsOf(url);
    const shown = signatures.flatMap((signature) => keysBySignature(parts, signature));
    const asserted = [...(service?.(pathIn(url)) ?? []), ...shown].filter((key) => !isOwnName(key));
    return [...new Set([...asserted, ...keysByLook(parts)])];
  };
}

/** All of a request: its url, and the addresses in its body. */
export function keysOfRequest(
  { url, sampleKeys = [] }: PageRequest,
  texts: readonly string[],
  keysIn: UrlKeys,
): readonly string[] {
  const addresses = texts.filter((text) => /^(?:https:\/\/graph\.microsoft\.com)?\/[\w.$]+\//i.test(text));
  return [...new Set([...sampleKeys, ...[url, ...addresses].flatMap(keysIn)])];
}

/** An address without its host; the version where it has one. */
const pathIn = (url: string): string =>
  url.replace(/^https:\/\/graph\.microsoft\.com/i, '').replace(/^(?!\/(?:v1\.0|beta)\/)/, '/v1.0');

const partsOf = (url: string): readonly string[] =>
  (pathIn(url).split('?', 1)[0] ?? '').split('/').filter((part, at) => part !== '' && at > 1);

/** The signature `/classes/{id}/assignments` shows which part of `/classes/11021/assignments` is the key. */
function keysBySignature(parts: readonly string[], signature: readonly string[]): readonly string[] {
  const fits = parts.length === signature.length && signature.every((one, at) => isSame(parts[at] ?? '', one));
  return fits ? parts.filter((_, at) => isPlaceholder(signature[at] ?? '')) : [];
}

const isPlaceholder = (part: string): boolean => /^[{<].*[}>]$/.test(part);
const isSame = (part: string, shown: string): boolean =>
  isPlaceholder(shown) || part.toLowerCase() === shown.toLowerCase();

/** Behind the name of a collection, what has a digit: functions have parentheses, and types of Graph their namespace. */
function keysByLook(parts: readonly string[]): readonly string[] {
  return parts.flatMap((part, at) => {
    const quoted = /^([A-Za-z]\w*)\('([^']+)'\)$/.exec(part);
    if (quoted !== null) return isPlural(quoted[1] ?? '') && isKeyLike(quoted[2] ?? '') ? [quoted[2] ?? ''] : [];
    const before = parts[at - 1] ?? '';
    const isBehind = /^[A-Za-z]\w*$/.test(before) && isPlural(before) && !isItem(before);
    return isBehind && isKeyLike(part) ? [part.replace(/:$/, '')] : [];
  });
}

const isKeyLike = (part: string): boolean =>
  /\d|=$|^A[AQ]Mk/.test(part) &&
  /^[\w.,~!:%@=+-]+$/.test(part) &&
  !/^[\w.]+=/.test(part.replace(/=+$/, '')) &&
  !/^(?:microsoft\.)?graph\./.test(part) &&
  !isOwnName(part);

/** `Inbox`, `Sheet1`, `fido2`, `48x48`, `getOffice365GroupsActivityCounts`: a word or a size, which is the same for every reader. */
function isOwnName(part: string): boolean {
  if (/contoso|fabrikam|adatum|northwind/i.test(part) || /^A[AQ]Mk/.test(part)) return false;
  return /^[A-Za-z]+\d?$|^\d+x\d+$/.test(part) || isWords(part);
}
