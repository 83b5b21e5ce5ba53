import type { Source } from '../../diagnostics/source.ts';
import type { PageRequest } from './page.ts';

export type UrlRead = {
  /** Path and query with the version, where the host is Microsoft Graph; otherwise as shown. */
  readonly url: string;
  readonly host: string;
  /** Absent where the page shows none. */
  readonly version?: PageRequest['version'];
  /** What is wrong with it, in words. */
  readonly wrong?: string;
  /** Offsets of the smart quotes that were straightened. */
  readonly smartQuotes: readonly number[];
};

export const graphHost = 'graph.microsoft.com';

/** The whole address of a request to another host. */
export const addressOf = ({ host, url }: Pick<PageRequest, 'host' | 'url'>): string => `https://${host}${url}`;

const smart = /[\u2018\u2019\u201c\u201d]/g;

/** Text after a url, as in code. */
const remark = /[ \t]+\/\/[^\n]*$/;

/** Reads a request's url as a page shows it: whole, without its scheme, relative, or relative without its slash. */
export function readUrl(shown: string, versionWhereRelative: PageRequest['version']): UrlRead {
  const smartQuotes = [...shown.matchAll(smart)].map(({ index }) => index);
  const text = shown.replace(smart, "'").replace(remark, '');
  const whole = /^(?:https?:)?\/\/([^/?#\s]*)(.*)$/is.exec(text) ?? /^(graph\.microsoft\.com)([/?].*)$/is.exec(text);
  const host = whole?.[1]?.toLowerCase() ?? graphHost;
  const path = oneLine(whole?.[2] ?? text);
  if (host !== graphHost) return { url: path, host, smartQuotes };
  const rooted = path.startsWith('/') ? path : `/${path}`;
  const version = /^\/(v1\.0|beta)(?=[/?]|$)/i.exec(rooted)?.[1]?.toLowerCase();
  if (version === 'v1.0' || version === 'beta') {
    return { url: `/${version}${rooted.slice(version.length + 1)}`, host, version, smartQuotes };
  }
  const odd = /^\/(?:api\/)?(?:v\d[\w.]*|beta|\{[^{}]*version\}|\{version[^{}]*\})(?=\/|$)/i.exec(rooted)?.[0];
  if (odd !== undefined) {
    return {
      url: rooted,
      host,
      smartQuotes,
      wrong: `its path begins with \`${odd}\` instead of \`/v1.0\` or \`/beta\``,
    };
  }
  const url = `/${versionWhereRelative}${rooted}`;
  const wrong = whole === null ? undefined : 'it names the service, but no version';
  return { url, host, smartQuotes, ...(wrong !== undefined && { wrong }) };
}

/** A query that continues on the next line is one url; raw spaces are kept. */
const oneLine = (text: string) => text.replace(/[ \t]*\n[ \t]*/g, '');

/** The version that a reference page documents: by the folder it lies in, or by the disclaimer of beta pages. */
export function documentedVersion({ path, text }: Source): PageRequest['version'] | undefined {
  const folder = /[\\/](v1\.0|beta)[\\/]/.exec(path)?.[1];
  if (folder === 'v1.0' || folder === 'beta') return folder;
  return /beta-disclaimer|APIs under the `?\/beta`? version/i.test(text) ? 'beta' : undefined;
}
