import { expect, test } from 'vitest';
import { loadScenario } from '../../format/scenario/load-scenario.ts';
import { defaultSeed } from '../../sandbox/packs/directory/seed/default-seed.ts';
import { skuOf } from '../../sandbox/packs/directory/seed/sku-catalog.ts';
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
