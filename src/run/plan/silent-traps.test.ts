import { expect, test } from 'vitest';
import { sampleScenario } from '../../../test/support/run/sample-plan.ts';
import { silentTraps } from './silent-traps.ts';

const trapsOf = (url: string) =>
  silentTraps(
    sampleScenario(
      `title: T\nactors: { me: {} }\nsteps:\n  - id: a\n    request: { method: GET, url: "${url}" }\n    response: { status: 200 }\n`,
    ),
  );

test.each([
  "/v1.0/groups?$filter=displayName eq 'R+D'",
  '/v1.0/users?$filter=createdDateTime ge 2021-01-01T00:00:00+00:00',
])('a literal plus in the query of %s is a warning at its place', (url) => {
  expect(trapsOf(url)).toMatchObject([{ code: 'plus-in-query', at: { line: 5 } }]);
});

test.each(["/v1.0/groups?$filter=displayName eq 'R%2BD'", '/v1.0/a+b', '/v1.0/x?$filter=d ge ${run.today + P1D}'])(
  '%s has none',
  (url) => {
    expect(trapsOf(url)).toEqual([]);
  },
);
