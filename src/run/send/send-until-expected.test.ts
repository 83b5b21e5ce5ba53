import { expect, test } from 'vitest';
import { answered } from '../../../test/support/run/scripted-backend.ts';
import type { Backend, Reply, SendContext } from '../ports.ts';
import { scriptedClock } from '../scripted-clock.ts';
import { halted, pauseMs, sendUntilExpected } from './send-until-expected.ts';

/** Replies one after the other, the last one again; what was sent with which context, and how long was waited. */
async function sending(method: 'GET' | 'DELETE', replies: readonly (Reply | Error)[], stopAfter?: number) {
  const contexts: SendContext[] = [];
  const stop = new AbortController();
  const clock = scriptedClock(0);
  const backend: Backend = {
    origin: 'https://graph.microsoft.com',
    close: async () => {},
    send: async (_, context) => {
      const reply = replies[Math.min(contexts.length, replies.length - 1)];
      contexts.push(context);
      if (contexts.length === stopAfter) stop.abort();
      if (reply === undefined || reply instanceof Error) throw reply;
      return reply;
    },
  };
  if (stopAfter === 0) stop.abort();
  const halt = stopAfter === undefined ? {} : { halt: stop.signal };
  const reply = await sendUntilExpected(method, '/v1.0/groups/1', { backend, clock, step: 's', actor: 'a', ...halt });
  return { reply, contexts, waitedMs: clock.now() };
}

test.each([408, 409, 423, 425, 429, 500, 503])(
  '%i may pass: it is sent three times, with waits between',
  async (status) => {
    const { reply, contexts, waitedMs } = await sending('DELETE', [answered(status)]);
    expect(reply).toMatchObject({ kind: 'answered', response: { status }, sent: 3 });
    expect([contexts.length, waitedMs]).toEqual([3, 2 * pauseMs]);
  },
);

test.each([200, 204, 400, 402, 403, 404, 410, 424, 428])('%i is a response', async (status) => {
  expect((await sending('DELETE', [answered(status)])).reply).toMatchObject({ response: { status }, sent: 1 });
});

test('so is the first that does not pass', async () => {
  const { reply } = await sending('GET', [answered(503), answered(200, {})]);
  expect(reply).toMatchObject({ kind: 'answered', response: { status: 200 }, sent: 2 });
});

test('a connection that fails may pass, and so may a defect; a refusal is none', async () => {
  const lost = { kind: 'blocked', reason: 'network', message: 'lost' } as const;
  expect((await sending('GET', [lost])).reply).toMatchObject({ kind: 'unanswered', message: 'lost', sent: 3 });
  expect((await sending('GET', [new Error('defect'), answered(200)])).reply).toMatchObject({
    kind: 'answered',
    sent: 2,
  });
  const refused = { kind: 'blocked', reason: 'refused', message: 'no' } as const;
  expect((await sending('GET', [refused])).reply).toMatchObject({ kind: 'unanswered', message: 'no', sent: 1 });
});

test('what a service may say is stated with the request: a refusal to look is a response, one to delete is not', async () => {
  const stated = async (method: 'GET' | 'DELETE') =>
    (await sending(method, [answered(200)])).contexts.map((context) => context.stated?.statuses);
  expect(await stated('GET')).toEqual([[200, 402, 403, 404]]);
  expect(await stated('DELETE')).toEqual([[200, 202, 204, 404]]);
});

test('stopped, nothing more is sent, and it reports it', async () => {
  const before = await sending('DELETE', [answered(204)], 0);
  expect([before.reply, before.contexts.length]).toMatchObject([{ kind: 'unanswered', message: halted, sent: 0 }, 0]);
  const between = await sending('DELETE', [answered(503)], 1);
  expect(between.reply).toMatchObject({ kind: 'unanswered', message: halted, sent: 1 });
  expect(between.contexts[0]?.halt?.aborted).toBe(true);
  expect((await sending('DELETE', [answered(204)])).contexts[0]).not.toHaveProperty('halt');
});
