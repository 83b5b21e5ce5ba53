import { expect, test } from 'vitest';
import { samplePlan } from '../../../test/support/run/sample-plan.ts';
import { scriptedBackend } from '../../../test/support/run/scripted-backend.ts';
import { replayPlan } from '../execute/replay.ts';
import { scriptedClock } from '../scripted-clock.ts';

const bound = `
title: Bound
actors: { admin: {} }
steps:
  - id: bind
    request:
      method: PATCH
      url: /v1.0/me
      body: { "manager@odata.bind": "https://graph.microsoft.com/v1.0/users/\${run.id}", about: "see https://graph.microsoft.com/" }
    response: { status: 200, body: { "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users" } }
`;

async function sentTo(origin: string) {
  const backend = scriptedBackend({ bind: [[200, { '@odata.context': `${origin}/v1.0/$metadata#users` }]] });
  const plan = samplePlan(bound, { origin });
  const result = await replayPlan(plan, { backend, clock: scriptedClock(0), listener: () => {} });
  return { outcome: result.outcome, body: backend.sent[0]?.request.body };
}

test.each(['https://graph.microsoft.com', 'https://graph.microsoft.us', 'https://127.0.0.1:8443'])(
  'a scenario written for the global service sends to and expects %s where it runs there',
  async (origin) => {
    expect(await sentTo(origin)).toEqual({
      outcome: 'passed',
      body: { 'manager@odata.bind': `${origin}/v1.0/users/r4n1d`, about: 'see https://graph.microsoft.com/' },
    });
  },
);
