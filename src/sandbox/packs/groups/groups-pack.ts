import { badRequest, conflict, graphError, notFound } from '../../service/graph-error.ts';
import type { Route } from '../../service/route.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { Operate, Pack, TypeRules, Write } from '../../typed/pack/pack.ts';
import { subscriptionRules } from './subscriptions.ts';

const same = (...names: readonly string[]): Route['permissions'] => ({ delegated: names, application: names });

const directory = ['Directory.Read.All', 'Directory.ReadWrite.All'];
const groups = ['Group.Read.All', 'Group.ReadWrite.All'];
const premium = [
  ...['AAD_PREMIUM', 'AAD_PREMIUM_P2', 'EMS', 'EMSPREMIUM', 'SPE_E3', 'SPE_E5', 'Microsoft_Entra_ID_Governance'],
];
const readTeams = same(
  'Team.ReadBasic.All',
  'TeamSettings.Read.All',
  'TeamSettings.ReadWrite.All',
  ...groups,
  ...directory,
);
const writeTeams = same('TeamSettings.ReadWrite.All', 'Group.ReadWrite.All', 'Directory.ReadWrite.All');
const readChannels = same(
  'Channel.ReadBasic.All',
  'ChannelSettings.Read.All',
  'ChannelSettings.ReadWrite.All',
  ...groups,
  ...directory,
);
const writeChannels = same(
  'Channel.Create',
  'Channel.Delete.All',
  'ChannelSettings.ReadWrite.All',
  'Group.ReadWrite.All',
  'Directory.ReadWrite.All',
);

/** A team is that of a Microsoft 365 group, and has its id. */
const teamRules: TypeRules = {
  access: { read: readTeams, write: writeTeams },
  check: (write) => {
    const { kind, entity, ground, call } = write;
    if (kind === 'delete') return graphError(405, 'MethodNotAllowed', 'A team is deleted with its group.');
    if (kind === 'update')
      return mayChange(write, entity.id) ? undefined : graphError(403, 'Forbidden', 'Only owners change a team.');
    if (ground.store.get(entity.path) !== undefined) return conflict('The group has a team.');
    const groupId = groupIdOf(entity.path);
    const group = groupId === undefined ? undefined : ground.world.directory.group(groupId);
    if (group === undefined)
      return badRequest('The sandbox makes teams of groups that are there: PUT /groups/{id}/team.');
    if (!group.groupTypes.includes('Unified')) return badRequest('A team is made of a Microsoft 365 group.');
    const { caller } = call;
    const isOwner = caller.kind === 'application' || ground.world.directory.isOwner(group.id, caller.userId);
    return isOwner || mayChange(write, group.id) ? undefined : notFound(group.id);
  },
  created: ({ entity, ground }) => {
    const groupId = groupIdOf(entity.path) ?? '';
    const group = ground.world.directory.group(groupId);
    ground.store.remove(entity.path);
    const named = { displayName: group?.displayName ?? null, description: group?.description ?? null };
    const values = {
      ...entity.values,
      ...named,
      visibility: (group?.visibility ?? 'Private').toLowerCase(),
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
    ground.world.directory.updateGroup(groupId, { other: { ...group?.other, resourceProvisioningOptions: ['Team'] } });
  },
};

const groupIdOf = (path: string): string | undefined => /^groups\/([^/]+)\/team$/.exec(path)?.[1];
const threadId = ({ ids }: Ground): string => `19:${ids.uuid().replaceAll('-', '')}@thread.tacv2`;

function mayChange({ call: { caller, world } }: Write, groupId: string): boolean {
  if (caller.kind === 'application' || world.directory.isOwner(groupId, caller.userId)) return true;
  return world.directory
    .rolesOf(caller.userId)
    .some((role) => ['Global Administrator', 'Groups Administrator'].includes(role));
}

const channelRules: TypeRules = {
  access: { read: readChannels, write: writeChannels },
  required: ['displayName'],
  check: ({ kind, entity, given, ground }) => {
    const siblings = ground.all(entity.path.slice(0, entity.path.lastIndexOf('/')));
    if (kind === 'delete' && entity.values['displayName'] === 'General')
      return badRequest('The channel General of a team cannot be deleted.');
    const name = given('displayName');
    const isTaken = siblings.some((one) => one.id !== entity.id && one.values['displayName'] === name);
    return name !== undefined && isTaken
      ? badRequest('Channel name already existed, please use other name.')
      : undefined;
  },
  created: ({ entity, ground }) => {
    // Channels are threads, and have their ids.
    ground.change(entity, { webUrl: `https://teams.microsoft.com/l/channel/${encodeURIComponent(entity.id)}` });
  },
};

/** Groups, of the group or the user, that are among those asked for. */
const checkMemberGroups: Operate = ({ on, parameters, ground }) => {
  const asked = Array.isArray(parameters['groupIds'])
    ? parameters['groupIds'].map((id) => String(id).toLowerCase())
    : [];
  if (on === undefined || asked.length === 0 || asked.length > 20)
    return badRequest("'groupIds' holds one to twenty ids.");
  const all = ground.world.directory.transitiveGroupsOf(on.id);
  return { status: 200, body: { '@odata.context': strings(ground), value: asked.filter((id) => all.includes(id)) } };
};

const getMemberGroups: Operate = ({ on, parameters, ground }) => {
  if (on === undefined) return badRequest('An object is needed.');
  const { directory: all } = ground.world;
  const isOnlySecurity = parameters['securityEnabledOnly'] === true;
  const value = all
    .transitiveGroupsOf(on.id)
    .filter((id) => !isOnlySecurity || all.group(id)?.securityEnabled === true);
  return { status: 200, body: { '@odata.context': strings(ground), value: [...value] } };
};

const strings = (_: Ground): string => 'https://graph.microsoft.com/v1.0/$metadata#Collection(Edm.String)';

/** What lies around the directory's groups and users: teams, changes, memberships, subscriptions. */
export const groupsPack: Pack = {
  name: 'groups',
  access: {
    read: same(
      'Group.ReadBasic.All',
      'GroupMember.Read.All',
      ...groups,
      ...directory,
      'User.Read.All',
      'User.ReadWrite.All',
    ),
    write: same(...directory, ...groups, 'GroupMember.Read.All', 'User.Read.All', 'User.ReadWrite.All'),
  },
  types: {
    team: teamRules,
    channel: channelRules,
    subscription: subscriptionRules,
  },
  operations: {
    'directoryObject.checkMemberGroups': checkMemberGroups,
    'directoryObject.getMemberGroups': getMemberGroups,
  },
  costs: {
    'directoryObject.getMemberGroups': '2',
    'directoryObject.getByIds': '3',
    'directoryObject.checkMemberGroups': '4',
  },
  licenses: {
    groupLifecyclePolicy: {
      anyOf: premium,
      writes: true,
      refusal: graphError(
        403,
        'NoLicenseForOperation',
        'Tenant does not have proper license to manage lifecycle management policy.',
      ),
    },
  },
  plain: ['directoryObject.delta', 'group.delta', 'user.delta', 'directoryObject.getByIds'],
  follow: (ground) => {
    const { directory: all } = ground.world;
    for (const team of ground.all('teams')) {
      // A seed may have a team whose group it does not have.
      const isGone = all.group(team.id) === undefined && team.origin !== 'seeded';
      if (isGone || all.deletedItem(team.id) !== undefined) ground.remove(team);
    }
  },
};
