import { isSecretField } from '../secrets/secret-fields.ts';

/**
 * Properties whose name determines how they are redacted. All other properties are decided by their value: an unknown
 * value is replaced, so that a new property cannot show anything either.
 */

/** The address alone grants access. */
export const secretUrlFields: ReadonlySet<string> = new Set(
  [
    ...['downloadUri', '@microsoft.graph.downloadUrl', 'downloadUrl', 'uploadUrl', 'inviteRedeemUrl', 'joinWebUrl'],
    ...['joinUrl', 'notificationUrl', 'lifecycleNotificationUrl', 'sasUri', 'sasUrl', 'blob_sas_url', 'containerUrl'],
    ...['azureStorageUri', 'preAuthenticatedUrl'],
  ].map((name) => name.toLowerCase()),
);

/** A query with one of these makes any address such a one. */
export const secretParameters: ReadonlySet<string> = new Set([
  ...['sig', 'se', 'sp', 'sv', 'sr', 'st', 'skoid', 'sktid', 'code', 'token', 'key', 'access_token', 'tempauth'],
  ...['client_secret', 'id_token', 'refresh_token', 'signature', 'x-goog-signature', 'awsaccesskeyid', 'prooftoken'],
]);

/** Their values are personal, even if the value is a known word. */
const personal: ReadonlySet<string> = new Set(
  [
    ...['userPrincipalName', 'mail', 'otherMails', 'proxyAddresses', 'imAddresses', 'invitedUserEmailAddress'],
    ...['displayName', 'givenName', 'surname', 'mailNickname', 'nickname', 'preferredName', 'invitedUserDisplayName'],
    ...['mobilePhone', 'businessPhones', 'faxNumber', 'homePhones', 'phoneNumber', 'streetAddress', 'city'],
    ...['postalCode', 'officeLocation', 'department', 'companyName', 'jobTitle', 'employeeId', 'ipAddress'],
    ...['userAgent', 'technicalNotificationMails', 'securityComplianceNotificationMails', 'justification', 'address'],
    ...['name', 'description', 'comment', 'note', 'notes', 'subject', 'bodyPreview', 'aboutMe', 'title'],
  ].map((name) => name.toLowerCase()),
);

export function isPersonal(field: string): boolean {
  const name = field.toLowerCase();
  // On-premises names and ids; whether and when it synchronizes is a boolean or a date, which stay anyway.
  return personal.has(name) || name.startsWith('onpremises');
}

/** Names of properties that any service of this kind has: they stay, even where a secret has the same text. */
const everywhere: ReadonlySet<string> = new Set([
  ...['id', 'value', 'error', 'code', 'message', 'details', 'target', 'innererror', '@odata.context', '@odata.type'],
  ...['@odata.nextlink', '@odata.count', '@odata.id', 'request-id', 'client-request-id', 'date'],
]);

/** Whether a property has a rule here. */
export function isKnownField(field: string): boolean {
  const name = field.toLowerCase();
  return everywhere.has(name) || isSecretField(field) || secretUrlFields.has(name) || isPersonal(name);
}
