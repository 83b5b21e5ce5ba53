import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { safeLine } from '../../diagnostics/safe-text.ts';
import type { View } from './terminal-view.ts';

/** Terminals ignore longer ones, or worse (VTE: 2,083 bytes). */
const longestAddress = 2000;

/** Text that opens a file, where the terminal takes hyperlinks and the name of the file hides nothing. */
export function fileLink(text: string, file: string, { links }: View): string {
  if (links !== true || file === '' || safeLine(file) !== file) return text;
  return hyperlink(text, pathToFileURL(resolve(file)).href);
}

/**
 * A text that opens a page. Only an https address that is exactly the shown text: no user name before the host, no
 * characters that parsers read differently.
 */
export function pageLink(text: string, address: string, { links }: View): string {
  if (links !== true || !URL.canParse(address)) return text;
  const { href, protocol, username, password } = new URL(address);
  const plain = href === address || href === `${address}/`;
  return plain && protocol === 'https:' && username === '' && password === '' ? hyperlink(text, href) : text;
}

/** OSC 8 (https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda): printable ASCII only, or no link. */
function hyperlink(text: string, href: string): string {
  if (href.length > longestAddress || !/^[\x21-\x7e]+$/.test(href)) return text;
  return `\x1b]8;;${href}\x1b\\${text}\x1b]8;;\x1b\\`;
}
