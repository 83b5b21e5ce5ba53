/** Names of properties that contain secrets: their texts and numbers are removed. */
export const secretFields: ReadonlySet<string> = new Set(
  [
    ...['access_token', 'refresh_token', 'id_token', 'client_secret', 'client_assertion', 'assertion', 'device_code'],
    ...['user_code', 'password', 'newPassword', 'currentPassword', 'secretText', 'clientState', 'token', 'key'],
    ...['encryptedSecret', 'secret', 'pkcs12Value', 'passwordBase64', 'temporaryAccessPass', 'connectionString'],
    ...['accountKey', 'sharedAccessKey', 'accessToken', 'refreshToken', 'clientSecret', 'apiKey', 'privateKey'],
    ...['encryptedPassword', 'recoveryKey', 'onPremisesPublicationKey', 'dataEncryptionKey'],
  ].map((name) => name.toLowerCase()),
);
