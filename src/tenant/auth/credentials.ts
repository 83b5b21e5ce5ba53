/**
 * The adapter to
 * @azure/identity: turns an actor's settings into a credential. The package takes longer to load than everything else,
 * so this file is imported only for live runs.
 */

import { createRequire } from 'node:module';
import type { GetTokenOptions, TokenCredential, TokenCredentialOptions } from '@azure/identity';
import { defined } from '../../defined.ts';
import type { Cloud } from './cloud.ts';
import type { Credential, CredentialWish } from './credential.ts';
import type { AssertionSource, CredentialSettings } from './credential-settings.ts';
import { federatedAssertion } from './federated-assertion.ts';
import { identityHttp } from './identity-http.ts';
import { type SendSignIn, SignInUnreached } from './sign-in-request.ts';

// Its CommonJS files load in two thirds of the time of its ES modules: docs/decisions/0029 has the figures.
const {
  AzureCliCredential,
  AzureDeveloperCliCredential,
  AzurePowerShellCredential,
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  DeviceCodeCredential,
  InteractiveBrowserCredential,
  ManagedIdentityCredential,
  UsernamePasswordCredential,
}: typeof import('@azure/identity') = createRequire(import.meta.url)('@azure/identity');

export type CredentialOptions = {
  readonly cloud: Cloud;
  readonly tenant: string;
  readonly send: SendSignIn;
  /** Receives every secret before it is used. */
  readonly registerSecret: (secret: string) => void;
  /** Shows a person where and how to sign in. */
  readonly prompt: (message: string) => void;
};

/** Creates the credential of an actor. Throws where @azure/identity refuses the settings. */
export function createCredential(settings: CredentialSettings, options: CredentialOptions): Credential {
  const said: Said = {};
  const send = remembering(said, sendsTo(settings, options));
  const credential = credentialOf(settings, { ...options, send });
  const scope = `${options.cloud.resource}/.default`;
  return {
    getToken: async (wish) => {
      delete said.failure;
      delete said.code;
      const token = await credential.getToken(scope, tokenOptions(wish, options)).catch((error: unknown) => {
        throw said.failure ?? (said.code === undefined ? error : new Error(said.code, { cause: error }));
      });
      if (token === null) throw new Error('the sign-in ended without a token');
      options.registerSecret(token.token);
      return { token: token.token, expiresAtMs: token.expiresOnTimestamp };
    },
  };
}

function tokenOptions({ claims, signal }: CredentialWish, { tenant }: CredentialOptions): GetTokenOptions {
  return {
    // Declares to Entra that the client handles claims challenges.
    enableCae: true,
    tenantId: tenant,
    ...defined({ claims, abortSignal: signal }),
  };
}

/** The last failure as received: the package wraps it beyond recognition, or drops it. */
type Said = { failure?: SignInUnreached; code?: string };

function remembering(said: Said, send: SendSignIn): SendSignIn {
  return async (request) => {
    try {
      const response = await send(request);
      const code = response.status < 400 ? undefined : /AADSTS\d{5,8}/.exec(response.text)?.[0];
      if (code !== undefined) said.code = code;
      return response;
    } catch (error) {
      if (error instanceof SignInUnreached) said.failure = error;
      throw error;
    }
  };
}

function credentialOf(settings: CredentialSettings, options: CredentialOptions): TokenCredential {
  const { tenant, prompt, send, registerSecret } = options;
  const client = clientOptions(options);
  switch (settings.kind) {
    case 'client-secret':
      return new ClientSecretCredential(tenant, settings.clientId, settings.secret, client);
    case 'client-certificate': {
      const { path, password } = settings;
      const certificate = {
        certificatePath: path,
        ...defined({ certificatePassword: password }),
      };
      return new ClientCertificateCredential(tenant, settings.clientId, certificate, client);
    }
    case 'workload-identity': {
      const assertion = () => federatedAssertion(settings.assertion, { send, registerSecret });
      return new ClientAssertionCredential(tenant, settings.clientId, assertion, client);
    }
    case 'managed-identity':
      return new ManagedIdentityCredential({
        ...client,
        ...defined({ clientId: settings.clientId }),
      });
    case 'azure-cli':
      return new AzureCliCredential({ tenantId: tenant });
    case 'azd':
      return new AzureDeveloperCliCredential({ tenantId: tenant });
    case 'powershell':
      return new AzurePowerShellCredential({ tenantId: tenant });
    case 'device-code':
      return new DeviceCodeCredential({
        ...client,
        tenantId: tenant,
        clientId: settings.clientId,
        userPromptCallback: ({ message }) => prompt(message),
      });
    case 'browser': {
      const { clientId, username, redirectUri } = settings;
      return new InteractiveBrowserCredential({
        ...client,
        tenantId: tenant,
        clientId,
        ...defined({ loginHint: username, redirectUri }),
      });
    }
    case 'username-password': {
      const { clientId, username, password } = settings;
      return new UsernamePasswordCredential(tenant, clientId, username, password, client);
    }
    default:
      return settings satisfies never;
  }
}

type ClientOptions = TokenCredentialOptions & { readonly disableInstanceDiscovery: boolean };

function clientOptions({ cloud, send }: CredentialOptions): ClientOptions {
  return {
    authorityHost: cloud.authority,
    // The authority is configured, so no other host is queried about whether it is valid.
    disableInstanceDiscovery: true,
    httpClient: identityHttp(send),
    retryOptions: { maxRetries: 2, retryDelayInMs: 500, maxRetryDelayInMs: 5_000 },
    // A secret is sent only to the authority.
    redirectOptions: { maxRetries: 0 },
    loggingOptions: { allowLoggingAccountIdentifiers: false, enableUnsafeSupportLogging: false },
  };
}

/** A secret is sent only to the configured authority, by parsed origin, regardless of its discovery documents. */
function sendsTo(settings: CredentialSettings, { cloud, send }: CredentialOptions): SendSignIn {
  // The endpoint of managed identities is local to the machine, and differs between hosts.
  if (settings.kind === 'managed-identity') return send;
  const vouching = settings.kind === 'workload-identity' ? voucherOrigin(settings.assertion) : undefined;
  return async (request) => {
    const { origin, host } = new URL(request.url);
    if (origin === cloud.authority || origin === vouching) return send(request);
    throw new SignInUnreached(`the authority leads to \`${host}\`, which is not \`${cloud.authority}\``);
  };
}

function voucherOrigin(source: AssertionSource): string | undefined {
  return source.kind === 'file' || !URL.canParse(source.url) ? undefined : new URL(source.url).origin;
}
