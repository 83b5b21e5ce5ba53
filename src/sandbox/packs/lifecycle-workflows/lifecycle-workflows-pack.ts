import { isJsonObject, type Json, type JsonObject, property } from '../../../json/json.ts';
import { propertyNamed } from '../../odata/property-at.ts';
import { badRequest, graphError, notFound } from '../../service/graph-error.ts';
import { grant } from '../../service/route.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { Access, Operate, Pack, TypeRules } from '../../typed/pack/pack.ts';
import { recordRun, summaries } from './workflow-runs.ts';
import { definitionOf, taskDefinitions } from './workflow-tasks.ts';

const all = ['LifecycleWorkflows.Read.All', 'LifecycleWorkflows.ReadWrite.All'];
const write = ['LifecycleWorkflows-Workflow.ReadWrite.All', 'LifecycleWorkflows.ReadWrite.All'];
const managers = ['Global Administrator', 'Lifecycle Workflows Administrator'];
const root = 'identitygovernance/lifecycleworkflows';
const places = {
  workflows: `${root}/workflows`,
  deleted: `${root}/deleteditems/workflows`,
  definitions: `${root}/taskdefinitions`,
} as const;
const type = (name: string): string => `identityGovernance.${name}`;

/** The times until a run starts and ends. */
const [waitMs, workMs] = [4000, 15_000];

const workflowRules: TypeRules = {
  fixed: ['category', 'executionConditions', 'tasks', 'version'],
  initial: {
    version: 1,
    isEnabled: true,
    isSchedulingEnabled: false,
    nextScheduleRunDateTime: null,
    deletedDateTime: null,
  },
  required: ['category', 'displayName', 'executionConditions', 'tasks'],
  among: { category: ['joiner', 'leaver', 'mover'] },
  atMost: 100,
  // The tutorial on onboarding omits it, and the service uses the one of its tasks.
  read: (body) => {
    const tasks = propertyNamed(body, 'tasks');
    const said = Array.isArray(tasks) ? tasks.map(categoryOf).find((one) => /^\w+$/.test(one)) : undefined;
    return said === undefined || propertyNamed(body, 'category') !== null ? body : { ...body, category: said };
  },
  created: ({ entity, ground }) => arrange(ground, entity),
  // It can be restored for thirty days, or deleted permanently.
  removed: ({ entity, ground }) => {
    if (entity.path.startsWith(places.deleted)) return;
    ground.put({
      type: entity.type,
      in: places.deleted,
      id: entity.id,
      values: { ...entity.values, deletedDateTime: ground.now },
    });
  },
};

/** `joiner`, or several of which it may be one. */
function categoryOf(task: Json): string {
  if (!isJsonObject(task)) return '';
  const own = propertyNamed(task, 'category');
  return typeof own === 'string'
    ? own.toLowerCase()
    : (definitionOf(propertyNamed(task, 'taskDefinitionId'))?.category ?? '');
}

const taskRules: TypeRules = {
  required: ['taskDefinitionId'],
  check: ({ kind, entity }) =>
    kind === 'delete' || definitionOf(property(entity.values, 'taskDefinitionId')) !== undefined
      ? undefined
      : badRequest(`There is no task definition '${String(property(entity.values, 'taskDefinitionId'))}'.`),
};

/** Tasks get the properties of their definitions, and the version is stored. */
function arrange(ground: Ground, workflow: Entity): void {
  for (const task of ground.all(`${workflow.path}/tasks`)) {
    const definition = definitionOf(property(task.values, 'taskDefinitionId'));
    ground.change(task, { category: definition?.category ?? property(workflow.values, 'category') ?? null });
  }
  const { version = 1, nextScheduleRunDateTime: _, deletedDateTime: __, ...values } = workflow.values;
  ground.put({
    type: type('workflowVersion'),
    in: `${workflow.path}/versions`,
    id: String(version),
    values: { ...values, versionNumber: version },
  });
}

/** Runs a workflow for people, even if they do not meet its conditions. */
const activate: Operate = ({ on, parameters, ground }) => {
  const subjects = parameters['subjects'];
  const ids = (Array.isArray(subjects) ? subjects : []).map((one) =>
    isJsonObject(one) ? String(one['id']).toLowerCase() : '',
  );
  if (on === undefined || ids.length === 0) return badRequest("'subjects' holds one to ten users.");
  if (ids.length > 10) return badRequest('A workflow runs on demand for ten users at most.');
  const missing = ids.find((id) => ground.world.directory.user(id) === undefined);
  if (missing !== undefined) return notFound(missing);
  const tasks = [...ground.all(`${on.path}/tasks`)]
    .filter(({ values }) => values['isEnabled'] !== false)
    .sort((a, b) => Number(a.values['executionSequence']) - Number(b.values['executionSequence']));
  const results = ids.map((id) => process(ground, on, { userId: id, tasks }));
  recordRun(ground, on, { results, tasks, waitMs, workMs });
  return { status: 204 };
};

type Processed = { readonly userId: string; readonly tasks: readonly Entity[] };

function process(ground: Ground, workflow: Entity, { userId, tasks }: Processed): Entity {
  const subject = { id: userId };
  const result = ground.put({
    type: type('userProcessingResult'),
    in: `${workflow.path}/userprocessingresults`,
    values: {
      processingStatus: 'queued',
      scheduledDateTime: ground.now,
      startedDateTime: null,
      completedDateTime: null,
      failedTasksCount: 0,
      totalTasksCount: tasks.length,
      totalUnprocessedTasksCount: tasks.length,
      workflowExecutionType: 'onDemand',
      workflowVersion: property(workflow.values, 'version') ?? 1,
      subject,
    },
  });
  ground.later(waitMs, (at) => at.change(result, { processingStatus: 'inProgress', startedDateTime: at.now }));
  ground.later(waitMs + workMs, (at) => {
    for (const task of tasks) {
      definitionOf(property(task.values, 'taskDefinitionId'))?.run?.(at, userId, task);
      at.put({
        type: type('taskProcessingResult'),
        in: `${result.path}/taskprocessingresults`,
        values: {
          processingStatus: 'completed',
          createdDateTime: at.now,
          startedDateTime: at.now,
          completedDateTime: at.now,
          failureReason: null,
          subject,
          task: { id: task.id, ...task.values },
        },
      });
    }
    at.change(result, { processingStatus: 'completed', completedDateTime: at.now, totalUnprocessedTasksCount: 0 });
  });
  return result;
}

/** Conditions and tasks change with a new version only. */
const createNewVersion: Operate = ({ on, parameters, ground }) => {
  const given = parameters['workflow'];
  if (on === undefined || given === undefined || !isJsonObject(given))
    return badRequest("'workflow' is the new version.");
  const { tasks: _, ...values } = given;
  ground.change(on, { ...values, version: Number(on.values['version'] ?? 1) + 1, lastModifiedDateTime: ground.now });
  const after = ground.fresh(on) ?? on;
  arrange(ground, after);
  const value: JsonObject = { id: after.id, ...after.values };
  return { value };
};

const restore: Operate = ({ on, ground }) => {
  if (on === undefined || !on.path.startsWith(places.deleted)) return badRequest('The workflow is not deleted.');
  ground.remove(on);
  const made = ground.put({
    type: on.type,
    in: places.workflows,
    id: on.id,
    values: { ...on.values, deletedDateTime: null },
  });
  return { value: { id: made.id, ...made.values } };
};

function begin(ground: Ground): void {
  for (const { id, displayName, category } of taskDefinitions) {
    const values = {
      displayName,
      category,
      description: displayName,
      version: 1,
      continueOnError: false,
      parameters: [],
    };
    ground.put({ type: type('taskDefinition'), in: places.definitions, id, values });
  }
}

const reports: Partial<Access> = { read: grant('LifecycleWorkflows-Reports.Read.All', ...all) };
/** Results are written by runs. */
const readOnly: TypeRules = { access: reports, never: ['create', 'update', 'delete'] };

/** Workflows for people who join, move and leave: on demand; schedules are not modeled. */
export const lifecycleWorkflowsPack: Pack = {
  name: 'lifecycle workflows',
  access: {
    read: grant('LifecycleWorkflows-Workflow.Read.All', 'LifecycleWorkflows-Workflow.ReadBasic.All', ...write, ...all),
    write: grant(...write),
    roles: { read: [...managers, 'Global Reader'], write: managers },
    refusal: graphError(
      403,
      'Access denied',
      'Insufficient privileges to complete the operation. For a full list of permissions, see the reference.',
    ),
    license: {
      anyOf: ['Microsoft_Entra_ID_Governance'],
      refusal: graphError(
        403,
        'Access denied',
        'Insufficient license to complete this operation. User workflows require an Entra ID Governance license.',
      ),
    },
  },
  types: {
    [type('workflow')]: workflowRules,
    // Versions are made by createNewVersion.
    [type('workflowVersion')]: { never: ['create', 'update', 'delete'] },
    [type('task')]: taskRules,
    [type('customTaskExtension')]: {
      required: ['displayName', 'endpointConfiguration', 'authenticationConfiguration'],
      atMost: 100,
    },
    [type('lifecycleManagementSettings')]: {
      never: ['create', 'delete'],
      between: { workflowScheduleIntervalInHours: [1, 24] },
    },
    [type('workflowTemplate')]: { never: ['create', 'update', 'delete'], access: { read: grant(...all) } },
    [type('run')]: readOnly,
    [type('taskReport')]: readOnly,
    [type('taskDefinition')]: { access: { read: grant(...all) } },
    [type('userProcessingResult')]: readOnly,
    [type('taskProcessingResult')]: readOnly,
  },
  operations: {
    [`${type('workflow')}.activate`]: activate,
    [`${type('workflow')}.createNewVersion`]: createNewVersion,
    [`${type('workflow')}.restore`]: restore,
    ...summaries,
  },
  begin,
};
