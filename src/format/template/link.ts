import { linkFault } from '../../http/public-address.ts';
import { evaluateText } from './evaluate-template.ts';
import type { Template } from './template.ts';
import type { EvaluatedUrl } from './url.ts';
import type { Values } from './values.ts';

/** Where a captured link may lead. */
export type LinkRules = {
  /**
   * The origin of the service, with the version for links that state none: `/teams('1')/operations('2')`, as in some
   * responses of Microsoft Graph. Requests with a credential are sent to no other origin.
   */
  readonly service: string;
  /** `none`: to any https host, without credentials. */
  readonly credentials: 'actor' | 'none';
  /** Whether private hosts are allowed: a custom service may be on this machine. */
  readonly privateHosts: boolean;
};

/**
 * The target of a link from the service, absolute or relative to its root: path and query on the service, or the whole
 * address if it is on another host, to which no credential is sent. Origins are compared as parsed, never as text.
 */
export function evaluateLink(template: Template, values: Values, rules: LinkRules): EvaluatedUrl {
  const link = evaluateText(template, values);
  if (link === undefined) return { ok: false, message: 'the captured link has no value' };
  const { origin, pathname } = new URL(rules.service);
  const whole = pathname !== '/' && namesNoVersion(link) ? `${pathname}${link}` : link;
  const url = /[\u0000-\u001f\u007f-\uffff\\]|^ | $/.test(link) ? null : URL.parse(whole, origin);
  if (url === null || link === '') return { ok: false, message: 'the captured value is not a link' };
  const isService = url.origin === origin && url.username === '' && url.password === '';
  if (isService) return { ok: true, url: `${url.pathname}${url.search}` };
  if (rules.credentials === 'actor') {
    const message = `the captured link leads to \`${url.host || url.protocol}\`, but the token is for \`${origin}\` only`;
    return { ok: false, message };
  }
  const fault = linkFault(url, rules.privateHosts);
  if (fault !== undefined) return { ok: false, message: `the captured link ${fault}` };
  url.hash = '';
  return { ok: true, url: url.href };
}

const namesNoVersion = (link: string): boolean => /^\/(?!\/|(?:v\d[\w.]*|beta)(?:[/?]|$))/i.test(link);
