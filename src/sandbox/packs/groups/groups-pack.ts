import { badRequest } from '../../service/graph-error.ts';
import { grant } from '../../service/route.ts';
import type { Pack, TypeRules } from '../../typed/pack/pack.ts';
import { licenseActions } from './license-actions.ts';
import { memberActions } from './member-actions.ts';
import { subscriptionRules } from './subscriptions.ts';
import { teamActions, teamRules } from './teams.ts';

const groups = 'Group.Read.All Group.ReadWrite.All Directory.Read.All Directory.ReadWrite.All';
const readChannels = grant(
  'ChannelMember.Read.All Channel.ReadBasic.All ChannelSettings.Read.All ChannelSettings.ReadWrite.All',
  groups,
);
const writeChannels = grant(
  'ChannelMember.ReadWrite.All Channel.Create Channel.Delete.All ChannelSettings.ReadWrite.All',
  'Group.ReadWrite.All Directory.ReadWrite.All',
);

const channelRules: TypeRules = {
  access: { read: readChannels, write: writeChannels },
  required: ['displayName'],
  fixed: ['membershipType'],
  longest: { displayName: 50, description: 1024 },
  holds: ['conversationMember'],
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

/** Operations beside the directory's groups and users: teams, changes, memberships, subscriptions. */
export const groupsPack: Pack = {
  name: 'groups',
  access: {
    read: grant('Group.ReadBasic.All GroupMember.Read.All', groups, 'User.Read.All User.ReadWrite.All'),
    write: grant(groups, 'GroupMember.Read.All User.Read.All User.ReadWrite.All User-PasswordProfile.ReadWrite.All'),
  },
  types: {
    team: teamRules,
    channel: channelRules,
    subscription: subscriptionRules,
  },
  operations: {
    ...memberActions,
    ...licenseActions,
    ...teamActions,
  },
  costs: {
    'directoryObject.getMemberGroups': '2',
    'directoryObject.getByIds': '3',
    'directoryObject.checkMemberGroups': '4',
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
