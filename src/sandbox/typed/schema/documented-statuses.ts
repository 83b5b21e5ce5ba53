import type { Operation } from '../../../metadata/metadata.ts';

/**
 * With which status the service answers what succeeds, where that is not the usual one: by type and operation, from the pages of
 * Graph's v1.0 reference (2026-08). Facts only.
 */

/** Their PATCH returns the object; that of all other types returns nothing. */
const shownAfterChange =
  /^(?:message(?!Rule$)|event|contact|calendar|mail(?:Search)?Folder|todo|checklistItem|linkedResource|driveItem|list|permission$|subscription|onlineMeeting|education|workbook|managed|device(?!$)|mobileApp|chat|conversationMember|\w*ConversationMember|teamsTab|teamsAppDefinition|schedule|openShift|shift(?!Preferences)|timeOff|workforceIntegration|site|columnDefinition|contentType|termStore\.|onenote|place|room|outlookCategory|inferenceClassificationOverride|internalDomainFederation|samlOrWsFed|groupLifecyclePolicy|subjectRightsRequest|print|security\.|bookingCust|userSettings)/;

/** Everything below these places is Intune's, which shows what it changed. */
const shownBelow = /^device(?:app)?management\//;

const changeStatuses: { readonly [type: string]: number } = {
  connectedOrganization: 202,
  'externalConnectors.externalItem': 200,
};

/** PUT of an item of a collection replaces it. */
const replaceStatuses: { readonly [type: string]: 200 | 204 } = {
  activityHistoryItem: 200,
  adminConsentRequestPolicy: 204,
  'externalConnectors.externalItem': 200,
  openShift: 200,
  organizationalBranding: 204,
  organizationalBrandingLocalization: 204,
  schedulingGroup: 200,
  shift: 200,
  timeOff: 200,
  timeOffReason: 200,
  userActivity: 200,
};

const createStatuses: { readonly [type: string]: number } = {
  agreementFileLocalization: 200,
  calendarPermission: 200,
  'externalConnectors.externalConnection': 200,
  offerShiftRequest: 200,
  openShift: 200,
  openShiftChangeRequest: 200,
  permissionGrantConditionSet: 200,
  permissionGrantPolicy: 200,
  sectionGroup: 200,
  swapShiftsChangeRequest: 200,
  team: 202,
  workforceIntegration: 200,
};

/** Actions that return nothing, as `type.action`, or all of a type; 204 otherwise. */
const actionStatuses: readonly (readonly [when: RegExp, status: number])[] = [
  [/^(?:user|message|event)\.(?:send|sendMail|reply|replyAll|forward|accept|decline|tentativelyAccept|cancel)$/, 202],
  [/^event\.(?:dismiss|snooze)Reminder$/, 200],
  [/^(?:conversationThread|post)\.reply$/, 202],
  [/^group\.(?:add|remove)Favorite$|^group\.(?:un)?subscribeByMail$|^group\.resetUnseenCount$/, 200],
  [/^call\.keepAlive$/, 200],
  [/^call\./, 202],
  [/^team\.(?:archive|unarchive|clone)$/, 202],
  [/^contentType\.addCopyFromContentTypeHub$/, 202],
  [/^scheduleChangeRequest\./, 200],
  [/^workbookRange\.clear$/, 204],
  [/^workbook/, 200],
];

/** `path`: the place of the object, in lower case. */
export function changeStatus(type: string, path: string): number {
  return changeStatuses[type] ?? (shownAfterChange.test(type) || shownBelow.test(path) ? 200 : 204);
}

/** `undefined`: PUT is not for items of this type. */
export const replaceStatus = (type: string): 200 | 204 | undefined => replaceStatuses[type];

export const createStatus = (type: string): number => createStatuses[type] ?? 201;

/** The status of an action that returns nothing. */
export function emptyStatus({ name, binding }: Pick<Operation, 'name' | 'binding'>): number {
  const called = `${binding?.name ?? ''}.${name}`;
  return actionStatuses.find(([when]) => when.test(called))?.[1] ?? 204;
}
