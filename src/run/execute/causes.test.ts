import { describe, expect, test } from 'vitest';
import { samplePlan, sampleRun } from '../../../test/support/run/sample-plan.ts';
import { answered, type ScriptedReply, scriptedBackend } from '../../../test/support/run/scripted-backend.ts';
import { recordedBackend } from '../../backends/recorded/recorded-backend.ts';
import { defined } from '../../defined.ts';
import { type Recording, recordingVersion } from '../../format/recording/recording.ts';
import type { Json } from '../../json/json.ts';
import type { Selection } from '../plan/selection.ts';
import type { Reply } from '../ports.ts';
import type { Against, ScenarioResult } from '../result.ts';
import { scriptedClock } from '../scripted-clock.ts';
import { replayPlan } from './replay.ts';

const tutorial = `
title: Decide
actors: { admin: {}, member: {} }
inputs: { id: { example: a } }
steps:
  - id: decide
    actor: member
    request: { method: PATCH, url: "/v1.0/decisions/\${id}", body: { decision: Approve } }
    response: { status: 204 }
  - id: read
    actor: admin
    request: { method: GET, url: "/v1.0/decisions/\${id}" }
    response: { status: 200, body: { decision: Approve } }
    capture: { who: $.who }
  - id: use
    actor: admin
    request: { method: GET, url: "/v1.0/users/\${who}" }
    response: { status: 200, body: { name: Kim } }
  - id: publish
    actor: admin
    after: decide
    request: { method: PUT, url: "/v1.0/reports/\${id}" }
    response: { status: 204 }
  - id: wait
    actor: admin
    after: publish
    request: { method: GET, url: "/v1.0/mails" }
    response: { status: 200, body: { sent: true } }
    eventually: { within: PT10M, every: PT1M }
  - id: apart
    actor: admin
    request: { method: GET, url: /v1.0/me }
    response: { status: 200, body: { me: true } }
`;
const cannotSignIn: Reply = { kind: 'blocked', reason: 'auth', message: 'no credential' };
const happy: { readonly [step: string]: readonly ScriptedReply[] } = {
  decide: [[204]],
  read: [[200, { decision: 'Approve', who: 'kim' }]],
  use: [[200, { name: 'Kim' }]],
  publish: [[204]],
  wait: [[200, { sent: true }]],
  apart: [[200, { me: true }]],
};
const undecided: Json = { decision: 'NotReviewed', who: 'kim' };

async function run(
  replies: { readonly [step: string]: readonly ScriptedReply[] },
  { against = 'sandbox', selection, yaml = tutorial }: { against?: Against; selection?: Selection; yaml?: string } = {},
) {
  const backend = scriptedBackend({ ...happy, ...replies });
  const sources = { given: new Map([['id', 'a']]), environment: {} };
  const plan = samplePlan(yaml, { against, sources, ...defined({ selection }) });
  const result = await replayPlan(plan, { backend, clock: scriptedClock(0), listener: () => {} });
  return { result, sent: backend.sent.map(({ step }) => step) };
}

const kinds = ({ steps }: ScenarioResult) => steps.map(({ outcome }) => outcome.kind);
const stepOf = ({ steps }: ScenarioResult, id: string) => steps.find((step) => step.id === id);

describe('where a step could not do what it should', () => {
  test('a read of what it should have changed is skipped with its differences as information', async () => {
    const { result } = await run({ decide: [cannotSignIn], read: [[200, undecided]] });
    expect(stepOf(result, 'read')).toMatchObject({
      outcome: {
        kind: 'skipped',
        reason: 'earlier-step',
        cause: 'decide',
        message: 'it depends on step `decide`, which was blocked (auth); its response has 1 difference for information',
      },
      notes: [{ code: 'value', path: '$.decision', expected: '"Approve"', actual: '"NotReviewed"' }, { path: '$.who' }],
      exchange: { response: { status: 200 } },
    });
    expect(result.outcome).toBe('blocked');
  });

  test('a read that matches all the same passes, and so does what has nothing to do with it', async () => {
    const { result } = await run({ decide: [cannotSignIn] });
    expect(kinds(result)).toEqual(['blocked', 'passed', 'passed', 'skipped', 'passed', 'passed']);
  });

  test.each([401, 429, 500, 503])('a %d is the service\u2019s own, whatever was not done before', async (status) => {
    const { result } = await run({ decide: [cannotSignIn], read: [[status, {}]] });
    expect(stepOf(result, 'read')?.outcome.kind).toBe('failed');
  });

  test('an unrelated step fails for itself', async () => {
    const { result } = await run({ decide: [cannotSignIn], apart: [[200, { me: false }]] });
    expect(stepOf(result, 'apart')?.outcome.kind).toBe('failed');
    expect(result.outcome).toBe('failed');
  });

  test('its captures are still used, and steps that depend on them have the same cause', async () => {
    const { result, sent } = await run({ decide: [cannotSignIn], read: [[200, undecided]], use: [[404, {}]] });
    expect(sent).toContain('use');
    expect(stepOf(result, 'use')?.outcome).toMatchObject({ kind: 'skipped', reason: 'earlier-step', cause: 'decide' });
  });

  test('a step without a value is not sent, and names the cause too', async () => {
    const { result, sent } = await run({ decide: [[403, {}]], read: [[404, {}]] });
    expect(sent).not.toContain('use');
    expect(stepOf(result, 'use')?.outcome).toEqual({
      kind: 'skipped',
      reason: 'earlier-step',
      cause: 'decide',
      message: 'it uses a value that step `read` did not capture; the cause is step `decide`, which failed',
    });
  });

  test('a write that the scenario says depends on it is not sent, and what depends on that write goes back to it', async () => {
    const { result, sent } = await run({ decide: [cannotSignIn], wait: [[200, { sent: false }]] });
    expect(sent).not.toContain('publish');
    expect(stepOf(result, 'publish')?.outcome).toEqual({
      kind: 'skipped',
      reason: 'earlier-step',
      cause: 'decide',
      message: 'it depends on step `decide`, which was blocked (auth)',
    });
    expect(stepOf(result, 'wait')?.outcome).toMatchObject({ kind: 'skipped', cause: 'decide' });
  });

  test('a live run does not wait for what is known to be missing; elsewhere waiting costs nothing', async () => {
    const replies = { decide: [cannotSignIn], wait: [[200, { sent: false }]] } as const;
    const live = await run(replies, { against: 'live' });
    expect(stepOf(live.result, 'wait')).toMatchObject({ attempts: 1, outcome: { kind: 'skipped' } });
    expect(stepOf((await run(replies)).result, 'wait')).toMatchObject({ attempts: 11, outcome: { kind: 'skipped' } });
    const waiting = await run({ wait: replies.wait }, { against: 'live' });
    expect(stepOf(waiting.result, 'wait')).toMatchObject({ attempts: 11, outcome: { kind: 'failed' } });
  });

  test('a person is not sent either', async () => {
    const yaml = tutorial.replace(
      '    actor: admin\n    after: decide\n    request: { method: PUT, url: "/v1.0/reports/${id}" }\n    response: { status: 204 }\n',
      '    actor: admin\n    after: decide\n    manual: { prompt: Publish it. }\n',
    );
    expect(yaml).toContain('Publish it.');
    const { result } = await run({ decide: [cannotSignIn] }, { yaml });
    expect(stepOf(result, 'publish')?.outcome).toMatchObject({ kind: 'skipped', cause: 'decide' });
  });

  test.each([
    ['failed with an error', [403, {}], 'failed'],
    ['failed with another status', [200, {}], 'failed'],
  ] as const)('a step that %s is such a step', async (_, reply, words) => {
    const { result } = await run({ decide: [reply], read: [[200, undecided]] });
    expect(kinds(result)).toEqual(['failed', 'skipped', 'passed', 'skipped', 'passed', 'passed']);
    expect(stepOf(result, 'read')?.outcome).toMatchObject({ message: expect.stringContaining(`which ${words};`) });
  });

  test('a step that did it, and only looks otherwise, leaves those after it to speak for themselves', async () => {
    const yaml = tutorial.replace('status: 204 }', 'status: 204, headers: { ETag: <any> } }');
    expect(kinds((await run({ read: [[200, undecided]] }, { yaml })).result).slice(0, 3)).toEqual([
      'failed',
      'failed',
      'passed',
    ]);
  });

  test('a step that another answered for it, or that captured nothing, did nothing', async () => {
    const page: Reply = { kind: 'answered', response: { status: 200, headers: {}, text: '<html>' } };
    const sends = { use: [[200, { name: 'Lee' }]] } as const;
    const yaml = tutorial
      .replace('    capture: { who: $.who }\n', '')
      .replace('${who}', 'kim')
      .replace('  - id: use\n', '  - id: use\n    after: read\n');
    expect(stepOf((await run({ read: [page], ...sends }, { yaml })).result, 'use')?.outcome).toMatchObject({
      cause: 'read',
    });
    const { result } = await run({ read: [[200, { decision: 'Approve' }]], ...sends });
    expect(stepOf(result, 'use')?.outcome).toMatchObject({ kind: 'skipped', cause: 'read' });
  });

  test('a step after one that captured nothing has that cause, though it has all its values', async () => {
    const yaml = tutorial.replace('${who}', 'kim').replace('  - id: use\n', '  - id: use\n    after: read\n');
    const replies = { read: [[200, { decision: 'Approve' }]], use: [[200, { name: 'Lee' }]] } as const;
    const { result } = await run(replies, { yaml });
    expect(stepOf(result, 'use')?.outcome).toMatchObject({ kind: 'skipped', cause: 'read' });
  });
});

describe('steps that are selected', () => {
  test('bring what they depend on, whether a capture, a url or the scenario says so', async () => {
    expect((await run({}, { selection: { only: ['use'] } })).sent).toEqual(['decide', 'read', 'use']);
    expect((await run({}, { selection: { only: ['wait'] } })).sent).toEqual(['decide', 'publish', 'wait']);
    expect((await run({}, { selection: { only: ['apart'] } })).sent).toEqual(['apart']);
  });
});

describe('against a recording', () => {
  const get = (url: string) => ({ method: 'GET' as const, url, headers: {} });
  const recordingOf = (decide: number, read: Json): Recording => ({
    version: recordingVersion,
    source: 'live',
    date: '2026-01-31',
    run: sampleRun,
    inputs: {},
    steps: {
      decide: [
        {
          request: { method: 'PATCH', url: '/v1.0/decisions/a', headers: {}, body: { decision: 'Approve' } },
          response: { status: decide, headers: { etag: '"1"' } },
        },
      ],
      read: [{ request: get('/v1.0/decisions/a'), response: { status: 200, headers: {}, body: read } }],
      use: [{ request: get('/v1.0/users/kim'), response: { status: 200, headers: {}, body: { name: 'Kim' } } }],
    },
  });
  const short = tutorial.slice(0, tutorial.indexOf('  - id: publish'));
  const replay = (recording: Recording, yaml = short) =>
    replayPlan(samplePlan(yaml, { against: 'recorded' }), {
      backend: recordedBackend(recording),
      clock: scriptedClock(0),
      listener: () => {},
    });

  test('a step whose status is as expected leaves those after it to speak for themselves', async () => {
    const yaml = short.replace('status: 204 }', 'status: 204, headers: { ETag: <absent> } }');
    expect(kinds(await replay(recordingOf(204, undecided), yaml))).toEqual(['failed', 'failed', 'passed']);
  });

  test('a step that was refused does not', async () => {
    expect(kinds(await replay(recordingOf(403, undecided)))).toEqual(['failed', 'skipped', 'passed']);
  });

  test('a request that changed is the fault of the scenario, whatever happened before', async () => {
    const yaml = short.replace(
      'url: "/v1.0/decisions/${id}" }\n    response: { status: 200,',
      'url: "/v1.0/decisions/${id}?$top=1" }\n    response: { status: 200,',
    );
    const { steps } = await replay(recordingOf(403, undecided), yaml);
    expect(steps[1]?.outcome).toMatchObject({
      kind: 'failed',
      differences: [{ code: 'request-changed', path: 'request url' }, { code: 'value' }],
    });
  });
});

describe('cleanup', () => {
  const yaml = `${tutorial}cleanup:
  - id: delete
    actor: admin
    after: decide
    request: { method: DELETE, url: "/v1.0/decisions/\${who}" }
    response: { status: 204 }
  - id: gone
    actor: admin
    request: { method: GET, url: "/v1.0/decisions/\${who}" }
    response: { status: 404 }
`;

  test('deletes whatever happened before, and speaks for itself', async () => {
    const { result, sent } = await run(
      { decide: [cannotSignIn], delete: [[500, {}]], gone: [answered(404, {})] },
      { yaml },
    );
    expect(sent.slice(-2)).toEqual(['delete', 'gone']);
    expect(result.cleanup.map(({ outcome }) => outcome.kind)).toEqual(['failed', 'passed']);
  });

  test('a look at what it could not delete is skipped', async () => {
    const { result } = await run({ delete: [[500, {}]], gone: [[200, {}]] }, { yaml });
    expect(result.cleanup.map(({ outcome }) => outcome.kind)).toEqual(['failed', 'skipped']);
  });
});

test('a step that uses only what was captured is sent, though another capture is missing', async () => {
  const yaml = `
title: Two captures
actors: { admin: {} }
inputs: { id: { example: a } }
steps:
  - id: read
    request: { method: GET, url: /v1.0/groups }
    response: { status: 200 }
    capture: { here: $.here, gone: $.gone }
  - id: use-here
    request: { method: GET, url: "/v1.0/users/\${here}" }
    response: { status: 200 }
  - id: use-gone
    request: { method: GET, url: "/v1.0/users/\${gone}" }
    response: { status: 200 }
`;
  const { result } = await run({ read: [[200, { here: 'a' }]], 'use-here': [[200, {}]] }, { yaml });
  expect(kinds(result)).toEqual(['failed', 'passed', 'skipped']);
});

test('a cleanup step goes back to a cause through the cleanup steps between', async () => {
  const yaml = `
title: T
actors: { admin: {} }
steps:
  - id: apart
    request: { method: GET, url: /v1.0/me }
    response: { status: 200 }
cleanup:
  - id: decide
    request: { method: PATCH, url: /v1.0/a, body: {} }
    response: { status: 204 }
  - id: publish
    after: decide
    request: { method: GET, url: /v1.0/b }
    response: { status: 200, body: { is: true } }
  - id: wait
    after: publish
    request: { method: GET, url: /v1.0/c }
    response: { status: 200, body: { is: true } }
`;
  const replies = { decide: [cannotSignIn], publish: [[200, { is: false }]], wait: [[200, { is: false }]] } as const;
  const { result } = await run(replies, { yaml });
  expect(result.cleanup.map(({ id, outcome }) => [id, 'cause' in outcome ? outcome.cause : undefined])).toEqual([
    ['decide', undefined],
    ['publish', 'decide'],
    ['wait', 'decide'],
  ]);
});

test('a write that depends on a write that was not sent goes back to what kept that from being sent', async () => {
  const yaml = `${tutorial}  - id: last
    actor: admin
    after: publish
    request: { method: PUT, url: "/v1.0/other/\${id}" }
    response: { status: 204 }
`;
  const { result, sent } = await run({ decide: [cannotSignIn], last: [[204]] }, { yaml });
  expect(sent).not.toContain('last');
  expect(stepOf(result, 'last')?.outcome).toMatchObject({ kind: 'skipped', reason: 'earlier-step', cause: 'decide' });
});

test.each([
  ['uses a capture of', '    request: { method: GET, url: "/v1.0/users/${who}" }'],
  ['comes after', '    after: first\n    request: { method: GET, url: /v1.0/users }'],
])('what %s a step whose condition does not hold is left out with it', async (_, second) => {
  const yaml = `version: 2
title: T
actors: { admin: {} }
inputs: { isOn: { example: false } }
steps:
  - id: first
    when: \${isOn}
    request: { method: GET, url: /v1.0/me }
    response: { status: 200 }
    capture: { who: $.id }
  - id: second
${second}
    response: { status: 200 }
`;
  const plan = samplePlan(yaml);
  const { steps } = await replayPlan(plan, {
    backend: scriptedBackend({}),
    clock: scriptedClock(0),
    listener: () => {},
  });
  expect(steps.map(({ outcome }) => outcome)).toMatchObject([
    { kind: 'skipped', reason: 'condition' },
    { kind: 'skipped', reason: 'condition', message: 'it depends on step `first`, whose condition is not met' },
  ]);
});
