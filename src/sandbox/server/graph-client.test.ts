import { type TokenCredential, UsernamePasswordCredential } from '@azure/identity';
import {
  AuthenticationHandler,
  BatchRequestContent,
  BatchResponseContent,
  Client,
  type Context,
  PageIterator,
  RetryHandler,
  RetryHandlerOptions,
} from '@microsoft/microsoft-graph-client';
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js';
import { fetch } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SampleServer, sampleServer } from '../../../test/support/sandbox/sample-server.ts';

let sample: SampleServer;
beforeAll(async () => {
  sample = await sampleServer({ fixedMs: Date.parse('2026-03-01T08:00:00Z') });
});
afterAll(() => sample.close());

const definitions = '/identityGovernance/accessReviews/definitions';
const graphUser = (id: string) => `https://graph.microsoft.com/v1.0/users/${id}`;

/** This client leaves a version in the url of a batched request, and Graph takes none there: callers leave it out. */
const batched = (url: string): Request => new Request(url.replace('/v1.0/', '/'));

/** The client as anyone uses it; only that it fetches with our certificate is special. */
function graphAs(userName: string): Client {
  const { server } = sample;
  const { world } = server.sandbox();
  const app = server.apps().find(({ displayName }) => displayName === 'Tutorial Replay');
  const credential: TokenCredential = new UsernamePasswordCredential(
    world.tenant.id,
    app?.appId ?? '',
    userName,
    server.password,
    { authorityHost: server.origin, disableInstanceDiscovery: true, tlsOptions: { ca: sample.ca } },
  );
  const scopes = ['https://graph.microsoft.com/.default'];
  const signIn = new AuthenticationHandler(new TokenCredentialAuthenticationProvider(credential, { scopes }));
  const retry = new RetryHandler(new RetryHandlerOptions(0));
  signIn.setNext(retry);
  retry.setNext({
    execute: async (context: Context) => {
      const { request, options } = context;
      const init = { ...options, dispatcher: sample.agent } as Parameters<typeof fetch>[1];
      context.response = (await fetch(String(request), init)) as unknown as Response;
    },
  });
  const { origin, hostname } = new URL(server.origin);
  return Client.initWithMiddleware({ baseUrl: `${origin}/`, customHosts: new Set([hostname]), middleware: signIn });
}

async function all<T>(client: Client, first: object): Promise<readonly T[]> {
  const found: T[] = [];
  const pages = new PageIterator(client, first as never, (item: T) => found.push(item) > 0);
  await pages.iterate();
  return found;
}

type Decision = { readonly id: string; readonly decision: string; readonly principal: { readonly id: string } };

test('the Microsoft Graph client reviews a group from its creation to the removal of who was denied', async () => {
  const admin = graphAs('admin@contoso.com');
  const owner = graphAs('CaseyL@contoso.com');

  // Who is there: questions in one batch, each after the one before, until one fails.
  const batch = new BatchRequestContent([
    { id: '1', request: batched(graphUser('AlexM@contoso.com')) },
    { id: '2', request: batched(graphUser('JamieQ@contoso.com')), dependsOn: ['1'] },
    { id: '3', request: batched(graphUser('unknown@contoso.com')), dependsOn: ['2'] },
    { id: '4', request: batched(graphUser('CaseyL@contoso.com')), dependsOn: ['3'] },
  ]);
  const responses = new BatchResponseContent(await admin.api('/$batch').post(await batch.getContent()));
  expect([...responses.getResponses()].map(([id, { status }]) => [id, status]).sort()).toEqual([
    ['1', 200],
    ['2', 200],
    ['3', 404],
    ['4', 424],
  ]);
  const idOf = async (id: string): Promise<string> => {
    const user = await responses.getResponseById(id).json();
    return (user as { readonly id: string }).id;
  };
  const [kept, denied] = [await idOf('1'), await idOf('2')];
  const { id: ownerId } = await owner.api('/me').get();

  // The service is busy once; the client waits and sends again.
  await sample.send('POST', '/sandbox/faults', { body: { fault: '429;retry-after=0.2;method=POST;path=/groups' } });
  const group = await admin.api('/groups').post({
    displayName: 'Rota editors',
    mailEnabled: false,
    mailNickname: 'rotaeditors',
    securityEnabled: true,
    'owners@odata.bind': [graphUser(ownerId)],
    'members@odata.bind': [graphUser(kept), graphUser(denied)],
  });
  expect((await sample.send('GET', '/sandbox/faults')).json).toMatchObject({ early: [] });

  const review = await admin.api(definitions).post({
    displayName: 'Rota editors',
    scope: { query: `/groups/${group.id}/transitiveMembers`, queryType: 'MicrosoftGraph' },
    reviewers: [{ query: `/groups/${group.id}/owners`, queryType: 'MicrosoftGraph' }],
    settings: {
      mailNotificationsEnabled: false,
      justificationRequiredOnApproval: true,
      instanceDurationInDays: 3,
      recurrence: { pattern: null, range: { type: 'numbered', numberOfOccurrences: 0, startDate: '2026-03-01' } },
    },
  });
  await sample.send('POST', '/sandbox/clock', { body: { advance: 'PT5M' } });
  const [instance] = (await admin.api(`${definitions}/${review.id}/instances`).get()).value;
  expect(instance.status).toBe('InProgress');

  // One decision a page, so that there is more than one page.
  const decisions = `${definitions}/${review.id}/instances/${instance.id}/decisions`;
  const found = await all<Decision>(admin, await admin.api(decisions).top(1).get());
  expect(found.map(({ decision, principal }) => [decision, principal.id]).sort()).toEqual(
    [
      ['NotReviewed', kept],
      ['NotReviewed', denied],
    ].sort(),
  );

  for (const { id, principal } of found) {
    const decision = principal.id === kept ? 'Approve' : 'Deny';
    await owner.api(`${decisions}/${id}`).patch({ decision, justification: 'As the rota says.' });
  }
  // Anyone who is reviewed has no say in this one.
  const reviewed = graphAs('AlexM@contoso.com').api(`${decisions}/${found[0]?.id}`);
  const own = { decision: 'Approve', justification: 'I like it here.' };
  await expect(reviewed.patch(own)).rejects.toMatchObject({ statusCode: 403 });

  await admin.api(`${definitions}/${review.id}/instances/${instance.id}/stop`).post({});
  await sample.send('POST', '/sandbox/clock', { body: { advance: 'PT10M' } });
  await admin.api(`${definitions}/${review.id}/instances/${instance.id}/applyDecisions`).post({});
  await sample.send('POST', '/sandbox/clock', { body: { advance: 'PT10M' } });
  const members = await admin.api(`/groups/${group.id}/members`).select('id').get();
  expect(members.value.map(({ id }: { readonly id: string }) => id)).toEqual([kept]);

  await admin.api(`${definitions}/${review.id}`).delete();
  await admin.api(`/groups/${group.id}`).delete();
  await expect(admin.api(`/groups/${group.id}`).get()).rejects.toMatchObject({ statusCode: 404 });
});

test('what no pack models is created, found and deleted by the client, and a served response says what it is worth', async () => {
  const client = graphAs('admin@contoso.com');
  const businesses = '/solutions/bookingBusinesses';
  const made = await client.api(businesses).post({ displayName: 'Served' });
  const found = await client.api(businesses).filter("displayName eq 'Served'").select('id').get();
  expect(found.value).toEqual([{ id: made.id }]);
  const raw: Response = await client
    .api(`${businesses}/${made.id}`)
    .responseType('raw' as never)
    .get();
  expect(raw.headers.get('x-sandbox-response')).toMatch(/^typed; model=v1\.0@\d{4}-\d\d$/);
  await client.api(`${businesses}/${made.id}`).delete();
  await expect(client.api(`${businesses}/${made.id}`).get()).rejects.toMatchObject({ statusCode: 404 });
});
