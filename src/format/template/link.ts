import { evaluateText } from './evaluate-template.ts';
import type { Template } from './template.ts';
import type { EvaluatedUrl } from './url.ts';
import type { Values } from './values.ts';

/**
 * Path and query of a link that the service gave, absolute or relative to its root. It must lead to the origin of the
 * service, compared as parsed and never as text: the token goes with it. `service` is an origin, with the version below which
 * a link stands that names none: `/teams('1')/operations('2')`, as Microsoft Graph writes some.
 */
export function evaluateLink(template: Template, values: Values, service: string): EvaluatedUrl {
  const link = evaluateText(template, values);
  if (link === undefined) return { ok: false, message: 'the captured link has no value' };
  const { origin, pathname } = new URL(service);
  const url = URL.parse(pathname !== '/' && namesNoVersion(link) ? `${pathname}${link}` : link, origin);
  if (url === null || link.trim() === '') return { ok: false, message: 'what was captured is no link' };
  if (url.origin !== origin || url.username !== '' || url.password !== '') {
    return {
      ok: false,
      message: `the captured link leads to \`${url.host}\`, and the token is for \`${origin}\` only`,
    };
  }
  return { ok: true, url: `${url.pathname}${url.search}` };
}

const namesNoVersion = (link: string): boolean => /^\/(?!\/|(?:v\d[\w.]*|beta)(?:[/?]|$))/i.test(link);
