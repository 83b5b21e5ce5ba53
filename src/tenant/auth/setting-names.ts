/** The settings of a sign-in, as they are named after `REPLAY_`, `REPLAY_<ACTOR>_` and `AZURE_`. */
export const settingNames = [
  'CREDENTIAL',
  'CLIENT_ID',
  'TENANT_ID',
  'CLIENT_SECRET',
  'CLIENT_CERTIFICATE_PATH',
  'CLIENT_CERTIFICATE_PASSWORD',
  'FEDERATED_TOKEN_FILE',
  'USERNAME',
  'PASSWORD',
  'REDIRECT_URI',
] as const;

/** The prefix of settings that are not those of one tenant among many. */
export const usualPrefix = 'REPLAY';
