import { checkUrlText } from '../../../format/template/url-path.ts';
import { isAlternative } from '../../languages/languages.ts';
import type { Heading, PageRequest } from '../../page/page.ts';

/** Names take more room than what they stand for. */
const longestUrl = 1_000;

/** What says how a request is written needs no one. */
export const isNoExample = 'it says how the request is written, and is no example of it';

/** Why a request of a page becomes no step; `undefined` where it does. */
export function reasonToLeaveOut(
  { ignored, signature, host, url }: PageRequest,
  headings: readonly Heading[],
): string | undefined {
  if (ignored === true || signature === true) return isNoExample;
  if (headings.some(({ text }) => isAlternative(text))) return 'another way to do what the way before it does';
  if (host !== 'graph.microsoft.com') return `it is sent to ${host}, and a scenario sends to Microsoft Graph only`;
  const fault = url.length > longestUrl ? 'it is too long' : checkUrlText(url);
  return fault === undefined ? undefined : `its url is none that a scenario may send: ${fault}`;
}
