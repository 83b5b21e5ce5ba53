import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One file, seven requests, one object that is deleted again. */
const scenario = `version: 1
title: A group and its members
actors:
  app: { context: application, permissions: [Group.ReadWrite.All] }
steps:
  - id: create-group
    title: Create a group
    request:
      method: POST
      url: /v1.0/groups
      body: { displayName: "bench \${run.id}", mailEnabled: false, mailNickname: "b\${run.id}", securityEnabled: true }
    response:
      status: 201
      body: { id: <uuid>, displayName: "bench \${run.id}", createdDateTime: <datetime> }
    capture: { groupId: $.id }
    creates: { delete: "/v1.0/groups/\${groupId}", find: "/v1.0/groups?$filter=mailNickname eq 'b\${run.id}'" }
  - id: read-group
    title: Read it
    request: { method: GET, url: "/v1.0/groups/\${groupId}" }
    response: { status: 200, body: { displayName: "bench \${run.id}" } }
  - id: rename
    title: Describe it
    request: { method: PATCH, url: "/v1.0/groups/\${groupId}", body: { description: "bench \${run.id} renamed" } }
    response: { status: 204 }
  - id: read-again
    title: Read it again
    request: { method: GET, url: "/v1.0/groups/\${groupId}" }
    response: { status: 200, body: { description: "bench \${run.id} renamed" } }
  - id: members
    title: List its members
    request: { method: GET, url: "/v1.0/groups/\${groupId}/members" }
    response: { status: 200, body: { value: [] } }
  - id: owners
    title: List its owners
    request: { method: GET, url: "/v1.0/groups/\${groupId}/owners" }
    response: { status: 200, body: { value: [] } }
cleanup:
  - id: delete-group
    title: Delete it
    request: { method: DELETE, url: "/v1.0/groups/\${groupId}" }
    response: { status: 204 }
`;

/** Writes a folder of so many scenarios and returns its path. */
export async function scenarioFiles(folder: string, count: number): Promise<string> {
  const path = join(folder, `scenarios-${count}`);
  await mkdir(path);
  for (let at = 0; at < count; at++) {
    await writeFile(join(path, `s${String(at).padStart(4, '0')}.scenario.yaml`), scenario);
  }
  return path;
}

const object = (at: number): string => `
  - id: create-${at}
    title: Create a group
    request:
      method: POST
      url: /v1.0/groups
      body: { displayName: "bench \${run.id} ${at}", mailNickname: "b\${run.id}-${at}", mailEnabled: false, securityEnabled: true }
    response: { status: 201, body: { id: <uuid> } }
    capture: { group${at}: $.id }
    creates: { delete: "/v1.0/groups/\${group${at}}" }
  - id: change-${at}
    title: Describe it
    request: { method: PATCH, url: "/v1.0/groups/\${group${at}}", body: { description: "bench \${run.id}" } }
    response: { status: 204 }`;

/** Writes a folder with one scenario that creates so many objects and changes each; cleanup deletes them. */
export async function longFile(folder: string, objects: number): Promise<string> {
  const path = join(folder, `objects-${objects}`);
  await mkdir(path);
  const [head = ''] = scenario.split('steps:', 1);
  const steps = Array.from({ length: objects }, (_, at) => object(at));
  await writeFile(join(path, 'long.scenario.yaml'), `${head}steps:${steps.join('')}\n`);
  return path;
}
