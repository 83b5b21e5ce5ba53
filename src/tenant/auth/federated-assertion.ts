import { readFile } from 'node:fs/promises';
import { property } from '../../json/json.ts';
import { parseJson } from '../../json/parse-json.ts';
import type { AssertionSource } from './credential-settings.ts';
import type { SendSignIn } from './sign-in-request.ts';

/** The audience that Entra expects of a federated token. */
const audience = 'api://AzureADTokenExchange';

export type AssertionPorts = {
  readonly send: SendSignIn;
  /** Called with the assertion before it is used. */
  readonly registerSecret: (secret: string) => void;
};

/** Gets the federated token of a workload. It is short-lived, and so requested each time. */
export async function federatedAssertion(source: AssertionSource, ports: AssertionPorts): Promise<string> {
  const assertion = await assertionOf(source, ports.send);
  ports.registerSecret(assertion);
  return assertion;
}

async function assertionOf(source: AssertionSource, send: SendSignIn): Promise<string> {
  switch (source.kind) {
    case 'file':
      return (await readFile(source.path, 'utf8')).trim();
    case 'github': {
      const url = new URL(source.url);
      url.searchParams.set('audience', audience);
      return requestAssertion('value', { send, url, requestToken: source.requestToken, method: 'GET' });
    }
    case 'azure-pipelines': {
      const url = new URL(source.url);
      url.searchParams.set('api-version', '7.1');
      url.searchParams.set('serviceConnectionId', source.connectionId);
      return requestAssertion('oidcToken', { send, url, requestToken: source.requestToken, method: 'POST' });
    }
    default:
      return source satisfies never;
  }
}

type AssertionRequest = {
  readonly send: SendSignIn;
  readonly url: URL;
  readonly requestToken: string;
  readonly method: 'GET' | 'POST';
};

async function requestAssertion(
  member: string,
  { send, url, requestToken, method }: AssertionRequest,
): Promise<string> {
  if (url.protocol !== 'https:') throw new Error(`the pipeline's token service ${url.host} is not https`);
  const { status, text } = await send({
    method,
    url: url.href,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${requestToken}`,
      ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
    },
  });
  const parsed = status === 200 ? parseJson(text) : undefined;
  const token = parsed?.ok === true ? property(parsed.value, member) : undefined;
  if (typeof token === 'string' && token !== '') return token;
  throw new Error(`the pipeline's token service ${url.host} responded with ${status} and no token`);
}
