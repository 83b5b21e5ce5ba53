/** The credential of an actor. Its secrets are registered with the redactor before anything else. */
export type CredentialSettings =
  | { readonly kind: 'client-secret'; readonly clientId: string; readonly secret: string }
  | {
      readonly kind: 'client-certificate';
      readonly clientId: string;
      /** A PEM file with certificate and key. */
      readonly path: string;
      readonly password?: string;
    }
  | { readonly kind: 'workload-identity'; readonly clientId: string; readonly assertion: AssertionSource }
  | { readonly kind: 'managed-identity'; readonly clientId?: string }
  | { readonly kind: 'azure-cli' }
  | { readonly kind: 'azd' }
  | { readonly kind: 'powershell' }
  | { readonly kind: 'device-code'; readonly clientId: string }
  | { readonly kind: 'browser'; readonly clientId: string; readonly username?: string; readonly redirectUri?: string }
  | {
      readonly kind: 'username-password';
      readonly clientId: string;
      readonly username: string;
      readonly password: string;
    };

export type CredentialKind = CredentialSettings['kind'];

/** Where a workload gets its federated token. */
export type AssertionSource =
  | { readonly kind: 'file'; readonly path: string }
  /** https://docs.github.com/actions/security-for-github-actions/security-hardening-your-deployments */
  | { readonly kind: 'github'; readonly url: string; readonly requestToken: string }
  /** https://learn.microsoft.com/rest/api/azure/devops/distributedtask/oidctoken/create */
  | {
      readonly kind: 'azure-pipelines';
      readonly url: string;
      readonly connectionId: string;
      readonly requestToken: string;
    };

export const credentialKinds = {
  'client-secret': 'an application with a client secret',
  'client-certificate': 'an application with a certificate',
  'workload-identity': 'an application with a federated token of a pipeline or cluster (OIDC)',
  'managed-identity': 'the managed identity of the Azure resource this runs on',
  'azure-cli': 'the user who is signed in to the Azure CLI',
  azd: 'the user who is signed in to the Azure Developer CLI',
  powershell: 'who is signed in to Azure PowerShell',
  'device-code': 'a person who types a code into a browser',
  browser: 'a person in the browser of this machine',
  'username-password': 'a test user without multifactor authentication',
} as const satisfies { readonly [kind in CredentialKind]: string };

/** Everything in the settings that must never be shown. */
export function secretsOf(settings: CredentialSettings): readonly string[] {
  switch (settings.kind) {
    case 'client-secret':
      return [settings.secret];
    case 'client-certificate':
      return settings.password === undefined ? [] : [settings.password];
    case 'workload-identity':
      return settings.assertion.kind === 'file' ? [] : [settings.assertion.requestToken];
    case 'username-password':
      return [settings.password];
    case 'managed-identity':
    case 'azure-cli':
    case 'azd':
    case 'powershell':
    case 'device-code':
    case 'browser':
      return [];
    default:
      return settings satisfies never;
  }
}

/** Whether signing in needs a person. */
export function needsPerson({ kind }: CredentialSettings): boolean {
  return kind === 'device-code' || kind === 'browser';
}
