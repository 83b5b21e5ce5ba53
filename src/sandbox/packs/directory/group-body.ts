import { type JsonObject, property } from '../../../json/json.ts';
import { type Reading, read, refused } from '../../service/reading.ts';
import type { GraphCall, GraphResponse } from '../../service/route.ts';
import type { Group } from './directory.ts';
import { conflict, invalidRequest, invalidValue } from './wire/directory-errors.ts';
import {
  booleanOf,
  missing,
  nicknameFault,
  type PropertyKinds,
  textOf,
  textsOf,
  without,
} from './wire/read-properties.ts';

const resource = 'Group';

export const groupBindings = ['owners@odata.bind', 'members@odata.bind'] as const;

export const groupKinds: PropertyKinds = {
  text: 'displayName mailNickname',
  'text?': [
    'description visibility classification membershipRule membershipRuleProcessingState preferredDataLocation',
    'preferredLanguage theme uniqueName',
  ],
  boolean: 'mailEnabled securityEnabled',
  texts: 'groupTypes owners@odata.bind members@odata.bind resourceBehaviorOptions resourceProvisioningOptions',
  'boolean?': [
    'allowExternalSenders autoSubscribeNewMembers hideFromAddressLists hideFromOutlookClients',
    'isAssignableToRole',
  ],
  objects: 'assignedLabels',
  object: 'writebackConfiguration',
};

/** A group's properties as it begins. */
export type NewGroup = JsonObject & { readonly groupTypes: readonly string[] };

/** A group as a body describes it, with Graph's defaults. */
export function newGroup(call: GraphCall, body: JsonObject): Reading<NewGroup> {
  const absent = missing(body, ['displayName', 'mailEnabled', 'mailNickname', 'securityEnabled'], resource);
  if (absent !== undefined) return refused(absent);
  const fault = groupValueFault(call, body) ?? kindOfGroupFault(body);
  if (fault !== undefined) return refused(fault);
  const groupTypes = groupTypesOf(body);
  return read({
    ...without(body, groupBindings),
    groupTypes,
    visibility: textOf(body, 'visibility') ?? (groupTypes.includes('Unified') ? 'Public' : null),
    createdByAppId: call.caller.appId,
  });
}

const kindsOfGroups: readonly string[] = ['Unified', 'DynamicMembership'];

/** As the service spells them; clients write `unified`, too. */
function groupTypesOf(body: JsonObject): readonly string[] {
  const spelled = (type: string) => kindsOfGroups.find((one) => one.toLowerCase() === type.toLowerCase());
  return textsOf(body, 'groupTypes').map((type) => spelled(type) ?? type);
}

/** Which kinds of groups can be made through Graph. */
function kindOfGroupFault(body: JsonObject): GraphResponse | undefined {
  const groupTypes = groupTypesOf(body);
  const unknown = groupTypes.find((type) => !kindsOfGroups.includes(type));
  if (unknown !== undefined) return invalid('groupTypes');
  const [mailEnabled, securityEnabled] = [booleanOf(body, 'mailEnabled'), booleanOf(body, 'securityEnabled')];
  if (groupTypes.includes('Unified') !== (mailEnabled === true)) {
    return invalidRequest(
      'The service does not currently support writes of mail-enabled groups. Please ensure that the mail-enablement property is unset and the security-enablement property is set.',
    );
  }
  if (mailEnabled !== true && securityEnabled !== true) return invalid('securityEnabled');
  const isForRoles = booleanOf(body, 'isAssignableToRole') === true;
  if (isForRoles && (securityEnabled !== true || groupTypes.includes('DynamicMembership'))) {
    return invalidRequest('A group that roles can be assigned to is security-enabled, and has no dynamic membership.');
  }
  if (groupTypes.includes('DynamicMembership') && !textOf(body, 'membershipRule')) {
    return invalidRequest("A value is required for property 'membershipRule'.");
  }
  return undefined;
}

/** The fault of a value, for a new group or (`before`) a changed one. */
export function groupValueFault({ world }: GraphCall, body: JsonObject, before?: Group): GraphResponse | undefined {
  const displayName = property(body, 'displayName');
  if (typeof displayName === 'string' && (displayName === '' || displayName.length > 256))
    return invalid('displayName');
  const mailNickname = textOf(body, 'mailNickname');
  const nickname = nicknameFault(mailNickname, resource);
  if (nickname !== undefined) return nickname;
  if (before !== undefined) {
    const isForRoles = booleanOf(body, 'isAssignableToRole');
    if (isForRoles !== undefined && isForRoles !== (before.values['isAssignableToRole'] ?? false)) {
      return invalidRequest("Property 'isAssignableToRole' cannot be changed.");
    }
    for (const name of ['groupTypes', 'mailEnabled'] as const) {
      const value = property(body, name);
      if (value !== undefined && JSON.stringify(value) !== JSON.stringify(before[name])) {
        return invalidRequest(`Property '${name}' cannot be changed in the sandbox.`);
      }
    }
  }
  // Two mail-enabled groups cannot have one address; security groups have none.
  const mailEnabled = booleanOf(body, 'mailEnabled') ?? before?.mailEnabled ?? false;
  const namesake = mailNickname === undefined ? undefined : world.directory.mailGroup(mailNickname);
  if (mailEnabled && namesake !== undefined && namesake.id !== before?.id) return conflict('mailNickname');
  const uniqueName = textOf(body, 'uniqueName');
  const unique = uniqueName === undefined ? undefined : world.directory.groupByUniqueName(uniqueName);
  return unique !== undefined && unique.id !== before?.id ? conflict('uniqueName') : undefined;
}

const invalid = (name: string): GraphResponse => invalidValue(name, resource);
