import { randomUUID } from 'node:crypto';
import type { Json, JsonObject } from '../../../json/json.ts';
import type { SandboxResponse } from '../../service/fault-response.ts';
import type { ServerRequest } from '../server-request.ts';
import { authorizeResponse, type WayBack } from './authorize-endpoint.ts';
import { instanceDiscovery, openIdConfiguration } from './discovery.ts';
import { type Entra, isTenant } from './entra.ts';
import { type EntraError, entraError, entraErrorBody } from './entra-error.ts';
import { deviceCodeResponse, tokenResponse } from './token-endpoint.ts';

type EntraResult = { readonly kind: 'body'; readonly body: JsonObject } | WayBack | EntraError;
type EntraCall = {
  readonly tenant: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly entra: Entra;
};

type Endpoint = {
  readonly method: 'GET' | 'POST';
  /** The first group is the tenant. */
  readonly path: RegExp;
  readonly respond: (call: EntraCall) => EntraResult | Promise<EntraResult>;
};

const endpoints: readonly Endpoint[] = [
  { method: 'GET', path: /^\/(common)\/discovery\/instance$/i, respond: ({ entra }) => body(instanceDiscovery(entra)) },
  {
    method: 'GET',
    path: /^\/([^/]+)(?:\/v2\.0)?\/\.well-known\/openid-configuration$/i,
    respond: ({ tenant, entra }) => body(openIdConfiguration(tenant, entra)),
  },
  {
    method: 'GET',
    path: /^\/([^/]+)\/discovery\/v2\.0\/keys$/i,
    respond: ({ entra }) => body({ keys: entra.signer.keys.keys.map((key) => ({ ...key }) as JsonObject) }),
  },
  {
    method: 'POST',
    path: /^\/([^/]+)\/oauth2\/v2\.0\/token$/i,
    respond: ({ form, tenant, entra }) => tokenResponse(form, tenant, entra),
  },
  {
    method: 'GET',
    path: /^\/([^/]+)\/oauth2\/v2\.0\/authorize$/i,
    respond: ({ query, entra }) => authorizeResponse(query, entra),
  },
  {
    method: 'POST',
    path: /^\/([^/]+)\/oauth2\/v2\.0\/devicecode$/i,
    respond: ({ form, entra }) => deviceCodeResponse(form, entra),
  },
];

/** Handles requests to Entra; `undefined` for everything else. */
export async function entraResponse(request: ServerRequest, entra: Entra): Promise<SandboxResponse | undefined> {
  if (request.path === '/devicelogin') return text(200, devicePage);
  for (const { method, path, respond } of endpoints) {
    const tenant = path.exec(request.path)?.[1];
    if (tenant === undefined) continue;
    if (request.method !== method) return { ...text(405, `${method} only\n`), headers: { allow: method } };
    const form = new URLSearchParams(request.body);
    const query = new URLSearchParams(request.url.slice(request.path.length));
    return httpResponse(await resultFor({ tenant, query, form, entra }, respond), { request, form, entra });
  }
  return undefined;
}

function resultFor(call: EntraCall, respond: Endpoint['respond']): EntraResult | Promise<EntraResult> {
  if (isTenant(call.tenant, call.entra)) return respond(call);
  return entraError('unknown-tenant', `There is no tenant ${call.tenant} here.`);
}

type Delivering = { readonly request: ServerRequest; readonly form: URLSearchParams; readonly entra: Entra };

function httpResponse(result: EntraResult, { request, form, entra }: Delivering): SandboxResponse {
  if (result.kind === 'body') return json(200, result.body);
  if (result.kind === 'redirect') return { status: 302, headers: { location: result.location }, text: '' };
  if (result.kind === 'page')
    return { ...text(200, result.html), headers: { 'content-type': 'text/html; charset=utf-8' } };
  const given = request.headers['client-request-id'] ?? form.get('client-request-id') ?? '';
  const correlationId = /^[\w-]{1,64}$/.test(given) ? given : randomUUID();
  return json(
    result.status,
    entraErrorBody(result, { traceId: randomUUID(), correlationId, nowMs: entra.now(), origin: entra.origin }),
  );
}

/** A JSON response of this server that is not Graph's. Tokens are never kept by a cache. */
export function json(status: number, value: Json): SandboxResponse {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  return { status, headers, text: JSON.stringify(value) };
}

function text(status: number, content: string): SandboxResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, text: content };
}

const body = (value: JsonObject): EntraResult => ({ kind: 'body', body: value });

const devicePage = `This is the sandbox of tutorial-replay. A device that waits is signed in the second time it asks.

To decide yourself:    POST /sandbox/device-codes/CODE    {"decision": "approve", "user": "name@domain"}
                       POST /sandbox/device-codes/CODE    {"decision": "decline"}
`;
