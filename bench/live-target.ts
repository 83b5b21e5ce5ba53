/** A service for the live bench, in a process of its own: answers seven requests as Graph would, and remembers nothing. */
import { createServer } from 'node:http';

const group = JSON.stringify({
  '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#groups/$entity',
  id: '7f3a5c1e-0000-4000-8000-000000000001',
  displayName: 'Bench',
  description: 'A group of the bench',
  groupTypes: [],
  mailEnabled: false,
  mailNickname: 'bench',
  securityEnabled: true,
  createdDateTime: '2026-11-20T08:00:00Z',
});
const list = `{"value":[${Array(5).fill(group).join()}]}`;

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const { method, url = '' } = request;
    const bare = method === 'PATCH' || method === 'DELETE' || url.endsWith('$ref');
    if (bare) return response.writeHead(204, { 'request-id': '0' }).end();
    const text = url.includes('members') ? list : group;
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      'request-id': '0',
    };
    response.writeHead(method === 'POST' ? 201 : 200, headers).end(text);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' && address !== null ? address.port : 0}\n`);
});
