import { badRequest } from '../../service/graph-error.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { Operate } from '../../typed/pack/pack.ts';

type Work = {
  /** The state of each person. */
  readonly results: readonly Entity[];
  readonly tasks: readonly Entity[];
  readonly waitMs: number;
  readonly workMs: number;
};

/** A run of a workflow, with the report of each task; all of them succeed. */
export function recordRun(ground: Ground, workflow: Entity, { results, tasks, waitMs, workMs }: Work): void {
  const users = results.length;
  const open = {
    processingStatus: 'queued',
    startedDateTime: null,
    completedDateTime: null,
    lastUpdatedDateTime: ground.now,
    failedUsersCount: 0,
    successfulUsersCount: 0,
    totalUsersCount: users,
  };
  const run = ground.put({
    type: 'identityGovernance.run',
    in: `${workflow.path}/runs`,
    values: {
      ...open,
      scheduledDateTime: ground.now,
      failedTasksCount: 0,
      totalTasksCount: users * tasks.length,
      totalUnprocessedTasksCount: users * tasks.length,
      workflowExecutionType: 'onDemand',
    },
  });
  for (const { id } of results) ground.store.link(`${run.path}/userprocessingresults`, id);
  const reports = tasks.map((task) =>
    ground.put({
      type: 'identityGovernance.taskReport',
      in: `${workflow.path}/taskreports`,
      values: { ...open, runId: run.id, unprocessedUsersCount: users },
      refers: { task: task.id, taskDefinition: String(task.values['taskDefinitionId']) },
    }),
  );
  const note = (at: Ground, values: Entity['values']): void => {
    for (const one of [run, ...reports]) at.change(one, { ...values, lastUpdatedDateTime: at.now });
  };
  ground.later(waitMs, (at) => note(at, { processingStatus: 'inProgress', startedDateTime: at.now }));
  ground.later(waitMs + workMs, (at) => {
    note(at, { processingStatus: 'completed', completedDateTime: at.now, successfulUsersCount: users });
    at.change(run, { totalUnprocessedTasksCount: 0 });
    for (const report of reports) at.change(report, { unprocessedUsersCount: 0 });
  });
}

type Sums = (within: readonly Entity[], total: (name: string) => number) => { readonly [name: string]: number };

const done = (within: readonly Entity[]): number =>
  within.filter(({ values }) => values['processingStatus'] === 'completed').length;

/** What happened between two times. */
const summed =
  (moment: string, sums: Sums): Operate =>
  ({ items, parameters }) => {
    const [start = Number.NaN, end = Number.NaN] = ['startDateTime', 'endDateTime'].map((name) =>
      Date.parse(String(parameters[name])),
    );
    if (Number.isNaN(start + end)) return badRequest('A summary has a start and an end.');
    const within = items.filter(({ values }) => {
      const at = Date.parse(String(values[moment]));
      return at >= start && at <= end;
    });
    const total = (name: string): number => within.reduce((sum, { values }) => sum + Number(values[name]), 0);
    return { value: { ...sums(within, total) } };
  };

export const summaries: { readonly [name: string]: Operate } = {
  'identityGovernance.userProcessingResult.summary': summed('scheduledDateTime', (within, total) => ({
    failedTasks: total('failedTasksCount'),
    failedUsers: 0,
    successfulUsers: done(within),
    totalTasks: total('totalTasksCount'),
    totalUsers: within.length,
  })),
  'identityGovernance.run.summary': summed('scheduledDateTime', (within, total) => ({
    failedRuns: 0,
    failedTasks: total('failedTasksCount'),
    successfulRuns: done(within),
    totalRuns: within.length,
    totalTasks: total('totalTasksCount'),
    totalUsers: total('totalUsersCount'),
  })),
  'identityGovernance.taskReport.summary': summed('lastUpdatedDateTime', (_, total) => ({
    failedTasks: 0,
    successfulTasks: total('successfulUsersCount'),
    totalTasks: total('totalUsersCount'),
    unprocessedTasks: total('unprocessedUsersCount'),
  })),
};
