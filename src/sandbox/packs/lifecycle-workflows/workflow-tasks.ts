import { isJsonObject, type Json, property } from '../../../json/json.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';

type Task = {
  readonly id: string;
  readonly displayName: string;
  /** The category of workflows that may contain it. */
  readonly category: string;
  /** Its effect on a person; other tasks have none here. */
  readonly run?: (ground: Ground, userId: string, task: Entity) => void;
};

const anyCategory = 'joiner,leaver,mover';

/** Adds a person to the groups in an argument, or removes them. */
const membership =
  (argument: string, change: 'addMember' | 'removeMember'): NonNullable<Task['run']> =>
  ({ world: { directory } }, userId, task) => {
    for (const group of argumentOf(task, argument))
      if (directory.group(group) !== undefined) directory[change](group, userId);
  };

/** Tasks by the ids that every tenant has (https://learn.microsoft.com/entra/id-governance/lifecycle-workflow-tasks). */
export const taskDefinitions: readonly Task[] = [
  {
    id: 'b3a31406-2a15-4c9a-b25b-a658fa5f07fc',
    displayName: 'Remove user from all groups',
    category: 'leaver',
    run: ({ world: { directory } }, userId) => {
      for (const group of directory.groupsOf(userId)) directory.removeMember(group, userId);
    },
  },
  { id: '81f7b200-2816-4b3b-8c5d-dc556f07b024', displayName: 'Remove user from all Teams', category: 'leaver' },
  {
    id: '8d18588d-9ad3-4c0f-99d0-ec215f0e3dff',
    displayName: 'Delete User Account',
    category: 'leaver',
    run: ({ world: { directory } }, userId) => {
      directory.delete(userId);
    },
  },
  {
    id: '1dfdfcc7-52fa-4c2e-bf3a-e3919cc12950',
    displayName: 'Disable User Account',
    category: anyCategory,
    run: ({ world: { directory } }, userId) => directory.updateUser(userId, { accountEnabled: false }),
  },
  {
    id: '6fc52c9d-398b-4305-9763-15f42c1676fc',
    displayName: 'Enable User Account',
    category: anyCategory,
    run: ({ world: { directory } }, userId) => directory.updateUser(userId, { accountEnabled: true }),
  },
  {
    id: '22085229-5809-45e8-97fd-270d28d66910',
    displayName: 'Add user to groups',
    category: anyCategory,
    run: membership('groupID', 'addMember'),
  },
  {
    id: '1953a66c-751c-45e5-8bfe-01462c70da3c',
    displayName: 'Remove user from selected groups',
    category: anyCategory,
    run: membership('groupID', 'removeMember'),
  },
  {
    id: 'e440ed8d-25a1-4618-84ce-091ed5be5594',
    displayName: 'Add user to teams',
    category: anyCategory,
    run: membership('teamID', 'addMember'),
  },
  {
    id: '06aa7acb-01af-4824-8899-b14e5ed788d6',
    displayName: 'Remove user from selected teams',
    category: anyCategory,
    run: membership('teamID', 'removeMember'),
  },
  {
    id: '8fa97d28-3e52-4985-b3a9-a1126f9b8b4e',
    displayName: 'Remove all licenses for user',
    category: 'leaver',
    run: ({ world: { directory } }, userId) => directory.updateUser(userId, { assignedLicenses: [] }),
  },
  { id: '70b29d51-b59a-4773-9280-8841dfd3f2ea', displayName: 'Send Welcome Email', category: 'joiner' },
  { id: '3c860712-2d37-42a4-928f-5c93935d26a1', displayName: 'Send onboarding reminder email', category: 'joiner' },
  { id: '1b555e50-7f65-41d5-b514-5894a026d10d', displayName: 'Generate TAP and send email', category: 'joiner' },
  { id: 'c1ec1e76-f374-4375-aaa6-0bb6bd4c60be', displayName: 'Request an access package', category: 'joiner,mover' },
  { id: 'aab41899-9972-422a-9d97-f626014578b7', displayName: 'Tell the manager of a move', category: 'mover' },
  { id: '4262b724-8dba-4fad-afc3-43fcbb497a0e', displayName: 'Run a custom task extension', category: anyCategory },
];

/** The parts of an argument with several values. */
function argumentOf({ values }: Entity, name: string): readonly string[] {
  const all: Json | undefined = property(values, 'arguments');
  const found = (Array.isArray(all) ? all : []).find((one) => property(one, 'name') === name);
  return String((found !== undefined && isJsonObject(found) ? found['value'] : '') ?? '')
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '');
}

export const definitionOf = (id: Json | undefined): Task | undefined =>
  taskDefinitions.find((one) => one.id === String(id).toLowerCase());
