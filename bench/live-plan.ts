import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadScenario } from '../src/format/scenario/load-scenario.ts';
import { makePlan } from '../src/run/plan/make-plan.ts';
import type { Plan } from '../src/run/plan/plan.ts';

const scenario = `title: Seven requests
actors:
  admin:
    permissions: [Group.ReadWrite.All]
steps:
  - id: create
    title: Create a group
    request: { method: POST, url: /v1.0/groups, body: { displayName: Bench, mailNickname: "bench-\${run.id}", mailEnabled: false, securityEnabled: true } }
    response: { status: 201, body: { id: <uuid>, displayName: Bench, mailEnabled: false } }
    capture: { group: $.id }
    creates: { delete: "/v1.0/groups/\${group}" }
  - id: read
    title: Read it
    request: { method: GET, url: "/v1.0/groups/\${group}" }
    response: { status: 200, body: { id: "\${group}", displayName: Bench, securityEnabled: true } }
  - id: change
    title: Change it
    request: { method: PATCH, url: "/v1.0/groups/\${group}", body: { description: A group of the bench } }
    response: { status: 204 }
  - id: read-again
    title: Read it again
    request: { method: GET, url: "/v1.0/groups/\${group}" }
    response: { status: 200, body: { description: A group of the bench } }
  - id: add-member
    title: Add a member
    request: { method: POST, url: "/v1.0/groups/\${group}/members/$ref", body: { "@odata.id": "https://graph.microsoft.com/v1.0/directoryObjects/\${group}" } }
    response: { status: 204 }
    creates: { stays: The membership goes with the group }
  - id: list-members
    title: List the members
    request: { method: GET, url: "/v1.0/groups/\${group}/members" }
    response: { status: 200, body: { value: [{ id: "\${group}" }, { id: "\${group}" }, { id: "\${group}" }, { id: "\${group}" }, { id: "\${group}" }] } }
cleanup:
  - id: delete
    title: Delete the group
    request: { method: DELETE, url: "/v1.0/groups/\${group}" }
    response: { status: 204 }
`;

/** Seven requests, as a scenario's plan. */
export async function livePlan(): Promise<Plan> {
  const folder = await mkdtemp(join(tmpdir(), 'tutorial-replay-live-'));
  const file = join(folder, 'seven.scenario.yaml');
  await writeFile(file, scenario);
  const loaded = await loadScenario(file);
  await rm(folder, { recursive: true });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems.map(({ message, at }) => [message, at?.line])));
  const run = { id: 'bench', now: '2026-11-20T08:00:00Z', password: 'Bench-passw0rd' };
  const planned = makePlan(loaded.value, { against: 'live', run, sources: { given: new Map(), environment: {} } });
  if (!planned.ok) throw new Error(JSON.stringify(planned.problems.map(({ message, at }) => [message, at?.line])));
  return planned.value;
}
