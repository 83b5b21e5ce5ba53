import { type CloudName, clouds } from '../../../http/clouds.ts';
import { type Guarded, refused } from '../guarded.ts';

/** The one place to which tokens may be sent: scheme, host and port as in `URL.origin`. */
/** `labels`: its responses may be labeled as those of a sandbox. */
export type TrustedOrigin = { readonly origin: string; readonly labels?: true };

/**
 * The origin of a base url, if tokens may be sent there: https, only scheme, host and port, and the host of the cloud.
 * Only the custom cloud may be anywhere else, including this machine.
 */
export function trustOrigin(base: string, cloud: CloudName): Guarded<{ readonly trusted: TrustedOrigin }> {
  const url = URL.canParse(base) ? new URL(base) : undefined;
  if (url === undefined || hasHidden(base)) return refused('the address of the service is not a url');
  const shown = `${url.protocol}//${url.host}`;
  if (url.username !== '' || url.password !== '') {
    return refused(
      `the address of the service names a user before the host \`${url.host}\``,
      'remove everything before `@`',
    );
  }
  if (url.protocol !== 'https:') return refused(`\`${shown}\` is not https`, 'tokens are only sent over https');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    return refused(`the address of the service has more than a host: \`${shown}\``, `use \`${url.origin}\``);
  }
  const problem = cloud === 'custom' ? undefined : strangeHost(url, cloud);
  return problem ?? { ok: true, trusted: { origin: url.origin, ...(cloud === 'custom' ? { labels: true } : {}) } };
}

function strangeHost(url: URL, cloud: Exclude<CloudName, 'custom'>): Guarded<never> | undefined {
  const { graphOrigin: graph } = clouds[cloud];
  if (url.origin === graph) return undefined;
  const where = isThisMachine(url.hostname) ? 'this machine or its network' : 'not Microsoft Graph';
  return refused(`\`${url.host}\` is ${where}`, `the cloud \`${cloud}\` is at \`${graph}\`; a sandbox is \`custom\``);
}

/** Loopback, link-local (where clouds keep their metadata service) and unspecified addresses, as `URL` writes them. */
export function isThisMachine(hostname: string): boolean {
  const host = hostname.replace(/\.$/, '');
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  if (/^(?:127|0)\.\d+\.\d+\.\d+$/.test(host) || /^169\.254\.\d+\.\d+$/.test(host)) return true;
  return /^\[(?:::1?|fe[89ab][0-9a-f]:.*|::ffff:(?:7f|a9fe|0).*)\]$/.test(host);
}

/**
 * The path to send on the trusted origin: the request's own, unchanged, after it is proved to stay on that origin. The
 * origin is compared as parsed, never as text.
 */
export function targetPath({ origin }: TrustedOrigin, path: string): Guarded<{ readonly path: string }> {
  if (!path.startsWith('/') || hasHidden(path) || path.includes('#'))
    return refused('the url is not a path on the service');
  const url = URL.parse(path, origin);
  if (url === null) return refused('the url is not a path on the service');
  if (url.origin !== origin || url.username !== '' || url.password !== '') {
    return refused(`the url leads to \`${url.host}\`, not to the service`);
  }
  return climbs(path) ? refused('the url leaves its path with `..`') : { ok: true, path };
}

/** Path and query of a link that a response gave (`@odata.nextLink`, `Location`), if it leads to the trusted origin. */
export function linkPath(trusted: TrustedOrigin, link: unknown): Guarded<{ readonly path: string }> {
  if (typeof link !== 'string' || hasHidden(link)) return refused('the link is not a url');
  if (link.startsWith('/')) return targetPath(trusted, link);
  if (!URL.canParse(link)) return refused('the link is not a url');
  const url = new URL(link);
  if (url.origin !== trusted.origin || url.username !== '' || url.password !== '') {
    return refused(`the link leads to \`${url.host}\`, not to the service`);
  }
  return targetPath(trusted, `${url.pathname}${url.search}`);
}

/** Backslashes, spaces, control characters and everything beyond ASCII: characters that parsers read differently. */
function hasHidden(text: string): boolean {
  return /[^\x21-\x7e]|\\/.test(text);
}

function climbs(path: string): boolean {
  const [before = ''] = path.split('?', 1);
  return before.split('/').some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment));
}
