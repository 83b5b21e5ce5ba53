import { linkFault } from '../../http/public-address.ts';
import { evaluateText } from './evaluate-template.ts';
import type { Template } from './template.ts';
import type { EvaluatedUrl } from './url.ts';
import type { Values } from './values.ts';

/** What may be asked by a link that was captured. */
export type LinkRules = {
  /**
   * The service's origin, with the version below which a link stands that names none: `/teams('1')/operations('2')`, as
   * Microsoft Graph writes some. With a credential, no other origin is asked.
   */
  readonly service: string;
  /** `none`: to any https host, and without anything of ours. */
  readonly credentials: 'actor' | 'none';
  /** A service of one’s own may be on this machine. */
  readonly privateHosts: boolean;
};

/**
 * Where a link leads that the service gave, absolute or relative to its root: path and query on the service, or the whole
 * address where it leads elsewhere, which no credential goes to. Origins are compared as parsed and never as text.
 */
export function evaluateLink(template: Template, values: Values, rules: LinkRules): EvaluatedUrl {
  const link = evaluateText(template, values);
  if (link === undefined) return { ok: false, message: 'the captured link has no value' };
  const { origin, pathname } = new URL(rules.service);
  const whole = pathname !== '/' && namesNoVersion(link) ? `${pathname}${link}` : link;
  const url = /[\u0000-\u001f\u007f-\uffff\\]|^ | $/.test(link) ? null : URL.parse(whole, origin);
  if (url === null || link === '') return { ok: false, message: 'what was captured is no link' };
  const isService = url.origin === origin && url.username === '' && url.password === '';
  if (isService) return { ok: true, url: `${url.pathname}${url.search}` };
  if (rules.credentials === 'actor') {
    const message = `the captured link leads to \`${url.host}\`, and the token is for \`${origin}\` only`;
    return { ok: false, message };
  }
  const fault = linkFault(url, rules.privateHosts);
  if (fault !== undefined) return { ok: false, message: `the captured link ${fault}` };
  url.hash = '';
  return { ok: true, url: url.href };
}

const namesNoVersion = (link: string): boolean => /^\/(?!\/|(?:v\d[\w.]*|beta)(?:[/?]|$))/i.test(link);
