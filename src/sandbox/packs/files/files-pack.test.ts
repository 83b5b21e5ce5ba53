import { describe, expect, test } from 'vitest';
import { fileTenant } from '../../../../test/support/sandbox/sample-drive.ts';
import type { JsonObject } from '../../../json/json.ts';

const everyByte = Buffer.from(Uint8Array.from({ length: 256 }, (_, byte) => byte));

describe('a file', () => {
  test('is put by its path, read by its id, and downloaded through a redirect without a token', () => {
    const { send, put } = fileTenant();
    const made = put('/me/drive/root:/Reports/2026/all.bin:/content', everyByte);
    expect(made).toMatchObject({
      status: 201,
      label: 'modeled',
      body: {
        name: 'all.bin',
        size: 256,
        file: { mimeType: 'application/octet-stream' },
        parentReference: { name: '2026' },
      },
    });
    const read = send('GET', `/me/drive/items/${String(made.body['id'])}`);
    expect(read.body).toMatchObject({ id: made.body['id'], eTag: made.body['eTag'] });
    const content = send('GET', '/me/drive/root:/Reports/2026/all.bin:/content');
    expect(content).toMatchObject({
      status: 302,
      headers: { location: expect.stringMatching(/^https:\/\/contoso\.sharepoint\.com\//) },
    });
    const fetched = send('GET', content.headers['location'] ?? '');
    expect(fetched).toMatchObject({ status: 200, headers: { 'content-type': 'application/octet-stream' } });
    expect(fetched.bytes.equals(everyByte)).toBe(true);
    const part = send('GET', content.headers['location'] ?? '', { headers: { range: 'bytes=2-4' } });
    expect(part).toMatchObject({ status: 206, headers: { 'content-range': 'bytes 2-4/256' } });
    expect([...part.bytes]).toEqual([2, 3, 4]);
    const link = String(read.body['@microsoft.graph.downloadUrl']);
    expect(send('GET', link).bytes.equals(everyByte)).toBe(true);
  });

  test('is the same one by every address that leads to it', () => {
    const { send, put } = fileTenant();
    const made = put('/me/drive/root:/a/b.txt:/content', 'b', 'text/plain');
    const id = String(made.body['id']);
    const folder = String((made.body['parentReference'] as JsonObject)['id']);
    const drive = String(send('GET', '/me/drive').body['id']);
    for (const path of [
      '/me/drive/root:/A/B.TXT',
      '/me/drive/root:/a/b.txt:',
      `/me/drive/items/${folder}:/b.txt`,
      `/me/drive/items/${folder}/children/b.txt`,
      `/drives/${drive}/items/${id}`,
      `/drives/${drive}/root:/a/b.txt`,
      `/users/${send('GET', '/me').body['userPrincipalName']}/drive/items/${id}`,
    ]) {
      expect(send('GET', path), path).toMatchObject({ status: 200, label: 'modeled', body: { id } });
    }
  });

  test('is replaced by a second PUT, and another name is found or refused where that is asked', () => {
    const { send, put, names } = fileTenant();
    const first = put('/me/drive/root:/a.txt:/content', 'one', 'text/plain');
    const second = put('/me/drive/root:/a.txt:/content', 'two!', 'text/plain');
    expect(second).toMatchObject({ status: 200, body: { id: first.body['id'], size: 4 } });
    expect(second.body['eTag']).not.toBe(first.body['eTag']);
    expect(put('/me/drive/root:/a.txt:/content?@microsoft.graph.conflictBehavior=fail', 'x')).toMatchObject({
      status: 409,
      code: 'nameAlreadyExists',
    });
    expect(put('/me/drive/root:/a.txt:/content?@microsoft.graph.conflictBehavior=rename', 'x').body).toMatchObject({
      name: 'a 1.txt',
    });
    expect(names("/me/drive/root/children?$filter=startswith(name,'a')").toSorted()).toEqual(['a 1.txt', 'a.txt']);
    expect(send('GET', '/me/drive/root:/a.txt:/content').status).toBe(302);
  });

  test('a download that is over is gone', () => {
    const { sandbox, send, put } = fileTenant();
    put('/me/drive/root:/a.txt:/content', 'one');
    const link = send('GET', '/me/drive/root:/a.txt:/content').headers['location'] ?? '';
    sandbox.clock.advance(3_600_000);
    expect(send('GET', link).status).toBe(404);
  });

  test('the hash is the one OneDrive gives', () => {
    // Worked by hand from the algorithm's page: one byte at bit 0, and the length in the last eight bytes.
    const hashOf = (content: Buffer) => {
      const file = fileTenant().put('/me/drive/root:/a:/content', content).body['file'] as JsonObject;
      return (file['hashes'] as JsonObject)['quickXorHash'];
    };
    expect(hashOf(Buffer.of(0x4a))).toBe('SgAAAAAAAAAAAAAAAQAAAAAAAAA=');
    // The second byte begins at bit 11: three bits into the second byte of the hash.
    expect(hashOf(Buffer.of(0x4a, 0x01))).toBe('SggAAAAAAAAAAAAAAgAAAAAAAAA=');
  });

  test('what is not there is 404, what is no name 400, what a folder cannot be 400, and foreign bodies stay 415', () => {
    const { send } = fileTenant();
    expect(send('GET', '/me/drive/root:/no.txt')).toMatchObject({ status: 404, code: 'itemNotFound' });
    expect(send('GET', '/me/drive/items/01NOTHING')).toMatchObject({ status: 404, code: 'itemNotFound' });
    expect(send('POST', '/me/drive/root/children', { json: { name: 'a:b', folder: {} } }).status).toBe(400);
    expect(send('POST', '/me/drive/root/children', { json: { name: 'a', folders: {} } }).status).toBe(400);
    expect(send('GET', '/me/drive/root/content').status).toBe(400);
    expect(send('POST', '/users', { bytes: Buffer.from('text'), type: 'text/plain' })).toMatchObject({ status: 415 });
    expect(send('POST', '/me/todo/lists', { bytes: Buffer.from('text'), type: 'text/plain' })).toMatchObject({
      status: 415,
    });
  });

  test('a permission is needed, and one for other people’s files is more', () => {
    const { sandbox, send } = fileTenant();
    const user = sandbox.world.directory.users()[0];
    const as = (...scopes: string[]) => ({ as: sandbox.signIn(user?.id ?? '', scopes) });
    expect(send('GET', '/me/drive/root/children', as('User.Read')).status).toBe(403);
    expect(send('GET', '/me/drive/root/children', as('Files.Read')).status).toBe(200);
    expect(send('PUT', '/me/drive/root:/a:/content', { ...as('Files.Read'), bytes: Buffer.from('a') }).status).toBe(
      403,
    );
    const other = sandbox.world.directory.users()[1];
    expect(send('GET', `/users/${other?.id}/drive/root/children`, as('Files.ReadWrite')).status).toBe(403);
    expect(send('GET', `/users/${other?.id}/drive/root/children`, as('Files.Read.All')).status).toBe(200);
  });
});

describe('a folder', () => {
  test('is made, listed, renamed, moved into another, and deleted with all that is in it', () => {
    const { send, put, names } = fileTenant();
    const made = send('POST', '/me/drive/root/children', {
      json: { name: 'New', folder: {}, '@microsoft.graph.conflictBehavior': 'fail' },
    });
    expect(made).toMatchObject({ status: 201, body: { folder: { childCount: 0 } } });
    const again = { name: 'New', folder: {}, '@microsoft.graph.conflictBehavior': 'rename' };
    expect(send('POST', '/me/drive/root/children', { json: again }).body).toMatchObject({ name: 'New 1' });
    expect(send('POST', '/me/drive/root/children', { json: { name: 'new', folder: {} } }).status).toBe(409);
    const file = put('/me/drive/root:/New/a.txt:/content', '123');
    const patched = send('PATCH', `/me/drive/items/${String(file.body['id'])}`, { json: { name: 'b.txt' } });
    expect(patched).toMatchObject({ status: 200, body: { name: 'b.txt' } });
    const target = send('GET', '/me/drive/root:/New 1').body;
    send('PATCH', `/me/drive/items/${String(file.body['id'])}`, {
      json: { parentReference: { id: target['id'] ?? '' } },
    });
    expect(names('/me/drive/root:/New 1:/children')).toEqual(['b.txt']);
    expect(send('GET', '/me/drive/root:/New 1').body).toMatchObject({ size: 3, folder: { childCount: 1 } });
    expect(names("/me/drive/root/search(q='b.t')")).toEqual(['b.txt']);
    const copying = (path: string) => ({ json: { parentReference: { path }, name: 'c.txt' } });
    const copy = `/me/drive/items/${String(file.body['id'])}/copy`;
    expect(send('POST', copy, copying('/drive/root:/New%201')).status).toBe(202);
    expect([...names('/me/drive/root:/New 1:/children')].sort()).toEqual(['b.txt', 'c.txt']);
    expect(send('POST', copy, copying('/drive/root:/Nowhere')).status).toBe(404);
    expect(send('DELETE', `/me/drive/items/${String(target['id'])}`).status).toBe(204);
    expect(send('GET', `/me/drive/items/${String(file.body['id'])}`).status).toBe(404);
    expect(send('DELETE', '/me/drive/root').status).toBe(400);
  });

  test('is copied later, and an address says how far that is', () => {
    const { sandbox, send, put, names } = fileTenant();
    put('/me/drive/root:/a/x.txt:/content', 'x');
    const copy = send('POST', '/me/drive/root:/a:/copy', { json: { name: 'b' } });
    expect(copy).toMatchObject({ status: 202, label: 'modeled' });
    const monitor = copy.headers['location'] ?? '';
    expect(send('GET', monitor)).toMatchObject({ status: 202, body: { status: 'inProgress' } });
    sandbox.clock.advance(5_000);
    expect(send('GET', monitor)).toMatchObject({ status: 200, body: { status: 'completed', percentageComplete: 100 } });
    expect(names('/me/drive/root:/b:/children')).toEqual(['x.txt']);
  });

  test('what the pack does not know of an item is typed, by the item’s own id', () => {
    const { send, put } = fileTenant();
    put('/me/drive/root:/a.txt:/content', 'x');
    const link = send('POST', '/me/drive/root:/a.txt:/createLink', { json: { type: 'view' } });
    expect(link).toMatchObject({ status: 200, label: 'typed' });
    expect(send('GET', '/me/drive/root:/a.txt:/permissions')).toMatchObject({ status: 200, label: 'typed' });
  });
});

describe('an upload session', () => {
  const open = (tenant: ReturnType<typeof fileTenant>, json = {}) => {
    const made = tenant.send('POST', '/me/drive/root:/big.bin:/createUploadSession', { json });
    return { made, url: String(made.body['uploadUrl']) };
  };
  const fragment = (first: number, last: number, total: number, bytes = Buffer.alloc(last - first + 1, first)) => ({
    bytes,
    type: 'application/octet-stream',
    headers: { 'content-range': `bytes ${first}-${last}/${total}` },
  });

  test('takes fragments in order, reports what it expects, and makes the file with the last one', () => {
    const tenant = fileTenant();
    const { made, url } = open(tenant, { item: { '@microsoft.graph.conflictBehavior': 'rename' } });
    expect(made).toMatchObject({ status: 200, label: 'modeled', body: { nextExpectedRanges: ['0-'] } });
    expect(tenant.send('PUT', url, fragment(0, 25, 128))).toMatchObject({
      status: 202,
      body: { nextExpectedRanges: ['26-'] },
    });
    expect(tenant.send('GET', url)).toMatchObject({ status: 200, body: { nextExpectedRanges: ['26-'] } });
    expect(tenant.send('PUT', url, fragment(26, 127, 128))).toMatchObject({
      status: 201,
      body: { name: 'big.bin', size: 128 },
    });
    expect(tenant.send('GET', url).status).toBe(404);
  });

  test.each([
    ['bytes that were received', 416, fragment(0, 25, 128)],
    ['bytes after a gap', 416, fragment(30, 40, 128)],
    ['another size of the file', 400, fragment(26, 30, 64)],
    ['fewer bytes than it names', 400, fragment(26, 30, 128, Buffer.alloc(2))],
    ['no Content-Range', 400, { bytes: Buffer.alloc(2) }],
    ['a range past the end', 400, fragment(26, 128, 128)],
    [
      'a token',
      401,
      { ...fragment(26, 30, 128), headers: { authorization: 'Bearer x', 'content-range': 'bytes 26-30/128' } },
    ],
  ])('refuses %s', (_, status, sent) => {
    const tenant = fileTenant();
    const { url } = open(tenant);
    tenant.send('PUT', url, fragment(0, 25, 128));
    expect(tenant.send('PUT', url, sent).status).toBe(status);
    expect(tenant.send('PUT', url, fragment(26, 127, 128)).status).toBe(201);
  });

  test('ends in a conflict where the name was taken meanwhile, is given up by DELETE, and ends by itself', () => {
    const tenant = fileTenant();
    const { url } = open(tenant, { item: { '@microsoft.graph.conflictBehavior': 'fail' } });
    tenant.put('/me/drive/root:/big.bin:/content', 'first');
    expect(tenant.send('PUT', url, fragment(0, 9, 10))).toMatchObject({ status: 409, code: 'nameAlreadyExists' });
    expect(tenant.send('DELETE', url).status).toBe(204);
    expect(tenant.send('PUT', url, fragment(0, 9, 10)).status).toBe(404);
    const { url: second } = open(tenant, { item: { '@microsoft.graph.conflictBehavior': 'replace' } });
    tenant.sandbox.clock.advance(24 * 3_600_000);
    expect(tenant.send('PUT', second, fragment(0, 9, 10)).status).toBe(404);
    expect(open(tenant, { item: { '@microsoft.graph.conflictBehavior': 'fail' } }).made.status).toBe(409);
    expect(open(tenant, { item: { size: 3 } }).made.status).toBe(400);
  });

  test('waits for its commit where that was asked', () => {
    const tenant = fileTenant();
    const { url } = open(tenant, { deferCommit: true });
    expect(tenant.send('POST', url).status).toBe(400);
    expect(tenant.send('PUT', url, fragment(0, 9, 10)).status).toBe(202);
    const before = tenant.names('/me/drive/root/children').length;
    expect(tenant.send('POST', url)).toMatchObject({ status: 201, body: { size: 10 } });
    expect(tenant.names('/me/drive/root/children')).toHaveLength(before + 1);
  });

  test('takes a large attachment of a message', () => {
    const tenant = fileTenant();
    const message = String(tenant.send('POST', '/me/messages', { json: { subject: 'Large' } }).body['id']);
    const item = { AttachmentItem: { attachmentType: 'file', name: 'a.bin', size: 10 } };
    const path = `/me/messages/${message}/attachments`;
    const made = tenant.send('POST', `${path}/createUploadSession`, { json: item });
    expect(made).toMatchObject({ status: 201, body: { nextExpectedRanges: ['0-'] } });
    const url = String(made.body['uploadUrl']);
    expect(tenant.send('PUT', url, fragment(0, 4, 10)).status).toBe(200);
    expect(tenant.send('PUT', url, fragment(5, 9, 10))).toMatchObject({
      status: 201,
      headers: { location: expect.any(String) },
    });
    expect(tenant.names(path)).toEqual(['a.bin']);
  });
});

describe('other bodies', () => {
  test('a photo is bytes both ways, alone and in a batch', () => {
    const { send } = fileTenant();
    expect(send('PUT', '/me/photo/$value', { bytes: everyByte, type: 'image/png' }).status).toBe(200);
    expect(send('GET', '/me/photo/$value')).toMatchObject({
      status: 200,
      headers: { 'content-type': 'image/png' },
      bytes: everyByte,
    });
    expect(send('GET', '/me/photo').status).toBe(200);
    const batch = (requests: object[]) => send('POST', '/$batch', { json: { requests } as never }).body['responses'];
    expect(batch([{ id: '1', method: 'GET', url: '/me/photo/$value' }])).toMatchObject([
      { status: 200, headers: { 'Content-Type': 'image/png' }, body: everyByte.toString('base64') },
    ]);
    const picture = { id: '1', method: 'PUT', url: '/me/photo/$value', headers: { 'Content-Type': 'image/jpeg' } };
    batch([{ ...picture, body: Buffer.from('jpeg').toString('base64url') }]);
    expect(send('GET', '/me/photo/$value').bytes.toString()).toBe('jpeg');
    expect(batch([{ ...picture, body: '!' }])).toMatchObject([{ status: 400 }]);
    const text = {
      id: '1',
      method: 'PUT',
      url: '/me/drive/root:/a.txt:/content',
      headers: { 'Content-Type': 'text/plain' },
    };
    expect(batch([{ ...text, body: 'ünï' }])).toMatchObject([{ status: 201, body: { size: 5 } }]);
  });

  test('a page of OneNote is HTML, alone or as the first part of several', () => {
    const { send } = fileTenant();
    const html = '<!DOCTYPE html><html><head><title>Minutes</title></head><body><p>One</p></body></html>';
    const made = send('POST', '/me/onenote/pages', { bytes: Buffer.from(html), type: 'text/html' });
    expect(made).toMatchObject({ status: 201, body: { title: 'Minutes' } });
    expect(send('GET', `/me/onenote/pages/${String(made.body['id'])}/content`).bytes.toString()).toBe(html);
    const parts = `--x\r\nContent-Disposition: form-data; name="Presentation"\r\nContent-Type: text/html\r\n\r\n${html}\r\n--x--\r\n`;
    const several = { bytes: Buffer.from(parts), type: 'multipart/form-data; boundary=x' };
    expect(send('POST', '/me/onenote/pages', several)).toMatchObject({ status: 201, body: { title: 'Minutes' } });
  });

  test('mail may be MIME in base64', () => {
    const { send } = fileTenant();
    const mime =
      'From: a@contoso.com\r\nTo: Bea <b@contoso.com>\r\nSubject: Hi\r\nContent-Type: text/plain\r\n\r\nHello';
    const sent = { bytes: Buffer.from(Buffer.from(mime).toString('base64')), type: 'text/plain' };
    expect(send('POST', '/me/messages', sent)).toMatchObject({ status: 201, body: { subject: 'Hi' } });
    expect(send('POST', '/me/sendMail', sent).status).toBe(202);
    expect(send('POST', '/me/messages', { ...sent, bytes: Buffer.from('no base64!') }).status).toBe(400);
  });
});

test.each(['/me/drive', '/sites/root/drive'])('a drive goes with its owner only: DELETE %s', (path) => {
  const { send } = fileTenant();
  expect(send('DELETE', path).status).toBe(405);
  expect(send('GET', path).status).toBe(200);
});

test('changes below a folder are those of the folder and of what is in it', () => {
  const { send, put } = fileTenant();
  put('/me/drive/root:/a/inner/b.txt:/content', 'b', 'text/plain');
  put('/me/drive/root:/c.txt:/content', 'c', 'text/plain');
  const idAt = (path: string) => String(send('GET', `/me/drive/root:/${path}`).body['id']);
  const changes = (url: string) => {
    const { body } = send('GET', url);
    return { names: (body['value'] as JsonObject[]).map(({ name }) => name), next: String(body['@odata.deltaLink']) };
  };
  const all = changes('/me/drive/root/delta');
  expect(all.names).toEqual(expect.arrayContaining(['root', 'a', 'inner', 'b.txt', 'c.txt']));
  expect(changes(`/me/drive/items/${idAt('a')}/delta`).names.toSorted()).toEqual(['a', 'b.txt', 'inner']);
  put('/me/drive/root:/c.txt:/content', 'cc', 'text/plain');
  expect(changes(all.next.replace(/^.*\/v1\.0/, '')).names).toContain('c.txt');
});

test('an item is changed and deleted in the version that If-Match names, and in no older one', () => {
  const { send, put } = fileTenant();
  const { body } = put('/me/drive/root:/a.txt:/content', 'a', 'text/plain');
  const path = `/me/drive/items/${String(body['id'])}`;
  const headers = { 'if-match': String(body['eTag']) };
  expect(send('PATCH', path, { json: { name: 'b.txt' }, headers }).status).toBe(200);
  expect(send('PATCH', path, { json: { name: 'c.txt' }, headers })).toMatchObject({
    status: 412,
    code: 'resourceModified',
  });
  expect(send('DELETE', path, { headers }).status).toBe(412);
  expect(send('DELETE', path, { headers: { 'if-match': '*' } }).status).toBe(204);
});

test.each(['/me', '/me/drive/root:/new.txt:/content', '/me/drive/root/children', '/me/messages', '/groups'])(
  'HEAD %s answers as GET does, without a body, and changes nothing',
  (path) => {
    const { send, sandbox } = fileTenant();
    const before = JSON.stringify([
      ...sandbox.world.store.inside('users'),
      send('GET', '/me/drive/root/children').body,
    ]);
    const read = send('GET', path);
    const head = send('HEAD', path);
    expect([head.status, head.headers['content-type']]).toEqual([read.status, read.headers['content-type']]);
    expect(head.bytes).toHaveLength(0);
    const after = JSON.stringify([...sandbox.world.store.inside('users'), send('GET', '/me/drive/root/children').body]);
    expect(after).toBe(before);
  },
);

test.each(['OPTIONS', 'TRACE', 'PURGE'])('the method %s is refused, and changes nothing', (method) => {
  const { send } = fileTenant();
  for (const path of ['/me', '/me/messages/AAMkAGI2TAAA=', '/me/drive/root:/a.txt:/content']) {
    const before = send('GET', path).status;
    expect(send(method as 'GET', path).status, path).toBe(405);
    expect(send('GET', path).status, path).toBe(before);
  }
});
