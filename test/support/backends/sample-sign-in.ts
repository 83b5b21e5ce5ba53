import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { certificates, type Handler, json, type LiveServer, liveServer } from './sample-live-server.ts';

export type SignInServer = LiveServer & {
  readonly tenant: string;
  /** The token that every sign-in is given. */
  readonly token: () => string;
  /** Writes the certificate authority into a folder. Gives what a live run reads from its environment. */
  readonly settings: (folder: string) => Promise<{ readonly [name: string]: string }>;
};

type SignInOptions = {
  readonly roles?: readonly string[];
  readonly secret?: string;
  /** Further claims of the token. */
  readonly claims?: object;
  readonly signature?: string;
  /** What the token endpoint answers; default: a token. */
  readonly grant?: Handler;
};

const tenant = '6a9d41c8-3f27-8b15-9d60-e14c07b2a583';
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A real HTTPS server that signs an application in, and answers everything else by the handler. */
export async function signInServer(handler: Handler, options: SignInOptions = {}): Promise<SignInServer> {
  const { roles = [], secret = 'Zq7nArY-4x9w-2kD', claims, signature = 'c2lnbmF0dXJl' } = options;
  const token = () => {
    const payload = { tid: tenant, aud: server.origin, roles, exp: 4e9, ...claims };
    return [base64url({ alg: 'RS256' }), base64url(payload), signature].join('.');
  };
  const giveToken: Handler = (_, response) =>
    json(response, 200, { token_type: 'Bearer', expires_in: 3599, access_token: token() });
  const server = await liveServer((got, response, nth) => {
    const oauth = `${server.origin}/${tenant}/oauth2/v2.0`;
    if (got.url.includes('openid-configuration')) {
      const [issuer, jwks_uri] = [`${server.origin}/${tenant}/v2.0`, `${oauth}/keys`];
      return json(response, 200, { issuer, jwks_uri, authorization_endpoint: oauth, token_endpoint: `${oauth}/token` });
    }
    if (got.url.includes('/oauth2/')) return (options.grant ?? giveToken)(got, response, nth);
    return handler(got, response, nth);
  });
  const settings = async (folder: string) => {
    const authorities = join(folder, 'ca.pem');
    await writeFile(authorities, (await certificates()).ca);
    return {
      REPLAY_CLOUD: 'custom',
      REPLAY_GRAPH_ORIGIN: server.origin,
      REPLAY_AUTHORITY: server.origin,
      NODE_EXTRA_CA_CERTS: authorities,
      REPLAY_CLIENT_ID: '9e02b7c5-d3f8-8146-a16b-78d0f5c4e293',
      REPLAY_CLIENT_SECRET: secret,
    };
  };
  return { ...server, tenant, token, settings };
}
