import type { Entra } from './entra.ts';
import { type EntraError, entraError } from './entra-error.ts';
import { appOf } from './token-endpoint-grants.ts';
import { delegatedScope, graphResources } from './token-scope.ts';

export type WayBack =
  | { readonly kind: 'redirect'; readonly location: string }
  /** A page that posts its form as soon as it is loaded. */
  | { readonly kind: 'page'; readonly html: string };

/**
 * `GET /{tenant}/oauth2/v2.0/authorize` (RFC 6749 section 4.1, with the proof key of RFC 7636). No person is prompted: who is
 * suggested has agreed, or the administrator where no one is. It leads back to programs of this machine only.
 */
export function authorizeResponse(query: URLSearchParams, entra: Entra): WayBack | EntraError {
  const app = appOf(query, entra);
  if (app.kind === 'error') return app;
  const { appId } = app.registration;
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!isOfThisMachine(redirectUri)) {
    return entraError('wrong-redirect', 'The redirect_uri is not one of a program of this machine.');
  }
  const challenge = query.get('code_challenge');
  if (query.get('response_type') !== 'code' || query.get('code_challenge_method') !== 'S256' || challenge === null) {
    return entraError('wrong-form', 'Ask for a code, with a code_challenge of the method S256.');
  }
  const scope = query.get('scope') ?? '';
  const granted = delegatedScope(scope, app.registration, graphResources(entra.origin));
  if (granted.kind === 'error') return granted;
  const hint = query.get('login_hint');
  const user = hint === null ? entra.administrator() : entra.user(hint);
  if (user === undefined) return entraError('unknown-user', `The account ${hint ?? ''} is not in this tenant.`);
  const code = entra.authorizations.give({ appId, userId: user.id, scope, redirectUri, challenge });
  const state = query.get('state');
  const carried = { code, ...(state === null ? {} : { state }) };
  if (query.get('response_mode') === 'form_post') return { kind: 'page', html: postingPage(redirectUri, carried) };
  const location = new URL(redirectUri);
  for (const [name, value] of Object.entries(carried)) location.searchParams.set(name, value);
  return { kind: 'redirect', location: location.href };
}

/** https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html: codes are in no url, and so in no history. */
function postingPage(redirectUri: string, carried: { readonly [name: string]: string }): string {
  const fields = Object.entries(carried).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`,
  );
  return [
    '<!doctype html><title>Signed in</title>',
    '<body onload="document.forms[0].submit()">',
    `<form method="post" action="${escaped(redirectUri)}">`,
    ...fields,
    '<button>Go back to the program that asked</button></form>',
    '',
  ].join('\n');
}

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** RFC 8252 section 7.3: loopback, at any port. */
function isOfThisMachine(uri: string): boolean {
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
