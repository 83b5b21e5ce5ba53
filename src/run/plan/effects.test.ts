import { describe, expect, test } from 'vitest';
import { samplePlan } from '../../../test/support/run/sample-plan.ts';

const head =
  'title: Effects\nactors: { admin: {}, member: {} }\ninputs: { id: { example: a }, other: { example: b } }\nsteps:\n';
const stepOf = (id: string, request: string, more: string): string => {
  const [method = '', url = ''] = request.split(' ', 2);
  const stays = method === 'POST' ? '    creates: { stays: a test leaves nothing }\n' : '';
  return `  - id: ${id}\n    actor: ${id === 'early' ? 'admin' : 'member'}\n    request: { method: ${method}, url: "${url}" }\n${stays}${more}`;
};

/** Whether a step with the second request depends on one with the first. */
function rests(first: string, second: string, more = '    response: { status: [200, 204] }\n'): boolean {
  const yaml = head + stepOf('early', first, more) + stepOf('late', second, '    response: { status: 200 }\n');
  const plan = samplePlan(yaml, { against: 'sandbox' });
  return plan.steps[1]?.causes.includes('early') === true;
}

const object = '/v1.0/groups/${id}';

describe('a step depends on an earlier one', () => {
  test.each([
    ['of the same object', `PATCH ${object}`, `GET ${object}`],
    ['of the same object, in another version and with options', `PATCH ${object}`, 'GET /beta/Groups/${id}?$select=id'],
    ['of the same object, with its key in brackets', `PATCH ${object}`, "GET /v1.0/groups('${id}')"],
    ['of what lies below it', `PATCH ${object}`, `GET ${object}/members`],
    ['of the collection that lists it', `PATCH ${object}`, 'GET /v1.0/groups?$top=5'],
    [
      'of the collection that lists it, by a function',
      `PATCH ${object}/decisions/\${other}`,
      `GET ${object}/decisions/filterByCurrentUser(on='reviewer')`,
    ],
    ['after an action on it', `POST ${object}/renew`, `GET ${object}`],
    [
      'after an action on it, of what lies below',
      `POST ${object}/instances/\${other}/stop`,
      `GET ${object}/instances/\${other}/decisions`,
    ],
    [
      'after an action on it, of the collection that lists it',
      `POST ${object}/stages/\${other}/stop`,
      `GET ${object}/stages`,
    ],
    ['of the members that were added', `POST ${object}/members/$ref`, `GET ${object}/members/microsoft.graph.user`],
    ['of the members that are counted', `POST ${object}/members/$ref`, `GET ${object}/members/$count`],
    ['of a collection that was added to', 'POST /v1.0/groups', 'GET /v1.0/groups?$filter=x'],
    ['that writes, too', `PATCH ${object}`, `POST ${object}/renew`],
    ['of a literal object', 'PATCH /v1.0/users/kim@fabrikam.com', 'GET /v1.0/users'],
  ])('%s', (_, first, second) => {
    expect(rests(first, second)).toBe(true);
  });

  test('that waits until the service changed the same thing', () => {
    const waiting = '    response: { status: 200 }\n    eventually: { within: PT1M }\n';
    expect(rests(`GET ${object}/instances`, `GET ${object}/instances/\${other}`, waiting)).toBe(true);
    expect(rests(`GET ${object}/instances`, `GET ${object}/owners`, waiting)).toBe(false);
  });
});

describe('a step does not depend on an earlier one', () => {
  test.each([
    ['that only reads', `GET ${object}`, `GET ${object}`],
    ['of another object', `PATCH ${object}`, 'GET /v1.0/groups/${other}'],
    ['of another object of the collection', 'POST /v1.0/groups', `GET ${object}`],
    ['of what lies above the collection', `PATCH ${object}/members/\${other}`, `GET ${object}`],
    ['of another collection', `PATCH ${object}`, 'GET /v1.0/users'],
    ['of what has no key, and of what lies above it', 'PATCH /v1.0/policies/authorizationPolicy', 'GET /v1.0/policies'],
    ['of another part of the service', `POST ${object}/renew`, 'GET /v1.0/applications'],
  ])('%s', (_, first, second) => {
    expect(rests(first, second)).toBe(false);
  });

  test('that is expected to be refused', () => {
    expect(rests(`PATCH ${object}`, `GET ${object}`, '    response: { status: [403, 404] }\n')).toBe(false);
  });
});

test('dependencies by captures, by `after` and by urls are combined, each step once', () => {
  const plan = samplePlan(`
title: Together
actors: { admin: {} }
inputs: { id: { example: a } }
steps:
  - id: write
    request: { method: PATCH, url: "${object}" }
    response: { status: 200 }
    capture: { name: $.name }
  - id: elsewhere
    request: { method: PATCH, url: "/v1.0/policies/\${id}" }
    response: { status: 200 }
  - id: read
    after: [elsewhere, write, elsewhere]
    request: { method: GET, url: "${object}?$filter=\${name}" }
    response: { status: 200 }
cleanup:
  - id: gone
    request: { method: GET, url: "${object}" }
    response: { status: 404 }
`);
  expect(plan.steps.map(({ causes }) => causes)).toEqual([[], [], ['write', 'elsewhere']]);
  expect(plan.cleanup.map(({ causes }) => causes)).toEqual([['write']]);
});
