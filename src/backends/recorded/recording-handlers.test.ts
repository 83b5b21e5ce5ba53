import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Client } from '@microsoft/microsoft-graph-client';
import { getResponse, HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { sampleExchange, sampleRecording } from '../../../test/support/backends/sample-recording.ts';
import { binaryOf } from '../../http/payload.ts';
import { openRecordingHandlers, recordingHandlers } from './recording-handlers.ts';

const file = fileURLToPath(new URL('../../../scenarios/access-reviews/security-group.recording.json', import.meta.url));
const tape = JSON.parse(readFileSync(file, 'utf8'));
const definitions = '/identityGovernance/accessReviews/definitions';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

function graphClient(): Client {
  return Client.initWithMiddleware({
    defaultVersion: 'beta',
    authProvider: { getAccessToken: async () => 'a recording needs no token' },
  });
}

const decisionsOf = (response: { value: { decision: string }[] }) =>
  response.value.map(({ decision }) => decision).sort();

describe('a recording as request handlers of the Microsoft Graph client', () => {
  test('answers the whole tutorial in its order', async () => {
    server.use(...recordingHandlers(file));
    const graph = graphClient();
    const [group, review, attestation] = ['create-group', 'create-review', 'self-attest'].map(
      (step) => tape.steps[step][0].request.body,
    );

    const created = await graph.api('/groups').post(group);
    expect(created).toMatchObject({ displayName: 'Building security group', securityEnabled: true });
    const definition = await graph.api(definitions).post(review);
    expect(definition.scope.query).toBe(`/groups/${created.id}/transitiveMembers`);

    const instances = `${definitions}/${definition.id}/instances`;
    expect((await graph.api(instances).get()).value[0].status).toBe('NotStarted');
    const instance = (await graph.api(instances).get()).value[0];
    expect(instance.status).toBe('InProgress');

    const decisions = `${instances}/${instance.id}/decisions`;
    const before = await graph.api(decisions).get();
    expect(decisionsOf(before)).toEqual(['NotReviewed', 'NotReviewed']);
    expect((await graph.api('/me/pendingAccessReviewInstances').get()).value[0].id).toBe(instance.id);

    const mine = before.value.find(
      ({ target }: { target: { userId: string } }) => target.userId === tape.inputs.firstMember,
    );
    await graph.api(`${decisions}/${mine.id}`).patch(attestation);
    const after = await graph.api(decisions).get();
    expect(decisionsOf(after)).toEqual(['Approve', 'NotReviewed']);
    expect(after.value.find(({ id }: { id: string }) => id === mine.id).decision).toBe('Approve');

    await graph.api(`/groups/${created.id}`).delete();
    await graph.api(`${definitions}/${definition.id}`).delete();
  });

  test('leaves what was not recorded unhandled: MSW refuses it, nothing goes to the network', async () => {
    // MSW explains the error there, too.
    const printed = vi.spyOn(console, 'error').mockReturnValue();
    server.use(...recordingHandlers(file));
    const refused = { cause: { message: expect.stringContaining('"error" strategy') } };
    await expect(fetch('https://graph.microsoft.com/beta/organization')).rejects.toMatchObject(refused);
    await expect(fetch('https://graph.microsoft.com/beta/groups', { method: 'DELETE' })).rejects.toMatchObject(refused);
    // Elsewhere, the same path is another service's.
    await expect(fetch('https://example.com/beta/me/pendingAccessReviewInstances')).rejects.toMatchObject(refused);
    expect(printed).toHaveBeenCalledTimes(3);
    printed.mockRestore();
  });

  test('leaves what was not recorded to other handlers, with its body', async () => {
    const echo = http.post('https://graph.microsoft.com/beta/echo', async ({ request }) =>
      HttpResponse.json(await request.json()),
    );
    server.use(...recordingHandlers(file), echo);
    const response = await fetch('https://graph.microsoft.com/beta/echo', { method: 'POST', body: '{"a":[1]}' });
    expect(await response.json()).toEqual({ a: [1] });
  });

  test('starts over with each call', async () => {
    const status = async () => {
      const url = `https://graph.microsoft.com${tape.steps['list-instances'][0].request.url}`;
      return JSON.parse(await (await fetch(url)).text()).value[0].status;
    };
    server.use(...recordingHandlers(file));
    expect([await status(), await status(), await status()]).toEqual(['NotStarted', 'InProgress', 'InProgress']);
    server.resetHandlers(...recordingHandlers(file));
    expect(await status()).toBe('NotStarted');
  });
});

describe('recordingHandlers', () => {
  const url = 'https://graph.microsoft.com/v1.0/me';
  const recording = sampleRecording({ me: [sampleExchange({ url: '/v1.0/me' }, { body: { id: 'me' } })] });
  const sent = async (from: string | URL | object, at = url) =>
    (await getResponse(recordingHandlers(from), new Request(at)))?.json();

  test('takes the content of a recording as well', async () => {
    expect(await sent(recording)).toEqual({ id: 'me' });
    expect(await sent(JSON.parse(JSON.stringify(recording)))).toEqual({ id: 'me' });
  });

  test('takes a file: URL as well', async () => {
    const address = `https://graph.microsoft.com${tape.steps['list-pending-reviews'][0].request.url}`;
    expect(await sent(pathToFileURL(file), address)).toHaveProperty('value');
  });

  test('keeps integers that a double cannot hold', async () => {
    const exact = sampleRecording({ me: [sampleExchange({ url: '/v1.0/me' }, { body: { n: 9007199254740993n } })] });
    const response = await getResponse(recordingHandlers(exact), new Request(url));
    expect(await response?.text()).toContain('9007199254740993');
  });

  test('answers for another origin where reported so', async () => {
    const origin = 'https://graph.microsoft.us';
    const handlers = recordingHandlers(recording, { origin });
    expect(await getResponse(handlers, new Request(url))).toBeUndefined();
    expect(await (await getResponse(handlers, new Request(`${origin}/v1.0/me`)))?.json()).toEqual({ id: 'me' });
  });

  test('throws what is wrong with a recording, and where', () => {
    const wrong = { ...recording, version: 1, steps: { me: [{ request: { method: 'GET', url: '/me' } }] } };
    expect(() => recordingHandlers(wrong)).toThrow(TypeError);
    expect(() => recordingHandlers(wrong)).toThrow(/recording:\d+:\d+: recording-invalid: .*response/);
    expect(() => recordingHandlers({})).toThrow(/recording:1:1: recording-invalid/);
  });

  test('throws where there is no file', () => {
    expect(() => recordingHandlers('nowhere.recording.json')).toThrow(/nowhere\.recording\.json/);
  });
});

describe('requests as OData reads them', () => {
  const origin = 'https://graph.microsoft.com';
  const list = sampleExchange({ url: "/v1.0/users?$filter=mail eq 'a@b.c'&$select=id,mail" }, { body: { value: [] } });
  const user = sampleExchange({ url: '/v1.0/users/u-1' }, { body: { id: 'u-1' } });
  const other = sampleExchange({ url: '/v1.0/users/U-1' }, { body: { id: 'U-1' } });
  const created = sampleExchange(
    { method: 'POST', url: '/v1.0/groups', body: { displayName: 'A' } },
    { status: 201, body: { id: 'g-1' } },
  );
  const gone = sampleExchange({ method: 'DELETE', url: '/v1.0/groups/g-1' }, { status: 204 });
  const recording = sampleRecording({ list: [list], user: [user, other], create: [created], delete: [gone] });
  const jsonOf = async (handlers: ReturnType<typeof recordingHandlers>, url: string, init?: RequestInit) =>
    (await getResponse(handlers, new Request(`${origin}${url}`, init)))?.json();

  test.each([
    '/v1.0/users?$select=mail,id&$filter=mail%20eq%20%27a%40b.c%27',
    "/v1.0/users/?%24filter=mail+eq+'a@b.c'&select=id,mail",
    "/V1.0/Users?$FILTER=mail eq 'a@b.c'&$select=id,mail",
  ])('are answered however they are written: %s', async (url) => {
    expect(await jsonOf(recordingHandlers(recording), url)).toEqual({ value: [] });
  });

  test('are answered by the same letters before others', async () => {
    const handlers = recordingHandlers(recording);
    expect(await jsonOf(handlers, '/v1.0/users/U-1')).toEqual({ id: 'U-1' });
    expect(await jsonOf(handlers, "/v1.0/users('u-1')")).toEqual({ id: 'u-1' });
  });

  type Batched = { responses: { id: string; status: number; body: { error: { message: string } } }[] };
  const batchedOf = async (...args: Parameters<typeof jsonOf>) => (await jsonOf(...args)) as Batched;
  const batch = (requests: readonly object[]) => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ requests }),
  });

  test('in a batch are answered one by one, those after others that failed are not', async () => {
    const headers = { 'Content-Type': 'application/json' };
    const answered = await batchedOf(
      recordingHandlers(recording),
      '/v1.0/$batch',
      batch([
        { id: '3', method: 'DELETE', url: '/groups/g-1', dependsOn: ['2'] },
        { id: '1', method: 'POST', url: 'groups', body: { displayName: 'A' }, headers },
        { id: '2', method: 'GET', url: '/nothing' },
        { id: '4', method: 'GET', url: '/users/u-1', dependsOn: ['1'] },
      ]),
    );
    expect(answered.responses.map(({ id, status }) => [id, status])).toEqual([
      ['1', 201],
      ['2', 501],
      ['3', 424],
      ['4', 200],
    ]);
    expect(answered.responses[0]).toEqual({ id: '1', status: 201, headers: expect.anything(), body: { id: 'g-1' } });
    expect(answered.responses[1]?.body.error.message).toBe('The recording has no response to GET /nothing.');
  });

  test('in a batch of which nothing was recorded are left to other handlers, as is what is not a batch', async () => {
    const handlers = recordingHandlers(recording);
    expect(
      await jsonOf(handlers, '/v1.0/$batch', batch([{ id: '1', method: 'GET', url: '/nothing' }])),
    ).toBeUndefined();
    expect(await jsonOf(handlers, '/v1.0/$batch', batch([]))).toBeUndefined();
    expect(await jsonOf(handlers, '/v1.0/$batch', { method: 'POST', body: 'x' })).toBeUndefined();
  });

  test('are answered from a recorded batch, and that batch by itself only as a whole', async () => {
    const requests = [{ id: '1', method: 'GET', url: '/me' }];
    const responses = [{ id: '1', status: 200, headers: { 'Content-Type': 'application/json' }, body: { id: 'me' } }];
    const recorded = sampleExchange(
      { method: 'POST', url: '/v1.0/$batch', body: { requests } },
      { body: { responses } },
    );
    const { handlers, unused } = openRecordingHandlers(sampleRecording({ both: [recorded] }));
    expect(unused()).toEqual([{ step: 'both', number: 1, method: 'POST', url: '/v1.0/$batch' }]);
    expect(await jsonOf([...handlers], '/v1.0/me')).toEqual({ id: 'me' });
    expect(await jsonOf([...handlers], '/v1.0/$batch', batch(requests))).toEqual({ responses });
    const twice = await batchedOf(
      [...handlers],
      '/v1.0/$batch',
      batch([...requests, { id: 'b', method: 'GET', url: '/me/' }]),
    );
    expect(twice.responses.map(({ status }) => status)).toEqual([200, 200]);
    expect(unused()).toEqual([]);
  });

  test('in a batch have their bytes, those of a recorded batch alone, too', async () => {
    const [one, other] = [Buffer.from('89504e470d0a1a0a00', 'hex'), Buffer.from('zz')];
    const png = { 'content-type': 'image/png' };
    const url = '/v1.0/me/photo/$value';
    const put = (bytes: Buffer, which: number) =>
      sampleExchange({ method: 'PUT', url, headers: png, bytes: binaryOf(bytes) }, { body: { which } });
    const requests = [{ id: '1', method: 'GET', url: '/users/1/photo/$value' }];
    const responses = [
      { id: '1', status: 200, headers: { 'Content-Type': 'image/png' }, body: one.toString('base64') },
    ];
    const both = sampleExchange({ method: 'POST', url: '/v1.0/$batch', body: { requests } }, { body: { responses } });
    const handlers = recordingHandlers(sampleRecording({ put: [put(one, 1), put(other, 2)], both: [both] }));
    const upload = { method: 'PUT', url: '/me/photo/$value', headers: { 'Content-Type': 'image/png' } };
    const { responses: answered } = await batchedOf(
      handlers,
      '/v1.0/$batch',
      batch([
        { id: 'a', ...upload, body: other.toString('base64') },
        { id: 'b', ...upload, body: one.toString('base64') },
      ]),
    );
    expect(answered.map(({ body }) => body)).toEqual([{ which: 2 }, { which: 1 }]);
    expect(await jsonOf(handlers, url, { method: 'PUT', headers: png, body: Uint8Array.from(other) })).toEqual({
      which: 2,
    });
    const photo = await getResponse(handlers, new Request(`${origin}/v1.0/users('1')/photo/%24value`));
    expect(photo?.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from((await photo?.arrayBuffer()) ?? new ArrayBuffer()).equals(one)).toBe(true);
  });

  test('that were recorded and never sent are listed', async () => {
    const { handlers, unused } = openRecordingHandlers(recording);
    expect(unused()).toHaveLength(5);
    await jsonOf([...handlers], '/v1.0/users/u-1');
    await getResponse([...handlers], new Request(`${origin}/v1.0/groups/g-1`, { method: 'DELETE' }));
    expect(unused()).toEqual([
      { step: 'list', number: 1, method: 'GET', url: list.request.url },
      { step: 'user', number: 2, method: 'GET', url: '/v1.0/users/U-1' },
      { step: 'create', number: 1, method: 'POST', url: '/v1.0/groups' },
    ]);
  });
});
