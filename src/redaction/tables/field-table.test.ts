import { describe, expect, test } from 'vitest';
import { createPseudonymizer } from '../redact/pseudonymizer.ts';
import { isKnownField, isPersonal, secretParameters, secretUrlFields } from './field-table.ts';

/** Each row by itself, in words of the test: one that is missing shows what it was there for. */
const rows = (text: string): readonly string[] => text.trim().split(/\s+/);
const shown = (body: object): string => {
  const { response } = createPseudonymizer({ key: Buffer.alloc(32, 1) });
  return response({ status: 200, headers: {}, text: JSON.stringify(body) }).text;
};

// A word of Graph's own: nothing but its property says that it is a secret.
const harmless = 'Completed';

const secrets = rows(`
  access_token refresh_token id_token client_secret client_assertion assertion device_code user_code password
  newPassword currentPassword secretText clientState token key encryptedSecret secret pkcs12Value
  passwordBase64 temporaryAccessPass connectionString accountKey sharedAccessKey accessToken refreshToken
  clientSecret apiKey privateKey encryptedPassword recoveryKey onPremisesPublicationKey dataEncryptionKey
`);

describe('a property that holds a secret', () => {
  test.each(secrets)('%s shows nothing of its text, however the name is written', (name) => {
    for (const written of [name, name.toUpperCase()]) {
      expect(shown({ [written]: harmless })).not.toContain(harmless);
      expect(shown({ list: [{ [written]: [harmless] }] })).not.toContain(harmless);
    }
  });
});

const addresses = rows(`
  downloadUri @microsoft.graph.downloadUrl downloadUrl uploadUrl inviteRedeemUrl joinWebUrl joinUrl
  notificationUrl lifecycleNotificationUrl sasUri sasUrl blob_sas_url containerUrl azureStorageUri
  preAuthenticatedUrl
`);

describe('an address that lets in anyone who has it', () => {
  const url = 'https://graph.microsoft.com/v1.0/me?one=Completed';

  test('keeps its query under another name', () => expect(shown({ other: url })).toContain(url));

  test.each(addresses)('loses the values of its query under %s', (name) => {
    expect(shown({ [name]: url })).toContain('https://graph.microsoft.com/v1.0/me?one"');
  });

  test('has its row above', () => {
    expect([...secretUrlFields].sort()).toEqual(addresses.map((name) => name.toLowerCase()).sort());
  });
});

const parameters = rows(`
  sig se sp sv sr st skoid sktid code token key access_token tempauth client_secret id_token refresh_token
  signature x-goog-signature awsaccesskeyid prooftoken
`);

describe('a query that makes any address a secret', () => {
  test.each(parameters)('has %s', (name) => {
    const url = `https://graph.microsoft.com/v1.0/me?one=Completed&${name.toUpperCase()}=Approve`;
    expect(shown({ other: url })).toContain(`/v1.0/me?one&${name.toUpperCase()}"`);
  });

  test('has its row above', () => expect([...secretParameters].sort()).toEqual([...parameters].sort()));
});

const personal = rows(`
  userPrincipalName mail otherMails proxyAddresses imAddresses invitedUserEmailAddress displayName givenName
  surname mailNickname nickname preferredName invitedUserDisplayName mobilePhone businessPhones faxNumber
  homePhones phoneNumber streetAddress city postalCode officeLocation department companyName jobTitle
  employeeId ipAddress userAgent technicalNotificationMails securityComplianceNotificationMails justification
  address name description comment note notes subject bodyPreview aboutMe title
  onPremisesImmutableId onPremisesAnythingNew
`);

test.each(personal)('what %s holds is a person’s own, also where it is a word of Graph’s', (name) => {
  expect(isPersonal(name)).toBe(true);
  expect(isPersonal(name.toUpperCase())).toBe(true);
  expect(shown({ [name]: harmless })).not.toContain(harmless);
});

test.each(['status', 'decision', 'id', 'notOnPremises'])('%s is none of them', (name) => {
  expect(isPersonal(name)).toBe(false);
  expect(shown({ [name]: harmless })).toContain(harmless);
});

test.each(
  rows(`
    id value error code message details target innerError @odata.context @odata.type @odata.nextLink @odata.count
    @odata.id request-id client-request-id date password inviteRedeemUrl displayName
  `),
)('%s is a name that is known, whatever a secret is', (name) => {
  expect(isKnownField(name)).toBe(true);
});

test('a name that is new is not known', () => expect(isKnownField('somethingNew')).toBe(false));
