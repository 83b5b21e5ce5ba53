import { isGuid } from '../../../guid.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../../json/json.ts';
import type { Operation } from '../../../metadata/metadata.ts';
import { behaviorPacks } from '../../packs/behavior-packs.ts';
import { roleNamed } from '../../packs/directory/seed/role-definitions.ts';
import { emptyStatus } from '../../typed/schema/documented-statuses.ts';
import { fitsParameter } from '../../typed/schema/typed-body.ts';
import type { TypedModel } from '../../typed/schema/typed-model.ts';
import { namesSetBy } from '../../typed/state-effects.ts';
import type { GivenObjects, ShownAt } from './given-objects.ts';
import { linkHeaders } from './given-responses.ts';
import type { ShownExchange } from './shown/shown-exchange.ts';
import { stableId } from './stable-id.ts';

const ofPacks = new Set(
  behaviorPacks.flatMap(({ operations = {}, plain = [] }) => [...Object.keys(operations), ...plain]),
);

/** Whether a pack models the effect of the operation. */
export const isComputed = ({ name, binding }: Operation): boolean =>
  ofPacks.has(`${binding?.name ?? ''}.${name}`) ||
  (binding?.name === 'driveItem' && /^(?:copy|createUploadSession)$/.test(name));

/** The text that a mailbox writes into a reply cannot be derived from a page. */
export const hasOwnWords = ({ name, binding }: Operation): boolean =>
  /^create(?:Reply|ReplyAll|Forward)$/.test(name) || namesSetBy(`${binding?.name ?? ''}.${name}`) !== undefined;

/** Whether the sandbox accepts the request. */
export function isReadable({ parameters }: Operation, model: TypedModel, body: Json | undefined): boolean {
  const sent = isJsonObject(body) ? Object.entries(body).filter(([name]) => !name.includes('@')) : [];
  return sent.every(([written, value]) => {
    const name = Object.keys(parameters).find((one) => one.toLowerCase() === written.toLowerCase());
    const type = name === undefined ? undefined : parameters[name];
    return name !== undefined && type !== undefined && fitsParameter(model, { name, type, value });
  });
}

/** An action that returns nothing needs no response in a seed. */
export const isEmpty = (called: Operation, { status, headers = {}, body }: ShownExchange['response']): boolean =>
  called.kind === 'action' &&
  called.returns === undefined &&
  body === undefined &&
  linkHeaders(headers).headers === undefined &&
  status === emptyStatus(called);

/** Notes the state that an action requires of its object. Whether it is such an action. */
export function noteState(given: GivenObjects, { name, binding }: Operation, { on, body }: Parameters): boolean {
  const set = namesSetBy(`${binding?.name ?? ''}.${name}`);
  if (set === undefined || on === undefined) return false;
  const isOther = (one: string): boolean => !set.includes(one) && one !== 'id' && !/^lastModified/.test(one);
  if (isJsonObject(body)) given.show(on, Object.fromEntries(Object.entries(body).filter(([one]) => isOther(one))));
  return true;
}

/** The properties of a copied or moved object are those of the original. */
export function noteCopied(given: GivenObjects, { name, returns }: Operation, { on, body }: Parameters): void {
  if (!/^(?:copy|move)$/.test(name) || on === undefined || on.collection || !isJsonObject(body)) return;
  if (returns === undefined || !given.model.isA(on.type, returns.name)) return;
  const ofCopy = /^(?:id|parentFolderId|changeKey|webLink|\w+DateTime)$|^@odata\.(?:etag|context)$/;
  given.show(on, Object.fromEntries(Object.entries(body).filter(([one]) => !ofCopy.test(one))));
}

/** An object whose groups are read is in those that the response names. */
export function noteMemberships(
  given: GivenObjects,
  { name }: Operation,
  { on, sent, body }: Parameters & { readonly sent: Json | undefined },
): void {
  if (!/^(?:check|get)Member(?:Groups|Objects)$/.test(name) || on === undefined || on.collection) return;
  const value = property(body, 'value');
  const member = on.path.slice(on.path.lastIndexOf('/') + 1);
  const kind = property(sent, 'securityEnabledOnly') === true ? { securityEnabled: true } : {};
  const requested = [property(sent, 'groupIds') ?? property(sent, 'ids') ?? []].flat();
  for (const [index, shown] of (Array.isArray(value) ? value : []).entries()) {
    if (typeof shown !== 'string' || given.isMade(shown)) continue;
    const word = isGuid(shown) ? shown : (requested[index] ?? shown);
    const id = typeof word === 'string' && /^[\w-]+-[\w-]+$/.test(word) ? word : stableId(shown);
    const role = roleNamed(id);
    if (role !== undefined) {
      given.hold(role.displayName, member);
      continue;
    }
    given.note(`/groups/${id}`, 'group', kind);
    given.refer(`/groups/${id}`, 'members', member);
  }
}

/** The attributes in an order are those of the flow, and an action that works on an object shows it. */
export function noteOrderOrSelf(
  given: GivenObjects,
  { name, binding }: Operation,
  { on, sent, body }: Parameters & { readonly sent: Json | undefined },
): void {
  if (on !== undefined && name === 'reprocessLicenseAssignment' && isJsonObject(body)) given.show(on, body);
  const order = property(name === 'setOrder' ? property(sent, 'newAssignmentOrder') : body, 'order');
  if (on === undefined || binding?.name !== 'identityUserFlowAttributeAssignment' || !Array.isArray(order)) return;
  for (const id of order) if (typeof id === 'string') given.note(`${on.path}/${id}`, on.type);
}

/** Credentials that an action removes by their key ids. */
const credentials: { readonly [action: string]: string } = {
  removePassword: 'passwordCredentials',
  removeKey: 'keyCredentials',
};

/** The state that an action requires of its object. */
const assumed: { readonly [action: string]: JsonObject } = {
  'accessPackageAssignment.reprocess': { state: 'delivered' },
  ...Object.fromEntries(
    ['addFavorite', 'removeFavorite', 'subscribeByMail', 'unsubscribeByMail', 'resetUnseenCount'].map((name) => [
      `group.${name}`,
      { groupTypes: ['Unified'], mailEnabled: true },
    ]),
  ),
};

type Parameters = { readonly on: ShownAt | undefined; readonly body: Json | undefined };

/** A tenant has the licenses that it assigns, and the users have a usage location; a user who loses a license has it. */
function noteLicenses(given: GivenObjects, on: ShownAt, body: JsonObject): void {
  const [added = [], removed = []] = ['addLicenses', 'removeLicenses'].map((name) =>
    [property(body, name) ?? []].flat().flatMap((one) => {
      const skuId = isJsonObject(one) ? property(one, 'skuId') : one;
      return typeof skuId === 'string' && isGuid(skuId) ? [{ skuId }] : [];
    }),
  );
  for (const { skuId } of [...added, ...removed])
    given.note(`/subscribedSkus/${skuId}`, 'subscribedSku', { skuId, capabilityStatus: 'Enabled' });
  if (removed.length > 0) given.note(on.path, on.type, { assignedLicenses: removed });
  if (on.type === 'user') given.note(on.path, on.type, { usageLocation: 'US' });
}

/** Objects that are passed to an action exist: the users for whom a workflow runs. */
export function noteParameters(
  given: GivenObjects,
  { name: action, parameters, binding }: Operation,
  { on, body }: Parameters,
): void {
  const before = assumed[`${binding?.name ?? ''}.${action}`];
  if (before !== undefined && on !== undefined && !on.collection) given.note(on.path, on.type, before);
  if (action === 'assignLicense' && on !== undefined && isJsonObject(body)) noteLicenses(given, on, body);
  const held = credentials[action];
  const keyId = property(body, 'keyId');
  if (held !== undefined && on !== undefined && typeof keyId === 'string')
    given.note(on.path, on.type, { [held]: [{ keyId }] });
  for (const [name, value] of isJsonObject(body) ? Object.entries(body) : []) {
    // `userIds` are ids of users.
    const named = /Ids$/.test(name) ? given.model.typeNamed(name.slice(0, -3)) : undefined;
    if (named?.entity === true)
      for (const id of [value].flat()) if (typeof id === 'string' && isGuid(id)) given.name(id, named.name);
    const own = Object.keys(parameters).find((one) => one.toLowerCase() === name.toLowerCase());
    const type = own === undefined ? undefined : parameters[own]?.name;
    if (type === undefined || given.model.type(type)?.entity !== true) continue;
    for (const item of [value].flat()) {
      const id = property(item, 'id');
      if (typeof id === 'string' && id !== '') given.name(id, type);
    }
  }
}
