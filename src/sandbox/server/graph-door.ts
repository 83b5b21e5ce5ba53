import { randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { isJsonType } from '../../http/content-type.ts';
import type { Method } from '../../http/message.ts';
import { binaryOf } from '../../http/payload.ts';
import { parseJson } from '../../json/parse-json.ts';
import { unauthenticated } from '../service/admission.ts';
import type { Caller } from '../service/caller.ts';
import type { SandboxResponse } from '../service/fault-response.ts';
import type { GraphService } from '../service/graph-service.ts';
import type { SandboxRequest } from '../service/read-request.ts';
import { clientRequestIdOf, sendResponse } from '../service/send-response.ts';
import type { Entra } from './entra/entra.ts';
import { graphResources } from './entra/token-scope.ts';
import type { ReadToken } from './entra/token-signer.ts';
import type { ServerRequest } from './server-request.ts';

/** Handles requests to Graph: the token makes the caller. */
export async function graphResponse(
  request: ServerRequest,
  service: GraphService,
  entra: Entra,
): Promise<SandboxResponse> {
  const token = /^Bearer +(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (token === undefined) return service(sandboxRequest(request), undefined);
  const read = await entra.signer.read(token, { audiences: [...graphResources(entra.origin).values()] });
  const caller = read.kind === 'claims' ? callerOf(read.claims) : undefined;
  if (caller === undefined) return refusal(request, entra, refusals[read.kind === 'refused' ? read.why : 'malformed']);
  return service(sandboxRequest(request), caller);
}

const refusals: { readonly [why in Extract<ReadToken, { kind: 'refused' }>['why']]: string } = {
  expired: 'Lifetime validation failed, the token is expired.',
  audience: 'Access token validation failure. Invalid audience.',
  signature: 'Access token validation failure. Invalid signature.',
  malformed: 'Access token validation failure. This is no token of this tenant.',
};

function refusal({ headers }: ServerRequest, { origin, tenant, now }: Entra, message: string): SandboxResponse {
  const authority = `${origin}/${tenant.id}/oauth2/v2.0/authorize`;
  const requestId = randomUUID();
  return sendResponse(unauthenticated(message, authority), {
    requestId,
    clientRequestId: clientRequestIdOf(headers, requestId),
    timeMs: now(),
  });
}

/** Who calls, by the claims of a token that this server signed. */
function callerOf({ oid, appid, scp, roles, idtyp }: JWTPayload): Caller | undefined {
  if (typeof appid !== 'string' || typeof oid !== 'string') return undefined;
  if (idtyp === 'app') {
    return { kind: 'application', appId: appid, roles: Array.isArray(roles) ? roles.map(String) : [] };
  }
  const scopes = String(scp ?? '')
    .split(' ')
    .filter((name) => name !== '');
  return { kind: 'delegated', userId: oid, appId: appid, scopes };
}

function sandboxRequest({ method, url, headers, body, content }: ServerRequest): SandboxRequest {
  const base = { method: method as Method, url, headers };
  if (content.length === 0) return base;
  if (!isJsonType(headers['content-type'] ?? 'application/json')) return { ...base, bytes: binaryOf(content) };
  const parsed = parseJson(body);
  return parsed.ok ? { ...base, body: parsed.value } : { ...base, text: body };
}
