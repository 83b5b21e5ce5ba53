/**
 * A service for the live bench, in a process of its own: HTTPS with a token endpoint, and groups that it remembers. Says where
 * it is on one line of JSON. `node service.ts KEYS LATENCY-MS`
 */
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import { openServerFolder } from '../../src/sandbox/server/server-folder.ts';

const tenant = '5b0f6f0e-3c58-4d1e-9d0a-6f9a1f0c7e11';
const [keys = '', latency = '0'] = process.argv.slice(2);
const latencyMs = Number(latency);

const opened = await openServerFolder(keys, Date.now());
if (!opened.ok) throw new Error(opened.problems.map(({ message }) => message).join('\n'));
const { server: tls, paths } = opened.value;
const groups = new Map<string, object>();

const server = createServer({ cert: tls.certificate, key: tls.key }, async (request, response) => {
  const texts: string[] = [];
  for await (const chunk of request) texts.push(String(chunk));
  if (latencyMs > 0) await wait(latencyMs);
  const reply = respond(request.method ?? '', request.url ?? '', texts.join(''));
  const text = reply.body === undefined ? '' : JSON.stringify(reply.body);
  const type = text === '' ? {} : { 'content-type': 'application/json' };
  response.writeHead(reply.status, { ...type, 'content-length': Buffer.byteLength(text), 'request-id': randomUUID() });
  response.end(text);
});
// A client that takes its time between two requests keeps its connection.
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ origin: originOf(server), ca: paths.ca, tenant })}\n`);
});
process.stdin.on('end', () => process.exit()).resume();

type ServiceReply = { readonly status: number; readonly body?: object };

function respond(method: string, url: string, text: string): ServiceReply {
  const [path = ''] = url.split('?');
  if (path.endsWith('/openid-configuration')) return { status: 200, body: discovery(originOf(server)) };
  if (path.endsWith('/discovery/instance')) return { status: 200, body: { metadata: [] } };
  if (path.endsWith('/token')) return { status: 200, body: token(originOf(server)) };
  const [, , collection, id = '', below] = path.split('/');
  if (collection !== 'groups') return missing(path);
  if (method === 'POST' && id === '') return { status: 201, body: created(JSON.parse(text)) };
  const group = groups.get(id);
  if (group === undefined) return missing(id);
  if (below !== undefined) return { status: 200, body: { '@odata.context': `${path}/$metadata`, value: [] } };
  if (method === 'PATCH') groups.set(id, { ...group, ...JSON.parse(text) });
  if (method === 'DELETE') groups.delete(id);
  return method === 'GET' ? { status: 200, body: group } : { status: 204 };
}

const missing = (what: string): ServiceReply => ({
  status: 404,
  body: { error: { code: 'Request_ResourceNotFound', message: `Resource '${what}' does not exist.` } },
});

function created(properties: object): object {
  const id = randomUUID();
  const group = {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#groups/$entity',
    id,
    createdDateTime: new Date().toISOString().replace(/\.\d+/, ''),
    groupTypes: [],
    ...properties,
  };
  groups.set(id, group);
  return group;
}

function discovery(origin: string): object {
  const oauth = `${origin}/${tenant}/oauth2/v2.0`;
  return {
    issuer: `${origin}/${tenant}/v2.0`,
    authorization_endpoint: `${oauth}/authorize`,
    token_endpoint: `${oauth}/token`,
    jwks_uri: `${origin}/${tenant}/discovery/v2.0/keys`,
  };
}

/** Whom it is for is not checked here: the bench asks how long things take. */
function token(origin: string): object {
  const exp = Math.floor(Date.now() / 1000) + 3_600;
  const claims = { aud: origin, tid: tenant, exp, idtyp: 'app', roles: ['Group.ReadWrite.All'] };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const access = `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.bench`;
  return { token_type: 'Bearer', expires_in: 3_600, access_token: access };
}

function originOf(running: Server): string {
  const address = running.address();
  return `https://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}
