import { isJsonObject, type Json, type JsonObject, property } from '../../../json/json.ts';
import { badRequest, graphError } from '../../service/graph-error.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { Operate } from '../../typed/pack/pack.ts';
import { passwordFault } from '../directory/user-writes.ts';

const listIn = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
const skuIn = (one: Json): string => String(isJsonObject(one) ? property(one, 'skuId') : one).toLowerCase();
const invalid = (message: string) => graphError(400, 'Request_BadRequest', message);

function licenseFault(ground: Ground, on: Entity, parameters: JsonObject) {
  const owned = ground.all('subscribedskus').map(({ values }) => String(values['skuId']));
  const held = listIn(on.values['assignedLicenses']).map(skuIn);
  const [added, removed] = ['addLicenses', 'removeLicenses'].map((name) => listIn(parameters[name]).map(skuIn)) as [
    string[],
    string[],
  ];
  const unknown = [...added, ...removed].find((id) => !owned.includes(id));
  if (unknown !== undefined) return invalid(`License ${unknown} does not correspond to a valid company License.`);
  const absent = removed.find((id) => !held.includes(id));
  if (absent !== undefined) return invalid('User does not have a corresponding license.');
  const isPlaced = on.type !== 'user' || typeof on.values['usageLocation'] === 'string';
  return added.length === 0 || isPlaced
    ? undefined
    : invalid('License assignment cannot be done for user with invalid usage location.');
}

/** Assigns and removes licenses of the tenant; for a group, its members get them later. */
const assignLicense: Operate = ({ on, parameters, ground }) => {
  if (on === undefined) return badRequest('A user or group is needed.');
  const refused = licenseFault(ground, on, parameters);
  if (refused !== undefined) return refused;
  const changed = [...listIn(parameters['addLicenses']), ...listIn(parameters['removeLicenses'])].map(skuIn);
  const kept = listIn(on.values['assignedLicenses']).filter((one) => !changed.includes(skuIn(one)));
  const added = listIn(parameters['addLicenses']).map((one) => ({
    disabledPlans: [],
    ...(isJsonObject(one) ? one : {}),
  }));
  ground.change(on, { assignedLicenses: [...kept, ...added] });
  return { value: { ...ground.fresh(on)?.values, id: on.id }, status: on.type === 'group' ? 202 : 200 };
};

const changePassword: Operate = ({ on, parameters, ground }) => {
  const [given, next] = ['currentPassword', 'newPassword'].map((name) => String(parameters[name] ?? '')) as [
    string,
    string,
  ];
  const { directory } = ground.world;
  const fault =
    on === undefined ? badRequest('A user is needed.') : passwordFault(directory.passwordOf(on.id), given, next);
  if (fault === undefined && on !== undefined) directory.setPassword(on.id, next);
  return fault ?? { status: 204 };
};

/** What the caller has of a Microsoft 365 group: it is one of their favorites, its mail goes to them. */
const having =
  (values: JsonObject): Operate =>
  ({ on, ground }) => {
    if (on === undefined || !listIn(on.values['groupTypes']).includes('Unified'))
      return badRequest('Only Microsoft 365 groups have conversations.');
    ground.change(on, values);
    return { status: 200 };
  };

/** Actions on sessions and licenses of a user. */
export const licenseActions: { readonly [name: string]: Operate } = {
  'user.assignLicense': assignLicense,
  'group.assignLicense': assignLicense,
  'user.reprocessLicenseAssignment': ({ on }) => ({ value: { ...on?.values, id: on?.id ?? null } }),
  'user.revokeSignInSessions': ({ on, ground }) => {
    if (on !== undefined) ground.change(on, { signInSessionsValidFromDateTime: ground.now });
    return { value: { value: true } };
  },
  'user.changePassword': changePassword,
  'group.addFavorite': having({ isFavorite: true }),
  'group.removeFavorite': having({ isFavorite: false }),
  'group.subscribeByMail': having({ isSubscribedByMail: true }),
  'group.unsubscribeByMail': having({ isSubscribedByMail: false }),
  'group.resetUnseenCount': having({ unseenCount: 0 }),
  'group.renew': ({ on, ground }) => {
    if (on !== undefined) ground.change(on, { renewedDateTime: ground.now });
    return { status: 204 };
  },
};
