import { changedWithin } from '../../../json/changed-within.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../../json/json.ts';
import { forbidden } from '../../service/graph-error.ts';
import { type Reading, read, refused } from '../../service/reading.ts';
import { type GraphCall, type GraphResponse, noContent } from '../../service/route.ts';
import { resolveBind } from './bind-url.ts';
import type { User } from './directory.ts';
import { userWriteFault } from './privileges.ts';
import { conflict, invalidRequest, invalidValue } from './wire/directory-errors.ts';
import { createdAt, userResponse } from './wire/object-responses.ts';
import { missing, nicknameFault, type PropertyKinds, readProperties, textOf, without } from './wire/read-properties.ts';

const resource = 'User';

const kinds: PropertyKinds = {
  boolean: 'accountEnabled',
  text: 'displayName mailNickname userPrincipalName manager@odata.bind',
  'text?': [
    'userType mail ageGroup city companyName consentProvidedForMinor country department employeeHireDate',
    'employeeId employeeLeaveDateTime employeeType faxNumber givenName jobTitle mobilePhone officeLocation',
    'onPremisesImmutableId passwordPolicies postalCode preferredDataLocation preferredLanguage state',
    'streetAddress surname usageLocation aboutMe birthday hireDate mySite preferredName',
  ],
  object: 'passwordProfile',
  texts: 'businessPhones otherMails interests pastProjects responsibilities schools skills',
  'boolean?': 'showInAddressList',
  'object?': 'customSecurityAttributes employeeOrgData onPremisesExtensionAttributes',
  objects: 'identities',
};

/** Properties that are stored apart from the others of a user. */
const apart = ['passwordProfile', 'manager@odata.bind'];

const givenIn = (body: JsonObject): JsonObject =>
  without(body, property(body, 'userType') === null ? [...apart, 'userType'] : apart);

/** What people may change of themselves with `User.ReadWrite`. */
const ofOneself = ['businessPhones', 'mobilePhone', 'officeLocation', 'preferredLanguage', 'city', 'state', 'country'];

export function createUser(call: GraphCall): GraphResponse {
  const fault = userWriteFault(call);
  if (fault !== undefined) return fault;
  const body = readProperties(call.body, kinds);
  if (!body.ok) return body.response;
  const user = newUser(call, body.value);
  if (!user.ok) return user.response;
  const { directory } = call.world;
  const { managerId, ...values } = user.value;
  const added = directory.addUser(values);
  directory.setManager(added.id, managerId ?? undefined);
  directory.setPassword(added.id, passwordOf(body.value) ?? '');
  return createdAt(call, userResponse(call, added), { id: added.id, type: 'User' });
}

/** An account of a customer signs in with identities of its own; the service chooses its name. */
function localAccount({ world: { tenant, ids } }: GraphCall, body: JsonObject): JsonObject {
  const identities = property(body, 'identities');
  if (!Array.isArray(identities) || identities.length === 0 || property(body, 'userPrincipalName') !== undefined)
    return {};
  const domain = tenant.domains.find((name) => name.endsWith('.onmicrosoft.com')) ?? tenant.domains[0];
  const mailNickname = ids.uuid();
  const userPrincipalName = `${mailNickname}@${domain}`;
  return { accountEnabled: true, creationType: 'LocalAccount', mailNickname, userPrincipalName };
}

function newUser(call: GraphCall, sent: JsonObject): Reading<JsonObject & { readonly managerId: string | null }> {
  const body = { ...localAccount(call, sent), ...sent };
  const absent = missing(body, ['accountEnabled', 'displayName', 'mailNickname', 'userPrincipalName'], resource);
  if (absent !== undefined) return refused(absent);
  if (passwordOf(body) === undefined)
    return refused(invalidRequest('A password must be specified to create a new user.'));
  const fault = valueFault(call, body);
  if (fault !== undefined) return refused(fault);
  const manager = managerOf(call, body);
  if (!manager.ok) return manager;
  return read({ ...givenIn(body), managerId: manager.value });
}

export function updateUser(call: GraphCall, user: User): GraphResponse {
  const body = readProperties(call.body, kinds);
  if (!body.ok) return body.response;
  const refusal = updateFault(call, user, body.value) ?? valueFault(call, body.value, user);
  if (refusal !== undefined) return refusal;
  const manager = managerOf(call, body.value);
  if (!manager.ok) return manager.response;
  const { directory } = call.world;
  const { id, values } = user;
  directory.updateUser(id, changedWithin(values, givenIn(body.value)));
  if (manager.value !== null) directory.setManager(id, manager.value);
  const password = passwordOf(body.value);
  if (password !== undefined) directory.setPassword(id, password);
  return noContent;
}

function updateFault(call: GraphCall, user: User, body: JsonObject): GraphResponse | undefined {
  const fault = userWriteFault(call, user.id);
  if (fault === undefined) return undefined;
  const isOneself = call.caller.kind === 'delegated' && call.caller.userId === user.id;
  return isOneself && Object.keys(body).every((name) => ofOneself.includes(name)) ? undefined : forbidden();
}

export function deleteUser(call: GraphCall, user: User): GraphResponse {
  const fault = userWriteFault(call, user.id);
  if (fault !== undefined) return fault;
  call.world.directory.delete(user.id);
  return noContent;
}

/** The maximum lengths on the page of the user resource; for the sign-in name, the service's limits. */
const longest: { readonly [name: string]: number } = {
  ...{ displayName: 256, userPrincipalName: 113, givenName: 64, surname: 64, jobTitle: 128, department: 64 },
  ...{ companyName: 64, employeeId: 16, city: 128, state: 128, country: 128, postalCode: 40, streetAddress: 1024 },
};

/** The only values of some properties, except null. */
const among: { readonly [name: string]: readonly string[] } = {
  ageGroup: ['Minor', 'NotAdult', 'Adult'],
  consentProvidedForMinor: ['Granted', 'Denied', 'NotRequired'],
};

function isOutside([name, value]: readonly [string, Json]): boolean {
  if (typeof value !== 'string') return false;
  const values = among[name];
  return value.length > (longest[name] ?? Number.POSITIVE_INFINITY) || values?.includes(value) === false;
}

/** The fault of a value, for a new user or (`before`) a changed one. */
function valueFault(call: GraphCall, body: JsonObject, before?: User): GraphResponse | undefined {
  const userType = property(body, 'userType') ?? 'Member';
  if (userType !== 'Guest' && userType !== 'Member') return invalid('userType');
  if (property(body, 'displayName') === '') return invalid('displayName');
  const outside = Object.entries(body).find(isOutside);
  if (outside !== undefined) return invalid(outside[0]);
  const password = passwordOf(body);
  if (password !== undefined && !isStrong(password)) return weakPassword;
  const nickname = nicknameFault(textOf(body, 'mailNickname'), resource);
  return nickname ?? nameFault(call, textOf(body, 'userPrincipalName'), before);
}

const invalid = (name: string): GraphResponse => invalidValue(name, resource);

function nameFault(
  { world }: GraphCall,
  name: string | undefined,
  before: User | undefined,
): GraphResponse | undefined {
  if (name === undefined || name === before?.userPrincipalName) return undefined;
  const [alias, domain, ...more] = name.split('@');
  if (!alias || !domain || more.length > 0 || /\s/.test(name)) return invalid('userPrincipalName');
  if (!world.tenant.domains.includes(domain.toLowerCase())) {
    return invalidRequest(
      'The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.',
    );
  }
  const namesake = world.directory.user(name);
  if (namesake === undefined || namesake.id === before?.id) return undefined;
  return conflict('userPrincipalName');
}

function managerOf({ world }: GraphCall, body: JsonObject): Reading<string | null> {
  const url = textOf(body, 'manager@odata.bind');
  if (url === undefined) return read(null);
  const manager = resolveBind(world.directory, url, 'manager@odata.bind');
  if (!manager.ok) return manager;
  if (manager.value.kind !== 'user') return refused(invalidRequest('A manager is a user.'));
  return read(manager.value.value.id);
}

const weakPassword = invalidRequest(
  'The specified password does not comply with password complexity requirements. Please provide a different password.',
);

/** Eight characters or more, of three of the four kinds (password policies of Microsoft Entra). */
function isStrong(password: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password));
  return password.length >= 8 && password.length <= 256 && kinds.length >= 3;
}

/** Why someone may not change their password to this. */
export function passwordFault(known: string | undefined, given: string, next: string): GraphResponse | undefined {
  if (known !== undefined && known !== given)
    return invalidRequest('The specified password does not match with the current password.');
  return given === next || !isStrong(next) ? weakPassword : undefined;
}

/** Kept for sign-in, never shown. */
function passwordOf(body: JsonObject): string | undefined {
  const profile = property(body, 'passwordProfile');
  const password = isJsonObject(profile) ? textOf(profile, 'password') : undefined;
  return password === '' ? undefined : password;
}
