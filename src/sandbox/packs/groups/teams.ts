import { badRequest, conflict, graphError, notFound } from '../../service/graph-error.ts';
import { grant } from '../../service/route.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { Operate, TypeRules, Write } from '../../typed/pack/pack.ts';
import { holdsOrOwns } from '../directory/privileges.ts';

const readTeams = grant(
  'TeamMember.Read.All Team.ReadBasic.All TeamSettings.Read.All TeamSettings.ReadWrite.All',
  'Group.Read.All Group.ReadWrite.All Directory.Read.All Directory.ReadWrite.All',
);
const writeTeams = grant(
  'TeamMember.ReadWriteNonOwnerRole.All TeamSettings.ReadWrite.All Group.ReadWrite.All Directory.ReadWrite.All',
);

/** A team is that of a Microsoft 365 group, and has its id. */
export const teamRules: TypeRules = {
  access: { read: readTeams, write: writeTeams },
  holds: ['conversationMember'],
  longest: { description: 1024 },
  check: (write) => {
    const { kind, entity, given, ground, call } = write;
    if (kind === 'delete') return graphError(405, 'MethodNotAllowed', 'A team is deleted with its group.');
    if (kind === 'update')
      return holdsOrOwns(write.call, managers, entity.id)
        ? undefined
        : graphError(403, 'Forbidden', 'Only owners change a team.');
    if (ground.store.get(entity.path) !== undefined) return conflict('The group has a team.');
    const groupId = groupIdOf(write);
    // A team without a group creates its own.
    if (groupId === undefined)
      return given('displayName') === undefined
        ? badRequest("A team has a 'displayName', or names its group.")
        : undefined;
    if (ground.store.get(`teams/${groupId}`) !== undefined) return conflict('The group has a team.');
    const group = ground.world.directory.group(groupId);
    if (group === undefined) return notFound(groupId);
    if (!group.groupTypes.includes('Unified')) return badRequest('A team is made of a Microsoft 365 group.');
    const { caller } = call;
    const isOwner = caller.kind === 'application' || ground.world.directory.isOwner(group.id, caller.userId);
    return isOwner || holdsOrOwns(write.call, managers, group.id) ? undefined : notFound(group.id);
  },
  created: (write) => {
    const { entity, ground } = write;
    const groupId = groupIdOf(write) ?? newGroup(write);
    const group = ground.world.directory.group(groupId);
    ground.store.remove(entity.path);
    const named = { displayName: group?.displayName ?? null, description: group?.description ?? null };
    const values = {
      ...entity.values,
      ...named,
      visibility: String(group?.values['visibility'] ?? 'Private').toLowerCase(),
      isArchived: false,
    };
    const team = ground.put({
      type: 'team',
      in: 'teams',
      id: groupId,
      values: { ...values, createdDateTime: ground.now },
    });
    ground.store.link(`groups/${groupId}/team`, groupId);
    const general = { displayName: 'General', description: named.description, membershipType: 'standard' };
    const channel = ground.put({
      type: 'channel',
      in: `${team.path}/channels`,
      id: threadId(ground),
      values: { ...general, createdDateTime: ground.now },
    });
    ground.store.link(`${team.path}/primarychannel`, channel.id);
    ground.world.directory.updateGroup(groupId, { resourceProvisioningOptions: ['Team'] });
    operationOf(ground, groupId);
  },
  // POST /teams is accepted, and its operation can be read.
  response: (write) => {
    const { entity, ground } = write;
    if (!entity.path.startsWith('teams/')) return undefined;
    const made = ground.all('teams').at(-1);
    const [operation] = made === undefined ? [] : ground.all(`${made.path}/operations`);
    if (made === undefined || operation === undefined) return undefined;
    const place = `/teams('${made.id}')`;
    const headers = { 'content-location': place, location: `${place}/operations('${operation.id}')` };
    return { status: 202, headers };
  },
};

/** A team is archived or unarchived at once, as its operation shows. */
const archived =
  (isArchived: boolean): Operate =>
  ({ on, ground }) => {
    if (on === undefined) return notFound('team');
    ground.change(on, { isArchived });
    const { id } = operationOf(ground, on.id, isArchived ? 'archiveTeam' : 'unarchiveTeam');
    const place = `/teams('${on.id}')`;
    return { status: 202, headers: { 'content-location': place, location: `${place}/operations('${id}')` } };
  };

export const teamActions: { readonly [name: string]: Operate } = {
  'team.archive': archived(true),
  'team.unarchive': archived(false),
};

/** The group that a new team names; `undefined`: it creates its own. */
function groupIdOf({ entity, given }: Write): string | undefined {
  const [, owner] = /^groups\/([^/]+)\/team$/.exec(entity.path) ?? [];
  const bound = given('group/id');
  return owner ?? (typeof bound === 'string' ? bound.toLowerCase() : undefined);
}

function newGroup({ entity, call: { caller }, ground: { world, ids } }: Write): string {
  const { displayName, description = null, visibility } = entity.values;
  const name = String(displayName);
  const alias = name.replace(/[^A-Za-z0-9]/g, '') || 'team';
  const isTaken = world.directory.mailGroup(alias) !== undefined;
  const { id } = world.directory.addGroup({
    displayName: name,
    description: description === null ? null : String(description),
    mailNickname: isTaken ? `${alias}${ids.uuid().slice(0, 6)}` : alias,
    mailEnabled: true,
    securityEnabled: false,
    groupTypes: ['Unified'],
    visibility: String(visibility).toLowerCase() === 'private' ? 'Private' : 'Public',
    createdByAppId: caller.appId,
  });
  if (caller.kind === 'delegated') {
    world.directory.addOwner(id, caller.userId);
    world.directory.addMember(id, caller.userId);
  }
  return id;
}

/** The operation that created the team, which exists immediately. */
function operationOf(ground: Ground, groupId: string, operationType = 'createTeam'): Entity {
  const values = {
    operationType,
    status: 'succeeded',
    attemptsCount: 1,
    createdDateTime: ground.now,
    lastActionDateTime: ground.now,
    targetResourceId: groupId,
    targetResourceLocation: `/teams('${groupId}')`,
    error: null,
  };
  return ground.put({ type: 'teamsAsyncOperation', in: `teams/${groupId}/operations`, values });
}

const managers = ['Global Administrator', 'Groups Administrator'];

const threadId = ({ ids }: Ground): string => `19:${ids.uuid().replaceAll('-', '')}@thread.tacv2`;
