import { expect, test } from 'vitest';
import { samplePlan } from '../../../test/support/run/sample-plan.ts';
import { existingWrites } from './existing-writes.ts';

const role = '62e90394-69f5-4237-9190-012177145e10';
const given = `
  - id: create
    request: { method: POST, url: /v1.0/users, body: { displayName: "D \${run.id}" } }
    response: { status: 201 }
    capture: { own: $.id }
    creates: { delete: "/v1.0/users/\${own}" }
  - id: look-up
    request: { method: GET, url: /v1.0/users }
    response: { status: 200 }
    capture: { theirs: "$.value[0].id", other: "$.value[1].id" }
  - id: look-up-own
    request: { method: GET, url: "/v1.0/schedules?$filter=principalId eq '\${own}'" }
    response: { status: 200 }
    capture: { schedule: "$.value[0].id" }
  - id: give
    request: { method: POST, url: /v1.0/requests, body: { action: adminAssign, principalId: "\${theirs}", roleDefinitionId: ${role}, justification: "Asked for by \${theirs}" } }
    response: { status: 201 }
    capture: { target: $.targetScheduleId }
    creates: { stays: a record }`;

function labels(body: string, url = '/v1.0/requests'): readonly string[] {
  const step = `
  - id: write
    request: { method: POST, url: ${url}, body: ${body} }
    response: { status: 201 }
    creates: { stays: a record }`;
  return existingWrites(samplePlan(`title: T\nactors: { admin: {} }\nsteps:${given}${step}\n`)).map(
    ({ label }) => label,
  );
}

test.each([
  [`{ action: adminRemove, principalId: "\${own}", roleDefinitionId: ${role} }`],
  [
    `{ action: adminRemove, principalId: "\${theirs}", roleDefinitionId: ${role}, justification: "for \${other}, at last" }`,
  ],
  ['{ action: selfDeactivate, targetScheduleId: "${target}" }'],
  ['{ requestType: adminRemove, assignment: { id: "${schedule}" } }'],
  ['{ requestType: adminRemove, resource: { id: "${theirs}" }, catalog: { id: "${own}" } }'],
  ['{ action: adminAssign, principalId: "${other}" }'],
  ['{ action: delivered, principalId: "${other}" }'],
])('a request that removes what the run granted: %s', (body) => expect(labels(body)).toEqual([]));

test.each([
  [`{ action: adminRemove, principalId: "\${other}", roleDefinitionId: ${role} }`, 'deletes-existing'],
  [`{ action: ADMINREMOVE, principalId: "\${theirs}", roleDefinitionId: "\${other}" }`, 'deletes-existing'],
  ['{ action: selfDeactivate, targetScheduleId: "${other}" }', 'deletes-existing'],
  ['{ requestType: userRemove, assignment: { id: "${theirs}" } }', 'deletes-existing'],
  ['{ type: AdminRemove, subjectId: "${other}" }', 'deletes-existing'],
  ['{ action: adminRemove }', 'deletes-existing'],
  ['{ action: adminExtend, principalId: "${other}" }', 'changes-existing'],
  ['{ requestType: adminUpdate, assignment: { id: "${theirs}" } }', 'changes-existing'],
])('a request that removes what the run did not grant: %s', (body, label) => expect(labels(body)).toEqual([label]));

test('an assignment by a request of another kind is not removed by this one', () => {
  const body = `{ action: adminRemove, principalId: "\${theirs}", roleDefinitionId: ${role} }`;
  expect(labels(body, '/v1.0/otherRequests')).toEqual(['deletes-existing']);
});
