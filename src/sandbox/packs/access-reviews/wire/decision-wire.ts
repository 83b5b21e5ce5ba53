import { defined } from '../../../../defined.ts';
import type { JsonObject } from '../../../../json/json.ts';
import { timestampOf } from '../../../service/sandbox-clock.ts';
import type { Directory } from '../../directory/directory.ts';
import type { DecisionItem, ReviewedPrincipal } from '../review.ts';
import { instanceAround } from '../review-places.ts';
import type { ReviewState } from '../reviews.ts';
import type { ReviewActor } from '../scope/review-actor.ts';
import type { Resource } from '../scope/scope.ts';

/** A decision, as beta showed it in 2021 and v1.0 has since 2022. */
export function decisionWire(item: DecisionItem, version: string, state: ReviewState): JsonObject {
  const { principal } = item;
  const { directory, origin } = state;
  const instance = instanceAround(state, item);
  const shown = shownResource(instance.resource, directory);
  const { path = null, ...resource } = shown ?? {};
  // Roles are of beta, also in v1.0 (observed).
  const where = version !== 'beta' && shown?.type === 'directoryRole' ? 'beta' : 'v1.0';
  return {
    id: item.id,
    accessReviewId: instance.id,
    reviewedDateTime: timeOf(item.reviewedMs),
    decision: item.verdict,
    justification: item.justification,
    appliedDateTime: timeOf(item.appliedMs),
    applyResult: item.applyResult,
    recommendation: item.recommendation,
    principalLink: principalLink(principal, origin),
    resourceLink: path === null ? null : `${origin}/${where}${path}`,
    reviewedBy: actorWire(item.reviewedBy, version),
    appliedBy: actorWire(item.appliedBy, version),
    resource: shown === undefined ? null : resource,
    ...(version === 'beta' && defined({ target: targetWire(principal) })),
    principal: identityWire(principal, version),
  };
}

export function timeOf(timeMs: number | null): string | null {
  return timeMs === null ? null : timestampOf(timeMs);
}

const collections = { user: 'users', group: 'groups', servicePrincipal: 'servicePrincipals' } as const;

/** Where a principal can be read; of v1.0 in both versions, as documented. */
function principalLink({ kind, id }: ReviewedPrincipal, origin: string): string {
  return `${origin}/v1.0/${collections[kind]}/${id}`;
}

/** A resource as decisions show it, and its path in Graph, if it has one. */
type ShownResource = {
  readonly id: string;
  readonly displayName: string;
  readonly type: string;
  readonly path?: string;
};

/** Undefined: people as such are reviewed, not their access to something. */
function shownResource({ kind, id }: Resource, directory: Directory): ShownResource | undefined {
  const shown = (type: string, found: { readonly displayName: string } | undefined, path: string): ShownResource => ({
    id,
    displayName: found?.displayName ?? '',
    type,
    path: `${path}/${id}`,
  });
  switch (kind) {
    case 'group':
      return shown('group', directory.group(id), '/groups');
    case 'role': {
      const role = directory.roleDefinitions().find((one) => one.id === id);
      return shown('directoryRole', role, '/roleManagement/directory/roleDefinitions');
    }
    case 'app':
      return shown('servicePrincipal', directory.servicePrincipal(id), '/servicePrincipals');
    case 'access-package':
      return { id, displayName: '', type: 'accessPackageAssignmentPolicy' };
    case 'tenant':
      return undefined;
    default:
      return kind satisfies never;
  }
}

/** Who performed an action; v1.0 does not state its type. */
export function actorWire(actor: ReviewActor, version: string): JsonObject {
  return version === 'beta' ? { ...actor } : { ...actor, type: null };
}

/** The former names of principals in decisions; groups had none. */
function targetWire(principal: ReviewedPrincipal): JsonObject | undefined {
  const { id, displayName } = principal;
  switch (principal.kind) {
    case 'user':
      return {
        '@odata.type': '#microsoft.graph.accessReviewInstanceDecisionItemUserTarget',
        userId: id,
        userDisplayName: displayName,
        userPrincipalName: principal.userPrincipalName,
      };
    case 'servicePrincipal':
      return {
        '@odata.type': '#microsoft.graph.accessReviewInstanceDecisionItemServicePrincipalTarget',
        servicePrincipalId: id,
        servicePrincipalDisplayName: displayName,
        appId: principal.appId,
      };
    case 'group':
      return undefined;
    default:
      return principal satisfies never;
  }
}

/** v1.0 states the kind of an identity, and for people their last sign-in. */
function identityWire(principal: ReviewedPrincipal, version: string): JsonObject {
  const { id, displayName, kind } = principal;
  const named = { id, displayName, ...(version !== 'beta' && { type: kind }) };
  switch (principal.kind) {
    case 'user': {
      const { userPrincipalName, lastSignInDateTime } = principal;
      const signIn = { lastUserSignInDateTime: signInText(lastSignInDateTime) };
      const since = version !== 'beta' && signIn;
      return { '@odata.type': '#microsoft.graph.userIdentity', ...named, userPrincipalName, ...since };
    }
    case 'servicePrincipal':
      return { '@odata.type': '#microsoft.graph.servicePrincipalIdentity', ...named, appId: principal.appId };
    case 'group':
      return { '@odata.type': '#microsoft.graph.identity', ...named };
    default:
      return principal satisfies never;
  }
}

/** As people in the United States write times: `2/11/2022 5:31:37 PM +00:00`. */
function signInText(dateTime: string | null): string {
  if (dateTime === null) return '';
  const time = new Date(dateTime);
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = time.getUTCHours();
  const date = `${time.getUTCMonth() + 1}/${time.getUTCDate()}/${time.getUTCFullYear()}`;
  const clock = `${hours % 12 === 0 ? 12 : hours % 12}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())}`;
  return `${date} ${clock} ${hours < 12 ? 'AM' : 'PM'} +00:00`;
}

/** The service's insight about a person beside its recommendation: the last sign-in. Empty if recommendations are off. */
export function insightsWire(item: DecisionItem, state: ReviewState): readonly JsonObject[] {
  const { id, principal } = item;
  const instance = instanceAround(state, item);
  const { recommendationsEnabled, recommendationInsightSettings } = instance.content.settings;
  const isWanted = recommendationsEnabled || recommendationInsightSettings.length > 0;
  if (!isWanted || principal.kind !== 'user') return [];
  return [
    {
      '@odata.type': '#microsoft.graph.userSignInInsight',
      id,
      insightCreatedDateTime: timestampOf(instance.startMs),
      lastSignInDateTime: principal.lastSignInDateTime,
    },
  ];
}
