import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Agent, request as undiciRequest } from 'undici';
import type { ServerFolder } from '../../../src/sandbox/server/server-folder.ts';

/** One origin before the sandboxes of many tenants, as Graph and its authority are one for all of them. */
export type SharedOrigin = {
  readonly origin: string;
  /** Leads to the sandbox of a tenant. */
  readonly lead: (tenant: string, port: number) => void;
  readonly close: () => Promise<void>;
};

/** The tenant is in the path of a sign-in, and in the token of everything else. */
export async function sharedOrigin(folder: ServerFolder): Promise<SharedOrigin> {
  const ports = new Map<string, number>();
  const agent = new Agent({ connect: { rejectUnauthorized: false } });
  const server = createServer(
    { cert: folder.server.certificate, key: folder.server.key },
    async (message, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of message) chunks.push(chunk);
      const { method = 'GET', url = '/', headers } = message;
      const port = ports.get(tenantOf(url, headers.authorization));
      if (port === undefined) return response.writeHead(400).end('no such tenant');
      const { connection: _, 'transfer-encoding': __, ...passed } = headers;
      const reply = await undiciRequest(`https://127.0.0.1:${port}${url}`, {
        ...{ method: method as 'GET', dispatcher: agent, headers: passed as { [name: string]: string } },
        ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
      }).catch(() => undefined);
      if (reply === undefined) return response.destroy();
      const body = Buffer.from(await reply.body.arrayBuffer());
      const { connection: ___, 'transfer-encoding': ____, ...back } = reply.headers;
      return response.writeHead(reply.statusCode, back).end(body);
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `https://127.0.0.1:${port}`,
    lead: (tenant, to) => ports.set(tenant, to),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, agent.close()]);
    },
  };
}

function tenantOf(url: string, authorization: string | undefined): string {
  const [, claims] = authorization?.split('.') ?? [];
  if (claims === undefined) return url.split('/')[1] ?? '';
  return JSON.parse(Buffer.from(claims, 'base64url').toString()).tid;
}
