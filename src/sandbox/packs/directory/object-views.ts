import { type Json, property } from '../../../json/json.ts';
import { onceFor } from '../../../once-for.ts';
import { clientSecrets } from '../../store/client-secrets.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Group, ServicePrincipal, User } from './directory.ts';
import type { Application } from './sandbox-directory.ts';

/** Named properties of stored objects for rules: computed once for each state of an object. */

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const textOrNull = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);
const texts = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

export const asUser = onceFor(
  ({ id, values }: Entity): User => ({
    id,
    displayName: text(values['displayName']),
    userPrincipalName: text(values['userPrincipalName']),
    mail: textOrNull(values['mail']),
    userType: values['userType'] === 'Guest' ? 'Guest' : 'Member',
    accountEnabled: values['accountEnabled'] !== false,
    lastSignInDateTime: textOrNull(property(Object(values['signInActivity']), 'lastSignInDateTime')),
    values,
  }),
);

export const asGroup = onceFor(
  ({ id, values }: Entity): Group => ({
    id,
    displayName: text(values['displayName']),
    description: textOrNull(values['description']),
    mailNickname: text(values['mailNickname']),
    mailEnabled: values['mailEnabled'] === true,
    securityEnabled: values['securityEnabled'] === true,
    groupTypes: texts(values['groupTypes']),
    onPremisesSyncEnabled: values['onPremisesSyncEnabled'] === true,
    values,
  }),
);

export const asServicePrincipal = onceFor(
  ({ id, values, kept = {} }: Entity): ServicePrincipal => ({
    id,
    appId: text(values['appId']),
    displayName: text(values['displayName']),
    secrets: clientSecrets({ values, kept }),
    values,
  }),
);

export const asApplication = onceFor(
  ({ id, values, kept = {} }: Entity): Application => ({
    id,
    appId: text(values['appId']),
    displayName: text(values['displayName']),
    permissions: texts(kept['permissions']),
    secrets: clientSecrets({ values, kept }),
  }),
);

const listsOf = <T>(one: (entity: Entity) => T) => onceFor((all: readonly Entity[]) => all.map(one));

/** The same for collections: a list that did not change is read once. */
export const [asUsers, asGroups, asServicePrincipals, asApplications] = [
  listsOf(asUser),
  listsOf(asGroup),
  listsOf(asServicePrincipal),
  listsOf(asApplication),
];
