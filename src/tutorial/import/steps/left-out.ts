import { checkUrlText } from '../../../format/template/url-path.ts';
import { linkFault } from '../../../http/public-address.ts';
import { isAlternative } from '../../languages/languages.ts';
import type { Heading, PageRequest, PageResponse } from '../../page/page.ts';
import { addressOf, graphHost } from '../../page/read-url.ts';
import { givesAddress } from '../links/given-links.ts';

/** Names are longer than their values. */
const longestUrl = 1_000;

/** A request that only shows a syntax is not an example. */
export const isNoExample = 'it says how the request is written, and is not an example of it';

/** Why a request of a page becomes no step; `undefined` where it does. */
export function reasonToLeaveOut(
  { ignored, signature, host, url, method }: PageRequest,
  headings: readonly Heading[],
  earlier: readonly PageResponse[],
): string | undefined {
  const address = addressOf({ host, url });
  const isGiven = host !== graphHost && earlier.some((response) => givesAddress(response, address));
  // Pages exclude requests from their own tests that these cannot send, such as those to the address of an upload.
  if ((ignored === true && !isGiven) || signature === true) return isNoExample;
  if (headings.some(({ text }) => isAlternative(text))) return 'an alternative to the section before it';
  if (host !== graphHost) {
    if (!isGiven) return `it is sent to ${host}, and a scenario sends to Microsoft Graph only`;
    if (method !== 'GET' && method !== 'PUT')
      return `it is sent to ${host}, to which a scenario sends GET and PUT only`;
    const link = /[^\x21-\x7e]|\\/.test(address) ? null : URL.parse(address);
    return link === null || linkFault(link, false) !== undefined
      ? `${host} is not a host that a link may lead to`
      : undefined;
  }
  const fault = url.length > longestUrl ? 'it is too long' : checkUrlText(url);
  return fault === undefined ? undefined : `its url is none that a scenario may send: ${fault}`;
}
