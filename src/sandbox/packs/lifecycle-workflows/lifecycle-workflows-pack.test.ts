import { expect, test } from 'vitest';
import { ids } from '../../../../test/support/sandbox/sample-tenant.ts';
import { typedTenant } from '../../../../test/support/sandbox/typed-sandbox.ts';
import type { JsonObject } from '../../../json/json.ts';

const root = '/identityGovernance/lifecycleWorkflows';
const task = (taskDefinitionId: string, executionSequence: number, more: JsonObject = {}): JsonObject => ({
  displayName: 'A task',
  taskDefinitionId,
  executionSequence,
  isEnabled: true,
  continueOnError: false,
  arguments: [],
  ...more,
});
const [leaveGroups, disable, addToGroups] = [
  'b3a31406-2a15-4c9a-b25b-a658fa5f07fc',
  '1dfdfcc7-52fa-4c2e-bf3a-e3919cc12950',
  '22085229-5809-45e8-97fd-270d28d66910',
] as const;
const workflow = (tasks: JsonObject[], more: JsonObject = {}): JsonObject => ({
  category: 'leaver',
  displayName: 'Last day',
  executionConditions: { '@odata.type': '#microsoft.graph.identityGovernance.onDemandExecutionOnly' },
  tasks,
  ...more,
});

test('a workflow runs for a person, task by task, by the clock', () => {
  const { create, send, values, sandbox } = typedTenant();
  const { directory } = sandbox.world;
  const archive = [{ name: 'groupID', value: ids.archive }];
  // In the order of their sequence, not of the list: the last one adds again what the first one removes.
  const tasks = [
    task(addToGroups, 3, { arguments: archive }),
    task(leaveGroups, 1),
    task(disable, 2),
    task(leaveGroups, 4, { isEnabled: false }),
  ];
  const made = create(`${root}/workflows`, workflow(tasks));
  const place = `${root}/workflows/${made.id}`;
  expect(made).toMatchObject({ label: 'modeled', body: { version: 1, isSchedulingEnabled: false } });
  expect(send('POST', `${place}/activate`, { subjects: [{ id: ids.jordan }] })).toMatchObject({
    status: 204,
    label: 'modeled',
  });
  const results = () => values(`${place}/userProcessingResults`);
  expect(results()).toMatchObject([{ processingStatus: 'queued', totalTasksCount: 3, subject: { id: ids.jordan } }]);
  sandbox.clock.advance(4000);
  expect(results()).toMatchObject([{ processingStatus: 'inProgress', startedDateTime: '2026-01-01T00:00:04Z' }]);
  expect(directory.groupsOf(ids.jordan)).not.toEqual([]);
  sandbox.clock.advance(15_000);
  expect(results()).toMatchObject([{ processingStatus: 'completed', totalUnprocessedTasksCount: 0 }]);
  expect(directory.groupsOf(ids.jordan)).toEqual([ids.archive]);
  expect(directory.user(ids.jordan)?.accountEnabled).toBe(false);
  const span = 'startDateTime=2026-01-01T00:00:00Z,endDateTime=2026-01-02T00:00:00Z';
  expect(send('GET', `${place}/userProcessingResults/summary(${span})`).body).toMatchObject({
    totalUsers: 1,
    totalTasks: 3,
  });
  const [run] = values(`${place}/runs`);
  expect(run).toMatchObject({ processingStatus: 'completed', successfulUsersCount: 1, totalUnprocessedTasksCount: 0 });
  expect(values(`${place}/runs/${String(run?.['id'])}/userProcessingResults`)).toHaveLength(1);
  expect(values(`${place}/taskReports?$expand=task`)).toMatchObject(
    [1, 2, 3].map((executionSequence) => ({
      runId: run?.['id'],
      unprocessedUsersCount: 0,
      task: { executionSequence },
    })),
  );
  expect(send('GET', `${place}/runs/summary(${span})`)).toMatchObject({
    label: 'modeled',
    body: { totalRuns: 1, successfulRuns: 1, totalTasks: 3 },
  });
  expect(send('GET', `${place}/taskReports/summary(${span})`).body).toMatchObject({
    totalTasks: 3,
    successfulTasks: 3,
  });
});

test('what is wrong with a workflow, or with whom it runs for, is refused', () => {
  const { send, create, sendAs } = typedTenant();
  const unknown = '00000000-1111-4222-8333-444444444444';
  expect(send('POST', `${root}/workflows`, workflow([task(unknown, 1)]))).toMatchObject({
    status: 400,
    label: 'modeled',
  });
  const place = `${root}/workflows/${create(`${root}/workflows`, workflow([task(disable, 1)])).id}`;
  expect(send('POST', `${place}/activate`, { subjects: [{ id: unknown }] }).status).toBe(404);
  expect(send('POST', `${place}/activate`, { subjects: [] }).status).toBe(400);
  expect(send('PATCH', place, { category: 'joiner' }).status).toBe(400);
  expect(sendAs(ids.sam)('GET', `${root}/workflows`)).toMatchObject({ status: 403, code: 'Access denied' });
  const seed = {
    version: 1 as const,
    tenant: { id: ids.admin, displayName: 'A', domains: ['a.com'], licenses: ['AAD_PREMIUM_P2'] },
  };
  const { sandbox } = typedTenant({ seed });
  const { text } = sandbox.handle(
    { method: 'GET', url: `/v1.0${root}/workflows`, headers: {} },
    sandbox.signInApplication(ids.admin),
  );
  expect(JSON.parse(text).error).toMatchObject({ code: 'Access denied', message: expect.stringContaining('license') });
});

test('it has versions, and is kept when it is deleted', () => {
  const { send, create, values } = typedTenant();
  const { id } = create(`${root}/workflows`, workflow([task(disable, 1)]));
  const next = { workflow: workflow([task(disable, 1)], { displayName: 'Very last day' }) };
  expect(send('POST', `${root}/workflows/${id}/createNewVersion`, next).body).toMatchObject({ id, version: 2 });
  expect(values(`${root}/workflows/${id}/versions`)).toMatchObject([{ versionNumber: 1 }, { versionNumber: 2 }]);
  expect(send('DELETE', `${root}/workflows/${id}`).status).toBe(204);
  expect(values(`${root}/deletedItems/workflows`)).toMatchObject([{ id, displayName: 'Very last day' }]);
  expect(send('POST', `${root}/deletedItems/workflows/${id}/restore`)).toMatchObject({ status: 200 });
  expect(send('GET', `${root}/workflows/${id}`).body).toMatchObject({ version: 2, deletedDateTime: null });
  send('DELETE', `${root}/workflows/${id}`);
  expect(send('DELETE', `${root}/deletedItems/workflows/${id}`).status).toBe(204);
  expect(values(`${root}/deletedItems/workflows`)).toEqual([]);
});

test('a workflow is of the category of its tasks, where it does not say one', () => {
  const { send } = typedTenant();
  const { category: _, ...uncategorized } = workflow([task(leaveGroups, 1)]);
  expect(send('POST', `${root}/workflows`, uncategorized)).toMatchObject({ status: 201, body: { category: 'leaver' } });
  const said = { ...uncategorized, tasks: [task(addToGroups, 1, { category: 'Joiner' })] };
  expect(send('POST', `${root}/workflows`, said)).toMatchObject({ status: 201, body: { category: 'joiner' } });
  const either = { ...uncategorized, tasks: [task(addToGroups, 1)] };
  expect(send('POST', `${root}/workflows`, either)).toMatchObject({ status: 400, label: 'modeled' });
});

test('a task takes a person out of the groups that it names, and returns their licenses', () => {
  const { create, send, sandbox } = typedTenant();
  const { directory } = sandbox.world;
  const [before = ''] = directory.groupsOf(ids.jordan);
  const others = directory.groupsOf(ids.jordan).filter((id) => id !== before);
  const out = task('1953a66c-751c-45e5-8bfe-01462c70da3c', 1, { arguments: [{ name: 'groupID', value: before }] });
  const made = create(`${root}/workflows`, workflow([out, task('8fa97d28-3e52-4985-b3a9-a1126f9b8b4e', 2)]));
  send('POST', `${root}/workflows/${made.id}/activate`, { subjects: [{ id: ids.jordan }] });
  sandbox.clock.advance(20_000);
  expect(before).not.toBe('');
  expect(directory.groupsOf(ids.jordan)).toEqual(others);
  expect(send('GET', `/users/${ids.jordan}?$select=assignedLicenses`).body['assignedLicenses']).toEqual([]);
});
