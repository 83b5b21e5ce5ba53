import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sampleScenario } from '../../test/support/run/sample-plan.ts';
import { answered, scriptedBackend } from '../../test/support/run/scripted-backend.ts';
import { cpuClock } from '../../tools/cpu-clock.ts';
import type { LiveBackend } from '../backends/live/live-backend.ts';
import { problemText } from '../diagnostics/code-frame.ts';
import { secretVault } from '../redaction/redact/secret-vault.ts';
import { SecretIndex } from '../redaction/scan/secret-index.ts';
import { scanText } from '../redaction/scan/secret-scanner.ts';
import { replayPlan } from '../run/execute/replay.ts';
import { scriptedClock } from '../run/scripted-clock.ts';
import type { LiveSession } from './live-session.ts';
import { planLive } from './plan-live.ts';

const yaml = (password: string) => `
title: A user
actors: { admin: {} }
steps:
  - id: look
    request: { method: GET, url: "/v1.0/users?$filter=displayName eq '${password}'" }
    response: { status: 200, body: { id: <string>, displayName: A person } }
`;
const user = {
  id: '825f1b5e-6fb2-4d9a-b393-d491101acc0c',
  displayName: 'A person',
  others: Array.from({ length: 10 }, (_, at) => `other ${at}`),
};

function session(): LiveSession {
  const clock = scriptedClock(0);
  const backend: LiveBackend = {
    ...scriptedBackend({ look: [answered(200, user)] }),
    spentMs: () => 0,
  };
  return {
    secrets: secretVault(),
    clock,
    cloud: { graphOrigin: 'https://graph.microsoft.com' },
    config: { allowed: new Set(), budget: {} },
    backend: () => backend,
    // Only what planning and one run of a plan use.
  } as unknown as LiveSession;
}

type Scenarios = { readonly count: number; readonly password?: string };

/** Plans all of them, then runs them one by one, and searches a report of each, as `run` does. */
async function runMany({ count, password = '${run.password}' }: Scenarios, about: LiveSession) {
  const scenario = sampleScenario(yaml(password));
  const plans = Array.from({ length: count }, (_, at) => {
    const id = createHash('sha256').update(`${at}`).digest('hex').slice(0, 13);
    const run = { id, now: '2026-01-31T08:00:00Z', password: `aA1-${id}-${id}` };
    const planned = planLive(scenario, { session: about, run, pseudonymKey: Buffer.alloc(32, at & 255) });
    if (!planned.ok) throw new Error(planned.problems.map(problemText).join('\n'));
    return planned.value;
  });
  const held: number[] = [about.secrets.values().length];
  for (const { plan, open } of plans) {
    const ports = await open();
    held.push(about.secrets.values().length);
    const result = await replayPlan(plan, { ...ports, listener: () => {} });
    expect(result.outcome).toBe('passed');
    const registered = about.secrets.values().map((value) => ({ name: 'a secret', value }));
    expect(scanText(JSON.stringify(result), new SecretIndex(registered))).toEqual([]);
    await ports.backend.close();
  }
  held.push(about.secrets.values().length);
  return held;
}

test('the password of a run is known while it continues, and only where its scenario uses it', async () => {
  const used = await runMany({ count: 20 }, session());
  expect(used).toEqual([0, ...Array.from({ length: 20 }, () => 1), 0]);
  const unused = await runMany({ count: 20, password: 'none' }, session());
  expect(new Set(unused)).toEqual(new Set([0]));
});

test('400 scenarios compare as many texts with secrets as twice 200 do', async () => {
  const compared = async (count: number) => {
    const about = session();
    about.secrets.register('the-secret-of-the-client');
    await runMany({ count }, about);
    return about.secrets.cost().compared;
  };
  const [twoHundred, fourHundred] = [await compared(200), await compared(400)];
  expect(fourHundred).toBeLessThanOrEqual(2.1 * twoHundred + 10);
});

test('the processor time of 200 more scenarios does not grow with those before them', async () => {
  const spent = async (count: number) => {
    const spentMs = cpuClock();
    await runMany({ count }, session());
    return spentMs();
  };
  await spent(100);
  const least: [number, number, number] = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  ];
  // A hundred more scenarios, and two hundred more: what grows with the square takes three times as long for each.
  const growth = () => (least[2] - least[1]) / (least[1] - least[0]);
  // What other processes do to the caches only lengthens a round: the least of each size is nearest to the truth.
  for (let round = 0; round < 8 && !(round > 0 && growth() <= 2.5); round++) {
    least[0] = Math.min(least[0], await spent(100));
    least[1] = Math.min(least[1], await spent(200));
    least[2] = Math.min(least[2], await spent(400));
  }
  expect(growth()).toBeLessThanOrEqual(2.5);
});
