import { expect, test } from 'vitest';
import { samplePlan } from '../../../test/support/run/sample-plan.ts';
import { type ScriptedReply, scriptedBackend } from '../../../test/support/run/scripted-backend.ts';
import type { Difference } from '../../expectation/compare/difference.ts';
import { createPseudonymizer } from '../../redaction/redact/pseudonymizer.ts';
import { secretRemover } from '../../redaction/secrets/remove-secrets.ts';
import { scriptedClock } from '../scripted-clock.ts';
import { replayPlan } from './replay.ts';
import { redactedDifference } from './shown-differences.ts';

const secret = 'Zebra-Crossing-1234567890';
const long = 'a text that everybody may read '.repeat(8);

const yamlOf = (response: string) => `
title: Shown
actors: { admin: {} }
inputs: { password: { example: a }, person: { example: a } }
steps:
  - id: read
    request: { method: GET, url: /v1.0/me }
    response: ${response}
`;

type Run = { readonly reply: ScriptedReply; readonly live?: boolean; readonly secrets?: readonly string[] };

/** The differences of a step, as they are reported. */
async function differencesOf(
  response: string,
  { reply, live = false, secrets = [] }: Run,
): Promise<readonly Difference[]> {
  const given = new Map([
    ['password', secret],
    ['person', 'adele@contoso.com'],
  ]);
  const plan = samplePlan(yamlOf(response), { sources: { given, environment: {} } });
  const { steps } = await replayPlan(plan, {
    backend: scriptedBackend({ read: [reply] }),
    clock: scriptedClock(0),
    listener: () => {},
    secrets: secretRemover(secrets),
    ...(live && { pseudonyms: createPseudonymizer({ key: Buffer.alloc(32, 7) }) }),
  });
  const outcome = steps[0]?.outcome;
  return outcome?.kind === 'failed' ? outcome.differences : [];
}

const words = ({ path, expected = '-', actual = '-' }: Difference): string => `${path} ${expected} → ${actual}`;

test('a text that is cut off is shown as far as it goes, where no secret is in it', async () => {
  const [difference] = await differencesOf(`{ status: 200, body: { about: "${long}" } }`, {
    reply: [200, { about: `${long}${long}` }],
  });
  expect(difference?.actual).toMatch(/^…".*a text that everybody may read a text/);
});

test.each(Array.from({ length: 12 }, (_, index) => 180 + index * 3))(
  'a secret is gone before a text is cut off within it, %i characters on',
  async (before) => {
    const filler = '.'.repeat(before);
    const [difference] = await differencesOf('{ status: 200, body: { about: [1], more: "${password}x" } }', {
      reply: [200, { about: `${filler}${secret}`, more: `${filler}${secret}` }],
      secrets: [secret],
    });
    expect(difference).toBeDefined();
    expect(JSON.stringify(difference)).not.toMatch(/Zebra/);
  },
);

test('live, a difference has the values that stand for those received, at the same place', async () => {
  const differences = await differencesOf(
    '{ status: 200, body: { mail: "<matches ^Grady>", value: [ { id: 1, name: Adele } ], manager: { mail: "${person}" } } }',
    {
      live: true,
      reply: [
        200,
        { mail: 'Lee@contoso.com', value: [{ id: 1, name: 'Henrietta' }], manager: { mail: 'Miriam@contoso.com' } },
      ],
    },
  );
  expect(differences.map(({ path }) => path)).toEqual(['$.mail', '$.value[0].name', '$.manager.mail']);
  expect(JSON.stringify(differences)).not.toMatch(/Lee@|Henrietta|Miriam|contoso/);
  expect(words(differences[0] as Difference)).toMatch(/^\$\.mail <matches \^Grady> → ".+@.+"$/);
});

test('live, a number that is hidden is not shown as the one expected', async () => {
  const [difference] = await differencesOf('{ status: 200, body: { password: 0 } }', {
    live: true,
    reply: [200, { password: 48151623 }],
  });
  expect(difference).toBeDefined();
  expect(difference?.actual).not.toBe(difference?.expected);
  expect(JSON.stringify(difference)).not.toMatch(/48151623/);
});

test('live, values of an input that is JSON are shown as what stands for them', async () => {
  const yaml = yamlOf('{ status: 200, body: { members: "${members}" } }').replace(
    'person: {',
    'members: { type: json, example: "[]" }, person: {',
  );
  const plan = samplePlan(yaml, {
    sources: {
      given: new Map([
        ['members', '["Isaiah Langer", "Irvin Sayers"]'],
        ['password', secret],
        ['person', 'a@b.cd'],
      ]),
      environment: {},
    },
  });
  const { steps } = await replayPlan(plan, {
    backend: scriptedBackend({ read: [[200, { members: ['Isaiah Langer', 'Lynne Robbins'] }]] }),
    clock: scriptedClock(0),
    listener: () => {},
    pseudonyms: createPseudonymizer({ key: Buffer.alloc(32, 7) }),
  });
  expect(steps[0]?.outcome.kind).toBe('failed');
  expect(JSON.stringify(steps)).not.toMatch(/Isaiah|Sayers|Lynne/);
});

test('a text that was shortened before it is redacted is not shown', () => {
  const place = { path: 'a', line: 1, column: 1, excerpt: [] } as unknown as Difference['at'];
  const difference: Difference = {
    code: 'request-changed',
    path: 'body',
    message: 'changed',
    expected: '"whole"',
    actual: '{"a": "Zebra-Cros…',
    at: place,
  };
  const { expected, actual } = redactedDifference(difference, { text: (text) => text, excerpt: (line) => line });
  expect([expected, actual]).toEqual(['"whole"', '{"a": "…']);
});
