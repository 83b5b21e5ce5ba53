import { expect, test } from 'vitest';
import { isSecretField } from './secret-fields.ts';

const names = (text: string): readonly string[] => text.trim().split(/\s+/);

test.each(
  names(`
  password adminPassword user_password db-password DBPASSWORD dbpassword PASSWORD_2 passwordHash confirmPassword
  passwords passwd pwd userPwd passphrase key_passphrase passcode pass DB_PASS
  my-client-secret sharedSecret clientSecretValue secrets webhook_secret
  authToken _authToken sas-token tokens refreshTokenValue
  key api_key X-Api-Key apikey x-functions-key Ocp-Apim-Subscription-Key signingKey AZURE_STORAGE_KEY
  authorization Proxy-Authorization Cookie Set-Cookie
`),
)('%s holds a secret', (name) => {
  expect(isSecretField(name)).toBe(true);
});

test.each(
  names(`
  passwordPolicies passwordProfile passwordCredentials isPasswordRequiredDays forceChangePasswordNextSignIn passwordless
  token_type tokenEndpoint tokenLifetimeDays secretName secretExpiry keyId keys keyCredentials keyboard publicKey changeKey $skiptoken $deltatoken
  monkey turkey hockey bypass compass passenger authorizationPolicy cookieConsent secretary assertionType
`),
)('%s holds none', (name) => {
  expect(isSecretField(name)).toBe(false);
});
