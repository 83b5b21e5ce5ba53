import {
  ClientCertificateCredential,
  ClientSecretCredential,
  DeviceCodeCredential,
  type TokenCredential,
  type TokenCredentialOptions,
  UsernamePasswordCredential,
  WorkloadIdentityCredential,
} from '@azure/identity';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SampleServer, sampleServer } from '../../../../test/support/sandbox/sample-server.ts';

let sample: SampleServer;
beforeAll(async () => {
  sample = await sampleServer();
});
afterAll(() => sample.close());

const scope = 'https://graph.microsoft.com/.default';

/** Only what any client of this server has to say: where Entra is, and which certificate to trust. */
const options = (): TokenCredentialOptions & { disableInstanceDiscovery: true } => ({
  authorityHost: sample.server.origin,
  disableInstanceDiscovery: true,
  tlsOptions: { ca: sample.ca },
  retryOptions: { maxRetries: 0 },
});
const tenant = () => sample.server.sandbox().world.tenant.id;
const app = () => {
  const found = sample.server.apps().find(({ displayName }) => displayName === 'Tutorial Replay');
  if (found === undefined) throw new Error('the seed has no such application');
  return found;
};
const secretOf = ({ secrets: [secret = ''] }: { readonly secrets: readonly string[] }) => secret;

async function send(credential: TokenCredential, path: string, wanted = scope) {
  const token = await credential.getToken(wanted);
  expect(token?.expiresOnTimestamp).toBeGreaterThan(Date.now() + 3_000_000);
  return sample.send('GET', path, { token: token?.token ?? '' });
}

describe('@azure/identity gets tokens that Graph takes', () => {
  const applications: readonly (readonly [name: string, credential: () => TokenCredential])[] = [
    ['by a client secret', () => new ClientSecretCredential(tenant(), app().appId, secretOf(app()), options())],
    [
      'by a client certificate',
      () => new ClientCertificateCredential(tenant(), app().appId, sample.folder.paths.client, options()),
    ],
    [
      'by a client certificate with its chain',
      () => {
        const certificate = { certificatePath: sample.folder.paths.client };
        const chain = { ...options(), sendCertificateChain: true };
        return new ClientCertificateCredential('contoso.com', app().appId, certificate, chain);
      },
    ],
    [
      'by a workload identity',
      () => {
        const tokenFilePath = sample.folder.paths.federatedToken;
        return new WorkloadIdentityCredential({
          ...options(),
          tenantId: tenant(),
          clientId: app().appId,
          tokenFilePath,
        });
      },
    ],
  ];
  test.each(applications)('%s', async (_, credential) => {
    const response = await send(credential(), '/v1.0/users?$top=1');
    expect(response.status, response.text).toBe(200);
    // An application is no one.
    expect((await send(credential(), '/v1.0/me')).status).toBe(400);
  });

  test('by user name and password', async () => {
    const { password } = sample.server;
    const credential = new UsernamePasswordCredential(tenant(), app().appId, 'AlexM@contoso.com', password, options());
    expect((await send(credential, '/v1.0/me')).json.displayName).toBe('Alex Marlow');
    // The second token comes with the refresh token of the first.
    const again = await credential.getToken('https://graph.microsoft.com/User.Read.All');
    expect((await sample.send('GET', '/v1.0/me', { token: again.token })).json.displayName).toBe('Alex Marlow');
  });

  test('by a device code, after waiting for the person', async () => {
    const prompts: string[] = [];
    const credential = new DeviceCodeCredential({
      ...options(),
      tenantId: tenant(),
      clientId: app().appId,
      userPromptCallback: ({ message, userCode }) => {
        prompts.push(message);
        void sample.send('POST', `/sandbox/device-codes/${userCode}`, {
          body: { decision: 'approve', user: 'CaseyL@contoso.com' },
        });
      },
    });
    expect((await send(credential, '/v1.0/me')).json.displayName).toBe('Casey Lund');
    expect(prompts).toHaveLength(1);
  });

  test('and says why it gets none', async () => {
    const wrong = new ClientSecretCredential(tenant(), app().appId, 'wrong', options());
    await expect(wrong.getToken(scope)).rejects.toThrow(/AADSTS7000215/);
    const elsewhere = new ClientSecretCredential('other.example', app().appId, secretOf(app()), options());
    await expect(elsewhere.getToken(scope)).rejects.toThrow();
  });
});
