import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { sampleServer } from '../../../test/support/sandbox/sample-server.ts';
import { loadScenario } from '../../format/scenario/load-scenario.ts';
import { defaultSeed } from '../../sandbox/packs/directory/seed/default-seed.ts';
import { skuOf } from '../../sandbox/packs/directory/seed/sku-catalog.ts';
import { type DemoScenario, demoSettings } from './demo-settings.ts';
import { findScenarios } from './find-scenarios.ts';

const found = await findScenarios(['scenarios']);
const library = (await Promise.all((found.ok ? found.value : []).map((file) => loadScenario(file)))).flatMap((one) =>
  one.ok ? [one.value] : [],
);

test('one environment does for the whole library: an actor is the user of one variable, in all scenarios', () => {
  const variables = Map.groupBy(
    library.flatMap(({ actors, inputs }) =>
      actors.flatMap(({ name, user }) => {
        const input = inputs.find((one) => user?.value === `\${${one.name}}`);
        return input === undefined ? [] : [{ name, variable: input.env }];
      }),
    ),
    ({ name }) => name,
  );
  expect(variables.size).toBeGreaterThan(5);
  for (const [name, uses] of variables)
    expect([name, new Set(uses.map(({ variable }) => variable)).size]).toEqual([name, 1]);
});

test('the tenant of the demo has every license that a scenario of the library needs', () => {
  const plans = (defaultSeed.tenant.licenses ?? []).flatMap((sku) => [
    sku,
    ...skuOf(sku).plans.map(({ name }) => name),
  ]);
  const needed = library.flatMap(({ needs }) => needs.licenses);
  expect(needed.length).toBeGreaterThan(5);
  expect(needed.filter((plan) => !plans.includes(plan))).toEqual([]);
});

test('an actor of the demo has consent to what its scenarios list and to nothing else, or to all where one lists nothing', async () => {
  const actor = (name: string, permissions: readonly string[], context = 'delegated') => ({
    name,
    permissions,
    context,
  });
  const scenarios = [
    { actors: [actor('admin', ['Group.Read.All']), actor('glance', ['Mail.Read']), actor('any', [])], inputs: [] },
    { actors: [actor('admin', ['User.Invite.All', 'Group.Read.All']), actor('any', ['Mail.Read'])], inputs: [] },
    { actors: [actor('service', ['AccessReview.Read.All'], 'application')], inputs: [] },
  ] as unknown as readonly DemoScenario[];
  const sample = await sampleServer();
  const whole = sample.server.apps().find(({ displayName }) => displayName === 'Tutorial Replay');
  const settings = parseEnv(demoSettings(scenarios, sample));
  const clientOf = (name: string) =>
    sample.server.apps().find(({ appId }) => appId === settings[`REPLAY_${name}_CLIENT_ID`]);
  await sample.close();
  expect(clientOf('ADMIN')?.delegated).toEqual(['Group.Read.All', 'User.Invite.All']);
  expect(clientOf('GLANCE')?.delegated).toEqual(['Mail.Read']);
  expect(clientOf('SERVICE')?.application).toEqual(['AccessReview.Read.All']);
  expect(clientOf('SERVICE')?.secrets).toContain(settings['REPLAY_SERVICE_CLIENT_SECRET']);
  expect(whole?.delegated.length).toBeGreaterThan(10);
  expect(clientOf('ANY')).toEqual(whole);
});

test('the user of the file signs in, even if another scenario has another example for the variable', async () => {
  const input = (example: string) => ({ name: 'owner', env: 'REPLAY_OWNER', example });
  const [first, second] = (defaultSeed.users ?? []).map(({ id }) => String(id));
  const scenarios = [
    { actors: [], inputs: [input(String(first))] },
    { actors: [{ name: 'owner', permissions: [], user: { value: '${owner}' } }], inputs: [input(String(second))] },
  ] as unknown as readonly DemoScenario[];
  const sample = await sampleServer();
  const settings = parseEnv(demoSettings(scenarios, sample));
  const user = sample.server.sandbox().world.directory.user(String(first));
  await sample.close();
  expect(user?.id).not.toBe(second);
  expect([settings['REPLAY_OWNER'], settings['REPLAY_OWNER_USERNAME']]).toEqual([first, user?.userPrincipalName]);
});
