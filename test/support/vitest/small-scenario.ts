import { prettyJson } from '../../../src/json/pretty.ts';

/** A scenario of three steps and a cleanup, small enough to see through, for tests to break in one place. */
export const smallScenario = `title: Create and read a group
actors: { admin: {} }
steps:
  - id: create-group
    title: Create a group
    request: { method: POST, url: /v1.0/groups, body: { displayName: Blue } }
    response:
      status: 201
      body:
        id: <string>
        displayName: Blue
        visibility: Private
    capture: { groupId: $.id }

  - id: read-group
    title: Read it
    request: { method: GET, url: '/v1.0/groups/\${groupId}' }
    response: { status: 200, body: { id: g-1 } }

  - id: list-groups
    title: List all of them
    request: { method: GET, url: /v1.0/groups }
    response:
      status: 200

cleanup:
  - id: delete-group
    request: { method: DELETE, url: '/v1.0/groups/\${groupId}' }
    response:
      status: 204
`;

/** Changes texts of the scenario; each must be there. */
export function changed(text: string, ...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`no ${from} in the scenario`);
    return before.replace(from, to);
  }, text);
}

type Recorded = { readonly status?: number; readonly id?: string };

export function smallRecording({ status = 201, id = 'g-1' }: Recorded = {}): string {
  const group = { id, displayName: 'Blue', visibility: 'Private' };
  const exchange = (
    method: string,
    url: string,
    response: { readonly status: number; readonly body?: typeof group },
  ) => [{ request: { method, url, ...(method === 'POST' ? { body: { displayName: 'Blue' } } : {}) }, response }];
  return prettyJson({
    version: 1,
    source: 'documentation',
    date: '2026-01-31',
    run: { id: 'small1', now: '2026-01-31T12:00:00Z' },
    steps: {
      'create-group': exchange('POST', '/v1.0/groups', { status, body: group }),
      'read-group': exchange('GET', '/v1.0/groups/g-1', { status: 200, body: group }),
      'list-groups': exchange('GET', '/v1.0/groups', { status: 200, body: group }),
      'delete-group': exchange('DELETE', '/v1.0/groups/g-1', { status: 204 }),
    },
  });
}
