import { isJsonObject, type JsonObject, property } from '../../../../json/json.ts';
import { entityResponse } from '../../../odata/list-response.ts';
import { badRequest, graphError } from '../../../service/graph-error.ts';
import { type GraphCall, type GraphResponse, type Route, route } from '../../../service/route.ts';
import type { User } from '../directory.ts';
import { invite } from '../directory-grants.ts';
import { wholeSeconds } from '../directory-state.ts';
import { guestFault } from '../privileges.ts';
import { booleanOf, missing, type PropertyKinds, readProperties, textOf } from '../wire/read-properties.ts';

export const invitationRoutes: readonly Route[] = [route('POST', '/invitations', invite, postInvitation)];

const kinds: PropertyKinds = {
  'text?': 'invitedUserDisplayName invitedUserType',
  text: 'invitedUserEmailAddress inviteRedirectUrl',
  object: 'invitedUserMessageInfo invitedUser',
  boolean: 'resetRedemption sendInvitationMessage',
};

/** Creates the guest, or finds the one who was invited before. */
function postInvitation(call: GraphCall): GraphResponse {
  const body = readProperties(call.body, kinds);
  if (!body.ok) return body.response;
  const fault = guestFault(call) ?? bodyFault(body.value);
  if (fault !== undefined) return fault;
  const { directory, tenant } = call.world;
  const address = textOf(body.value, 'invitedUserEmailAddress') ?? '';
  const known = directory.userByMail(address) ?? directory.user(guestName(address, tenant.domains));
  if (known?.userType === 'Member') {
    return badRequest(`The invited user already exists in the directory as object ID: ${known.id}.`);
  }
  if (known?.accountEnabled === false) {
    // The status 412 was reported, but not its message.
    return graphError(412, 'PreconditionFailed', `The guest with the object ID ${known.id} is blocked.`);
  }
  if (known === undefined && tenant.domains.includes(domainOf(address))) {
    return badRequest('The domain of the invited user is a verified domain of this organization.');
  }
  const guest = known ?? directory.addUser(newGuest(call, body.value, address));
  const context = 'invitations/$entity';
  const shown = { item: guest, toWire: () => invitationWire(call, body.value, guest), context };
  return { ...entityResponse(call, shown), status: 201 };
}

function bodyFault(body: JsonObject): GraphResponse | undefined {
  const absent = missing(body, ['invitedUserEmailAddress', 'inviteRedirectUrl'], 'Invitation');
  if (absent !== undefined) return absent;
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(textOf(body, 'invitedUserEmailAddress') ?? '')) {
    return badRequest("Invalid value specified for property 'invitedUserEmailAddress' of resource 'Invitation'.");
  }
  if (!URL.canParse(textOf(body, 'inviteRedirectUrl') ?? '')) {
    return badRequest("Invalid value specified for property 'inviteRedirectUrl' of resource 'Invitation'.");
  }
  const type = property(body, 'invitedUserType') ?? 'Guest';
  return type === 'Guest' || type === 'Member'
    ? undefined
    : badRequest("Invalid value specified for property 'invitedUserType' of resource 'Invitation'.");
}

function newGuest({ world }: GraphCall, body: JsonObject, address: string) {
  const name = guestName(address, world.tenant.domains);
  const userType: User['userType'] = textOf(body, 'invitedUserType') === 'Member' ? 'Member' : 'Guest';
  return {
    displayName: textOf(body, 'invitedUserDisplayName') || address.slice(0, address.lastIndexOf('@')),
    userPrincipalName: name,
    mail: address,
    mailNickname: name.slice(0, name.lastIndexOf('@')),
    userType,
    accountEnabled: true,
    creationType: 'Invitation',
    externalUserState: 'PendingAcceptance',
    externalUserStateChangeDateTime: wholeSeconds(world.clock.now()),
  };
}

/** `john@tailspintoys.com` → `john_tailspintoys.com#EXT#@contoso.onmicrosoft.com`. */
function guestName(address: string, domains: readonly string[]): string {
  const initial = domains.find((domain) => domain.endsWith('.onmicrosoft.com')) ?? domains[0] ?? '';
  return `${address.replace('@', '_')}#EXT#@${initial}`;
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

function invitationWire({ world }: GraphCall, body: JsonObject, guest: User): JsonObject {
  const info = property(body, 'invitedUserMessageInfo');
  const message = isJsonObject(info) ? info : {};
  return {
    id: guest.id,
    inviteRedeemUrl: redeemUrl(world.tenant.id, guest.id, world.ids.uuid()),
    invitedUserDisplayName: textOf(body, 'invitedUserDisplayName') ?? null,
    invitedUserType: guest.userType,
    invitedUserEmailAddress: guest.mail,
    sendInvitationMessage: booleanOf(body, 'sendInvitationMessage') ?? false,
    resetRedemption: booleanOf(body, 'resetRedemption') ?? false,
    inviteRedirectUrl: textOf(body, 'inviteRedirectUrl') ?? null,
    // Also where the guest accepted long ago (observed).
    status: 'PendingAcceptance',
    invitedUserMessageInfo: {
      messageLanguage: property(message, 'messageLanguage') ?? null,
      customizedMessageBody: property(message, 'customizedMessageBody') ?? null,
      ccRecipients: property(message, 'ccRecipients') ?? [{ emailAddress: { name: null, address: null } }],
    },
    invitedUser: { id: guest.id },
  };
}

function redeemUrl(tenantId: string, userId: string, ticket: string): string {
  const target = new URL('https://invitations.microsoft.com/redeem/');
  target.search = new URLSearchParams({ tenant: tenantId, user: userId, ticket, ver: '2.0' }).toString();
  return `https://login.microsoftonline.com/redeem?rd=${encodeURIComponent(target.href)}`;
}
