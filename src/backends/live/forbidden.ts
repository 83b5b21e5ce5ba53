import { permissionCovers } from '../../format/scenario/permission.ts';
import type { HttpResponse } from '../../http/message.ts';
import type { Reply } from '../../run/ports.ts';
import { graphErrorOf } from './retry/error-codes.ts';
import { readChallenge } from './transport/challenge.ts';

type Blocked = Extract<Reply, { kind: 'blocked' }>;

/** The sender: the permissions that the scenario lists for the actor, and those that the token grants. */
export type Sender = {
  readonly actor: string;
  readonly context: 'delegated' | 'application';
  readonly needs: readonly string[];
  readonly granted: readonly string[];
};

const licenseCode = /licen[sc]e|premium|nonpremium/i;
const conditionalCode = /insufficient_?claims|conditionalaccess|interaction_?required|mfa_?required/i;
const roleCode = /role/i;

/**
 * Why a service refuses (402, 403): consent, role, license and Conditional Access have different remedies. Reported by
 * codes; the message only decides where Graph uses one code for all.
 */
export function whyForbidden(response: HttpResponse, sender: Sender): Blocked {
  const { codes, message } = graphErrorOf(response);
  const said = `${response.status}${codes.length === 0 ? '' : ` ${codes.map((code) => `\`${code}\``).join(', ')}`}`;
  const any = (pattern: RegExp) => codes.some((code) => pattern.test(code));
  const { actor } = sender;
  if (any(conditionalCode) || readChallenge(response.headers['www-authenticate']).error === 'insufficient_claims') {
    return blocked('auth', `Conditional Access does not allow this for ${actor} (${said})`, signInAgain);
  }
  if (response.status === 402 || any(licenseCode) || /\blicen[sc]e\b|\bpremium\b/i.test(message)) {
    return blocked(
      'missing-license',
      `the tenant lacks a license (${said})`,
      'assign the license that the tutorial names',
    );
  }
  const missing = sender.needs.filter((need) => !sender.granted.some((grant) => permissionCovers(grant, need)));
  const knowsGrants = sender.granted.length > 0;
  const hasAll = knowsGrants && sender.needs.length > 0 && missing.length === 0;
  if (any(roleCode) || (hasAll && sender.context === 'delegated')) {
    return blocked('missing-role', `${actor} has the permissions but not the role for this (${said})`, assignRole);
  }
  const named = (knowsGrants ? missing : sender.needs).map((need) => `\`${need}\``).join(', ');
  return blocked(
    'missing-permission',
    `${actor} may not do this (${said})${named === '' ? '' : `: ${knowsGrants ? 'not granted:' : 'needed:'} ${named}`}`,
    grantPermission,
  );
}

const signInAgain = 'sign in again as the policy requires, or use an account that it does not apply to';
const assignRole = 'assign the Entra role that the page of the operation names';
const grantPermission =
  'grant the permission and consent to it: https://learn.microsoft.com/graph/permissions-reference';

function blocked(reason: Blocked['reason'], message: string, fix: string): Blocked {
  return { kind: 'blocked', reason, message, fix };
}
