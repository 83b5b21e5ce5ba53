import { isGuid } from '../../../../guid.ts';
import { type Json, type JsonObject, property, setProperty } from '../../../../json/json.ts';
import { securityIdentifier } from '../packed-id.ts';
import { groupNames, groupTemplate } from './group-wire.ts';
import { userNames, userTemplate } from './user-wire.ts';

/** A type of directory objects: their place, and all properties of a new one. */
export type ObjectShape = {
  readonly type: string;
  readonly set: string;
  readonly template: JsonObject;
  /** Properties that follow from others, unless they were set. */
  readonly computed: (values: JsonObject, domain: string) => JsonObject;
  /** The properties without `$select`. */
  readonly shows: (version: string, values: JsonObject) => readonly string[];
  /** Other keys by which an object is found, in lower case. */
  readonly names: (values: JsonObject) => readonly string[];
};

const everything = (_: string, values: JsonObject): readonly string[] => Object.keys(values);
const nameless = (): readonly string[] => [];
function identified({ id }: JsonObject): JsonObject {
  return { securityIdentifier: typeof id === 'string' && isGuid(id) ? securityIdentifier(id) : null };
}

export const userShape: ObjectShape = {
  type: 'user',
  set: 'users',
  template: userTemplate,
  computed: (values, issuer) => {
    const { mail = null, userType, userPrincipalName = null } = values;
    return {
      identities: [{ signInType: 'userPrincipalName', issuer, issuerAssignedId: userPrincipalName }],
      otherMails: userType === 'Guest' && mail !== null ? [mail] : [],
      proxyAddresses: mail === null ? [] : [`SMTP:${mail}`],
      ...identified(values),
    };
  },
  shows: userNames,
  names: ({ userPrincipalName }) => [String(userPrincipalName).toLowerCase()],
};

/** Mail-enabled groups get an address in the tenant's default domain. */
export const groupShape: ObjectShape = {
  type: 'group',
  set: 'groups',
  template: groupTemplate,
  computed: (values, domain) => {
    const { createdDateTime = '', mailEnabled, mailNickname } = values;
    const mail = mailEnabled === true ? `${mailNickname}@${domain}` : null;
    return {
      mail,
      proxyAddresses: mail === null ? [] : [`SMTP:${mail}`],
      renewedDateTime: createdDateTime,
      ...identified(values),
    };
  },
  shows: groupNames,
  names: nameless,
};

export const applicationShape: ObjectShape = {
  type: 'application',
  set: 'applications',
  template: {
    id: '',
    deletedDateTime: null,
    appId: '',
    createdDateTime: '',
    displayName: '',
    description: null,
    identifierUris: [],
    signInAudience: 'AzureADMyOrg',
    tags: [],
    appRoles: [],
    keyCredentials: [],
    passwordCredentials: [],
  },
  computed: () => ({}),
  shows: everything,
  names: nameless,
};

export const servicePrincipalShape: ObjectShape = {
  type: 'servicePrincipal',
  set: 'serviceprincipals',
  template: {
    id: '',
    deletedDateTime: null,
    accountEnabled: true,
    appDisplayName: '',
    appId: '',
    appRoleAssignmentRequired: false,
    displayName: '',
    servicePrincipalNames: [],
    servicePrincipalType: 'Application',
    signInAudience: 'AzureADMyOrg',
    tags: [],
    appRoles: [],
    keyCredentials: [],
    passwordCredentials: [],
  },
  computed: ({ appId = '', displayName = '' }) => ({ appDisplayName: displayName, servicePrincipalNames: [appId] }),
  shows: everything,
  names: nameless,
};

/** A role's object in a tenant has an id of its own; here it is the template's. */
export const roleShape: ObjectShape = {
  type: 'directoryRole',
  set: 'directoryroles',
  template: { id: '', deletedDateTime: null, description: null, displayName: '', roleTemplateId: '' },
  computed: ({ id = '' }) => ({ roleTemplateId: id }),
  shows: everything,
  names: nameless,
};

export const shapes: readonly ObjectShape[] = [
  userShape,
  groupShape,
  servicePrincipalShape,
  applicationShape,
  roleShape,
];

export function newValues({ template, computed }: ObjectShape, given: JsonObject, domain: string): JsonObject {
  const values: { [name: string]: Json } = { ...template, ...given };
  for (const [name, value] of Object.entries(computed(values, domain))) {
    if (!Object.hasOwn(given, name)) setProperty(values, name, value);
  }
  return values;
}

/** Derived properties follow the new values. */
export function changedValues(
  { computed }: ObjectShape,
  before: JsonObject,
  { changes, domain }: { readonly changes: JsonObject; readonly domain: string },
): JsonObject {
  const after = { ...before, ...changes };
  const was = computed(before, domain);
  const follows = Object.entries(computed(after, domain)).filter(
    ([name]) =>
      !Object.hasOwn(changes, name) && JSON.stringify(property(before, name)) === JSON.stringify(property(was, name)),
  );
  return { ...after, ...Object.fromEntries(follows) };
}
