import { isJsonObject, type Json, property } from '../../../json/json.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';

type Task = {
  readonly id: string;
  readonly displayName: string;
  /** Of which workflows it may be part. */
  readonly category: string;
  /** What it does to a person; the rest has no effect here. */
  readonly run?: (ground: Ground, userId: string, task: Entity) => void;
};

/** Tasks by the ids that every tenant has. */
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
    category: 'joiner,leaver,mover',
    run: ({ world: { directory } }, userId) => directory.updateUser(userId, { accountEnabled: false }),
  },
  {
    id: '6fc52c9d-398b-4305-9763-15f42c1676fc',
    displayName: 'Enable User Account',
    category: 'joiner,leaver,mover',
    run: ({ world: { directory } }, userId) => directory.updateUser(userId, { accountEnabled: true }),
  },
  {
    id: '22085229-5809-45e8-97fd-270d28d66910',
    displayName: 'Add user to groups',
    category: 'joiner,leaver,mover',
    run: ({ world: { directory } }, userId, task) => {
      for (const group of argumentOf(task, 'groupID'))
        if (directory.group(group) !== undefined) directory.addMember(group, userId);
    },
  },
  { id: '70b29d51-b59a-4773-9280-8841dfd3f2ea', displayName: 'Send Welcome Email', category: 'joiner' },
];

/** The parts of an argument that holds several values. */
function argumentOf({ values }: Entity, name: string): readonly string[] {
  const all: Json | undefined = property(values, 'arguments');
  const found = (Array.isArray(all) ? all : []).find((one) => isJsonObject(one) && one['name'] === name);
  return String((found !== undefined && isJsonObject(found) ? found['value'] : '') ?? '')
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '');
}

export const definitionOf = (id: Json | undefined): Task | undefined =>
  taskDefinitions.find((one) => one.id === String(id).toLowerCase());
