import { expect, test } from 'vitest';
import { samplePlan } from '../../../test/support/run/sample-plan.ts';
import { scriptedBackend } from '../../../test/support/run/scripted-backend.ts';
import { createPseudonymizer } from '../../redaction/redact/pseudonymizer.ts';
import type { RunEvent } from '../result.ts';
import { scriptedClock } from '../scripted-clock.ts';
import { replayPlan } from './replay.ts';

const plan = samplePlan(
  `
title: Names come back
inputs:
  owner:
    example: a person@example.com
actors:
  admin: { permissions: [Group.ReadWrite.All] }
steps:
  - id: make
    title: Make a group
    request: { method: POST, url: /v1.0/groups, body: { displayName: Building, owner: "\${owner}" } }
    response: { status: 201, body: { id: <uuid> } }
    capture: { group: $.id }
    creates: { delete: "/v1.0/groups/\${group}" }
  - id: look
    title: Look until it is there
    request: { method: GET, url: "/v1.0/groups/\${group}" }
    response: { status: 200, body: { id: "\${group}" } }
    eventually: { within: PT1M, every: PT1S }
  - id: differ
    title: Look at something else
    request: { method: GET, url: "/v1.0/groups/\${group}/owners" }
    response: { status: 200, body: { value: [] } }
  - id: last
    title: Look again
    request: { method: GET, url: "/v1.0/groups/\${group}" }
    response: { status: 200, body: { id: "\${group}" } }
  - id: blocked
    title: Ask in vain
    request: { method: GET, url: /v1.0/me }
    response: { status: 200 }
cleanup:
  - id: delete
    title: Delete it
    request: { method: DELETE, url: "/v1.0/groups/\${group}" }
    response: { status: 204 }
`,
  { sources: { given: new Map([['owner', 'adele@contoso.com']]), environment: {} } },
);

const id = '825f1b5e-6fb2-4d9a-b393-d491101acc0c';
const group = { id, displayName: 'Building', description: 'Made by Adele Vance', contact: 'Adele Vance' };
const missing = { error: { code: 'Request_ResourceNotFound', message: `No one but Adele Vance knows ${id}.` } };

/** Every event of a run; `look` is reported each when it comes. */
async function eventsOf({ broken, look }: { readonly broken: boolean; readonly look: (event: RunEvent) => unknown }) {
  const backend = scriptedBackend({
    make: [[201, group]],
    look: [
      [404, missing],
      [200, group],
    ],
    differ: [broken ? [404, missing] : [200, { value: [] }]],
    last: [[200, { ...group, nickname: 'Adele Vance' }]],
    blocked: [{ kind: 'blocked', reason: 'network', message: 'Adele Vance has pulled the plug' }],
    delete: [[204]],
  });
  const events: RunEvent[] = [];
  const listener = (event: RunEvent) => {
    look(event);
    events.push(event);
  };
  const pseudonyms = createPseudonymizer({ key: Buffer.alloc(32, 7) });
  await replayPlan(plan, { backend, clock: scriptedClock(0), listener, pseudonyms });
  return events;
}

const read = (event: RunEvent): string => JSON.stringify(event);

test.each([false, true])('what is read late is what is read at once (an expectation is broken: %s)', async (broken) => {
  const atOnce: string[] = [];
  await eventsOf({ broken, look: (event) => atOnce.push(read(event)) });
  const late = (await eventsOf({ broken, look: () => {} })).map(read);
  const backwards = (await eventsOf({ broken, look: () => {} })).toReversed().map(read).toReversed();
  expect(late).toEqual(atOnce);
  expect(backwards).toEqual(atOnce);
  expect(atOnce.join('\n')).not.toMatch(/Adele|contoso|825f1b5e/);
});

test('P11 a secret that the scenario itself publishes is shown as it is, one that is given is not', async () => {
  const own = samplePlan(
    `
title: Passwords
actors: { admin: {} }
inputs: { given: { example: a } }
steps:
  - id: send
    request: { method: POST, url: /v1.0/users, body: { passwordProfile: { password: Published-1 }, secretText: "\${given}" } }
    response: { status: 200, body: { passwordProfile: <any> } }
`,
    { sources: { given: new Map([['given', 'Hidden-2']]), environment: {} } },
  );
  const body = { passwordProfile: { password: 'Published-1' }, about: 'Hidden-2', secretText: 'Hidden-3' };
  const texts: string[] = [];
  await replayPlan(own, {
    backend: scriptedBackend({ send: [[200, body]] }),
    clock: scriptedClock(0),
    listener: (event) => texts.push(read(event)),
    pseudonyms: createPseudonymizer({ key: Buffer.alloc(32, 7) }),
  });
  const exchanged = texts.find((text) => text.includes('step-exchanged')) ?? '';
  expect(exchanged.match(/Published-1/g)).toHaveLength(2);
  expect(texts.join('\n')).not.toMatch(/Hidden-/);
});

test('a word that the scenario only expects is shown as it is, any other is not', async () => {
  const own = samplePlan(`
title: Words
actors: { admin: {} }
steps:
  - id: read
    request: { method: GET, url: /v1.0/groups/a }
    response: { status: 200, headers: { x-kind: Depot }, body: { displayName: Assembly hall, kind: '<one of Barn, "Byre">', tags: [ Shed ] } }
`);
  const body = { displayName: 'Assembly hall', kind: 'Byre', tags: ['Shed'], contact: 'Adele Vance' };
  const texts: string[] = [];
  await replayPlan(own, {
    backend: scriptedBackend({ read: [[200, body]] }),
    clock: scriptedClock(0),
    listener: (event) => texts.push(event.kind === 'step-exchanged' ? event.exchange.response.text : ''),
    pseudonyms: createPseudonymizer({ key: Buffer.alloc(32, 7) }),
  });
  const shown = JSON.parse(texts.join(''));
  expect(shown).toMatchObject({ displayName: 'Assembly hall', kind: 'Byre', tags: ['Shed'] });
  expect(shown.contact).not.toBe('Adele Vance');
});

test('a header from which a value is captured is still in the shown response, any other unknown one is not', async () => {
  const own = samplePlan(`
version: 2
title: Header
actors: { admin: {} }
steps:
  - id: start
    request: { method: POST, url: /v1.0/groups/a/archive }
    response: { status: 202 }
    capture: { job: { header: X-Job } }
`);
  const reply = { status: 202, headers: { 'x-job': 'Adele Vance', 'x-other': 'Adele Vance' }, text: '' };
  const events: RunEvent[] = [];
  await replayPlan(own, {
    backend: scriptedBackend({ start: [{ kind: 'answered', response: reply }] }),
    clock: scriptedClock(0),
    listener: (event) => events.push(event),
    pseudonyms: createPseudonymizer({ key: Buffer.alloc(32, 7) }),
  });
  const headers = events.flatMap((event) => (event.kind === 'step-exchanged' ? [event.exchange.response.headers] : []));
  expect(headers).toEqual([{ 'x-job': expect.stringMatching(/^Name [0-9a-f]{8}$/) }]);
});
