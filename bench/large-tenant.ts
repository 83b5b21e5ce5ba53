import { createSandbox, type Sandbox } from '../src/sandbox/create-sandbox.ts';
import type { WholeSeed } from '../src/sandbox/packs/directory/seed/seed.ts';

/** 10,000 users; 1,000 groups, of which 100 have a thousand members and the first has everybody. */
const [users, groups, large] = [10_000, 1_000, 100] as const;
const membersOfLarge = 1_000;
const nameOf = (at: number) => `user${at}@large.example`;

export function largeSeed(): WholeSeed {
  const people = Array.from({ length: users }, (_, at) => ({
    displayName: `User ${at}`,
    userPrincipalName: nameOf(at),
    lastSignIn: at % 3 === 0 ? 'P90D' : 'P2D',
  }));
  const names = people.map(({ userPrincipalName }) => userPrincipalName);
  return {
    version: 1,
    tenant: {
      id: '0b6f4b1c-6f5d-8a35-9b1e-3a1f0d7c2e48',
      displayName: 'Large',
      domains: ['large.example'],
      licenses: ['AAD_PREMIUM_P2'],
    },
    users: people,
    groups: [
      { displayName: 'Everybody', mailNickname: 'everybody', kind: 'security', owners: [nameOf(0)], members: names },
      ...Array.from({ length: groups - 1 }, (_, at) => ({
        displayName: `Group ${at}`,
        mailNickname: `group${at}`,
        kind: 'security' as const,
        owners: [nameOf(at)],
        members: Array.from({ length: at < large ? membersOfLarge : 5 }, (_, member) =>
          nameOf((at * 97 + member) % users),
        ),
      })),
    ],
    applications: [{ clientId: '5d1c7f0e-93a2-8b46-a7d8-e20f61c4b93a', displayName: 'Bench' }],
    roles: [{ role: 'Global Administrator', active: [nameOf(0)] }],
  };
}

export type LargeTenant = {
  readonly sandbox: Sandbox;
  /** Sends as the administrator; the response as JSON. */
  readonly send: (method: 'GET' | 'POST', url: string, body?: object) => AnyJson;
  /** Reviews groups of a thousand members, the first `count` of them. */
  readonly reviewLarge: (count: number) => void;
  readonly reviewEverybody: () => void;
  /** Pages through all decisions of all reviews, and says how many there are. */
  readonly pageThrough: () => number;
};

// biome-ignore lint/suspicious/noExplicitAny: it is read as what was requested.
type AnyJson = any;

const definitions = '/v1.0/identityGovernance/accessReviews/definitions';

export function largeTenant(seed: WholeSeed): LargeTenant {
  const sandbox = createSandbox({ seed, now: '2026-11-22T08:00:00Z' });
  const { administrator } = sandbox;
  const send: LargeTenant['send'] = (method, url, body) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const request = { method, url, headers, ...(body === undefined ? {} : { body: body as never }) };
    const { status, text } = sandbox.handle(request, administrator);
    if (status >= 400) throw new Error(`${method} ${url}: ${status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  const idOf = new Map(sandbox.world.directory.groups().map(({ mailNickname, id }) => [mailNickname, id]));
  const review = (group: string) => send('POST', definitions, reviewOf(idOf.get(group) ?? ''));
  const begun = () => sandbox.clock.advance(60_000);
  return {
    sandbox,
    send,
    reviewLarge: (count) => {
      for (let at = 0; at < count; at++) review(`group${at}`);
      begun();
    },
    reviewEverybody: () => {
      review('everybody');
      begun();
    },
    pageThrough: () => {
      let decisions = 0;
      for (const { id } of pagesOf(send, definitions)) {
        for (const instance of pagesOf(send, `${definitions}/${id}/instances`)) {
          for (const _ of pagesOf(send, `${definitions}/${id}/instances/${instance.id}/decisions`)) decisions += 1;
        }
      }
      return decisions;
    },
  };
}

function* pagesOf(send: LargeTenant['send'], url: string): Generator<{ readonly id: string }> {
  for (let next: string | undefined = url; next !== undefined; ) {
    const page: AnyJson = send('GET', next);
    yield* page.value;
    const link: string | undefined = page['@odata.nextLink'];
    next = link?.replace(/^https:\/\/[^/]+/, '');
  }
}

function reviewOf(groupId: string): object {
  return {
    displayName: 'Large review',
    scope: { query: `/groups/${groupId}/members`, queryType: 'MicrosoftGraph' },
    reviewers: [{ query: `/groups/${groupId}/owners`, queryType: 'MicrosoftGraph' }],
    settings: {
      instanceDurationInDays: 30,
      recommendationsEnabled: true,
      recurrence: { pattern: null, range: { type: 'numbered', startDate: '2026-11-22', endDate: '2026-12-22' } },
    },
  };
}
