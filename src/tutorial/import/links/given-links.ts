import { decoded } from '../../../decoded.ts';
import type { PageResponse } from '../../page/page.ts';
import { type Guess, likelyLink } from './guess.ts';
import { leavesOf, type Path } from './leaves.ts';
import type { Exchanged } from './link-names.ts';

/** A link that a response gives: in a header, or as a value of its body. */
export type GivenLink = {
  readonly step: number;
  readonly header?: string;
  readonly path: Path;
  /** As the page shows it. */
  readonly value: string;
  /** The noun that a reader would use. */
  readonly noun: string;
};

/** Headers with links; `Location` of a new object repeats the id in its body. */
const linkHeaders: { readonly [name: string]: string } = {
  location: 'operation',
  'operation-location': 'operation',
};

export const isLinkHeader = (name: string): boolean => Object.hasOwn(linkHeaders, name.toLowerCase());

/** The links that steps give, in their order. */
export function givenLinksOf(steps: readonly Exchanged[]): readonly GivenLink[] {
  return steps.flatMap(({ method, responseBody, status = 0, headers = [] }, step): readonly GivenLink[] => [
    ...headers.flatMap(({ name, value }) => {
      const noun = linkHeaders[name.toLowerCase()];
      const isNeeded =
        noun !== undefined && value !== '' && method !== 'DELETE' && (status === 202 || responseBody === undefined);
      return isNeeded ? [{ step, header: name, path: [], value, noun: status >= 300 ? 'download' : noun }] : [];
    }),
    ...leavesOf(responseBody).flatMap(({ path, value }) => {
      const key = String(path.at(-1));
      return typeof value === 'string' && /^https:\/\/[^/]+\/./.test(value) && isLink(key)
        ? [{ step, path, value, noun: key.replace(/^.*\./, '').replace(/^@odata\./, '') }]
        : [];
    }),
  ]);
}

/** Whether a response gives an address, in a header or in its body. */
export function givesAddress({ headers, body }: PageResponse, address: string): boolean {
  const texts = body?.kind === 'json' ? leavesOf(body.value).map(({ value }) => String(value)) : [];
  const links = headers.filter(({ name }) => isLinkHeader(name)).map(({ value }) => value);
  return [...texts, ...links].some((text) => text.startsWith('https://') && isSame(text, address) !== undefined);
}

/** Whether an address is a link: unchanged, or shortened as pages shorten long ones. */
function isSame(link: string, address: string): 'whole' | 'shortened' | undefined {
  const [whole, shown] = [addressOf(link), addressOf(address)];
  if (whole === shown) return 'whole';
  // The host, and enough of the path to be that of no other link.
  const isLong = /^https:\/\/[^/]+\/.{6,}$/.test(shown);
  return isLong && whole.startsWith(shown) ? 'shortened' : undefined;
}

/** Addresses of objects that the page already has, or of pages for people, are not followed. */
const isLink = (key: string): boolean =>
  /(?:Link|Uri|Url|Location)$/.test(key) &&
  !/(?:media|^)(?:Read|Edit|read|edit)Link$|[.](?:read|edit|navigation|association)Link$/.test(key) &&
  !/^(?:webUrl|photoUrl|logoUrl|siteUrl)$/.test(key);

/** The link that a GET or PUT follows, and what is not certain about it; `undefined` where it follows none. */
export function linkFollowed(
  url: string,
  step: number,
  links: readonly GivenLink[],
  method: string,
): { readonly link: GivenLink; readonly guess?: Guess } | undefined {
  const earlier = links.filter((link) => link.step < step);
  const same = earlier.findLast(({ value }) => isSame(value, url) === 'whole');
  if (same !== undefined) return { link: same };
  const longer = earlier.findLast(({ value }) => isSame(value, url) === 'shortened');
  if (longer !== undefined)
    return { link: longer, guess: likelyLink('the page shortens the address of the link before') };
  if (method !== 'GET') return undefined;
  const token = tokenOf(url);
  if (token === undefined) return ofSameThing(url, earlier);
  const ofKind = earlier.filter(({ value }) => {
    const given = tokenOf(value);
    // One address of a drive contains its root, the other omits it.
    const isSameDrive = token.kind === 'drive' && given?.text === token.text;
    return given?.kind === token.kind && (isSameDrive || pathOf(value) === pathOf(url));
  });
  const link = ofKind.findLast(({ value }) => tokenOf(value)?.text === token.text) ?? ofKind.at(-1);
  if (link === undefined) return undefined;
  const isShown = tokenOf(link.value)?.text === token.text;
  const why = isShown
    ? 'the page writes the address of the link before otherwise; the link is followed as it was given'
    : 'no response of the page shows this token; the last link to such a page is followed';
  return { link, guess: likelyLink(why) };
}

/** `…/operations/<id>` is the same object as a `Location` with the same end. */
function ofSameThing(url: string, earlier: readonly GivenLink[]) {
  const last = lastSegment(url);
  if (!/^(?=.*\d)[\w-]{12,}$/.test(last)) return undefined;
  const link = earlier.findLast(({ header, value }) => header !== undefined && lastSegment(value) === last);
  if (link === undefined) return undefined;
  return {
    link,
    guess: likelyLink('the page writes the address of the link before otherwise; the link is followed as it was given'),
  };
}

const lastSegment = (link: string): string => pathOf(link).split('/').at(-1) ?? '';

/** A link as it is compared: without host and version, in any case, however escaped. */
function addressOf(link: string): string {
  const path = link.replace(/^https:\/\/graph\.microsoft\.com/i, '').replace(/^\/(?:v1\.0|beta)(?=\/)/i, '');
  return decoded(path)
    .toLowerCase()
    .replace(/[/,]+$/, '');
}

const pathOf = (link: string): string => addressOf(link.split('?', 1)[0] ?? '').replace(/\((?:token=[^)]*)?\)/g, '');

type Token = { readonly kind: string; readonly text: string };

/** The token of a next page of a list, or of later changes to it. */
function tokenOf(link: string): Token | undefined {
  const [, kind = '', text] = /[?&](?:\$|%24)?(skip|delta)token=([^&\s]+)/i.exec(link) ?? [];
  if (text !== undefined) return { kind: kind.toLowerCase(), text: decoded(text) };
  // For a drive, page links and delta links are the same; `latest` is a token of the service.
  const drive = /\/delta(?:\(\))?\??(?:\(|\?|&)token=(?:'|%27)?([^'&\s)%]+)/i.exec(link)?.[1];
  return drive === undefined || drive === 'latest' ? undefined : { kind: 'drive', text: drive };
}
