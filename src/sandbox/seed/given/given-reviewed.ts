import { isJsonObject, type Json, type JsonObject, property } from '../../../json/json.ts';
import { roleNamed } from '../../packs/directory/seed/role-definitions.ts';
import type { GivenObjects } from './given-objects.ts';
import type { ShownExchange } from './shown/shown-exchange.ts';

/**
 * Facts that a review implies: the person of a decision is a member of its group, and the reviewers are known. A review
 * that the exchanges create cannot show them otherwise.
 */
export function noteReviewed(given: GivenObjects, exchanges: readonly ShownExchange[]): void {
  for (const { request, response } of exchanges) {
    const path = (request.url.split('?')[0] ?? '').toLowerCase();
    if (request.method !== 'GET' || !/\/accessreviews?\/|accessreviewinstances/.test(path)) continue;
    const items = listOf(response.body);
    if (/\/decisions(?:\/|$)/.test(path)) for (const item of items) noteDecision(given, item);
    if (/\/contactedreviewers$/.test(path)) for (const item of items) notePerson(given, item);
  }
}

function listOf(body: Json | undefined): readonly JsonObject[] {
  const value = property(body, 'value');
  return Array.isArray(value) ? value.filter(isJsonObject) : isJsonObject(body) ? [body] : [];
}

function noteDecision(given: GivenObjects, decision: JsonObject): void {
  const [principal, resource] = ['principal', 'resource'].map((name) => property(decision, name));
  const person = isJsonObject(principal) ? notePrincipal(given, principal) : undefined;
  if (person === undefined) return;
  // The service recommends keeping the access of users who signed in recently.
  if (property(decision, 'recommendation') === 'Approve') given.noteActive(person);
  if (!isJsonObject(resource)) return;
  const [id, type] = ['id', 'type'].map((name) => property(resource, name));
  if (typeof id !== 'string' || id === '') return;
  const role = /^directoryRole$/i.test(String(type)) ? roleNamed(id) : undefined;
  if (role !== undefined) given.hold(role.displayName, person);
  if (!/^group$/i.test(String(type)) || given.isMade(id)) return;
  const displayName = property(resource, 'displayName');
  given.note(`/groups/${id}`, 'group', typeof displayName === 'string' ? { displayName } : {});
  given.refer(`/groups/${id}`, 'members', person);
}

/** The id of the principal whose access is reviewed; a group can have roles, too. */
function notePrincipal(given: GivenObjects, shown: JsonObject): string | undefined {
  const [id, displayName] = [property(shown, 'id'), property(shown, 'displayName')];
  if (property(shown, 'type') !== 'group' || typeof id !== 'string' || given.isMade(id))
    return notePerson(given, shown);
  const names = typeof displayName === 'string' ? { displayName } : {};
  return given.note(`/groups/${id}`, 'group', { ...names, isAssignableToRole: true }) === undefined ? undefined : id;
}

/** The id of a user in a review; `undefined`: it is not a user, or the exchanges create it. */
function notePerson(given: GivenObjects, shown: JsonObject): string | undefined {
  const id = property(shown, 'id');
  const type = String(property(shown, '@odata.type') ?? property(shown, 'type') ?? 'user');
  if (typeof id !== 'string' || id === '' || !/user/i.test(type) || given.isMade(id)) return undefined;
  const names = ['displayName', 'userPrincipalName'].flatMap((name): [string, Json][] => {
    const value = property(shown, name);
    return typeof value === 'string' && value !== '' ? [[name, value]] : [];
  });
  return given.note(`/users/${id}`, 'user', Object.fromEntries(names)) === undefined ? undefined : id;
}
