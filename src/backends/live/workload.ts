const mailbox = /^(?:messages|mailfolders|events|calendar|calendars|contacts|sendmail|outlook)$/;
const teams: ReadonlySet<string> = new Set(['teams', 'chats', 'teamwork', 'team']);
const files: ReadonlySet<string> = new Set(['drives', 'drive', 'sites', 'shares']);
const directory: ReadonlySet<string> = new Set([
  ...['users', 'groups', 'me', 'directory', 'directoryobjects', 'directoryroles', 'applications', 'serviceprincipals'],
  ...[
    'organization',
    'subscribedskus',
    'rolemanagement',
    'domains',
    'devices',
    'invitations',
    'oauth2permissiongrants',
  ],
]);

/** The service behind a url of Microsoft Graph that is throttled as a unit. */
export function workloadOf(url: string): string {
  // Another host has its own limits.
  if (!url.startsWith('/')) return URL.parse(url)?.host ?? url;
  const [, first = '', ...rest] = url.toLowerCase().split(/[?#]/, 1).join('').split('/').filter(Boolean);
  const [resource = ''] = first.split('(');
  if (rest.some((segment) => teams.has(segment)) || teams.has(resource)) return 'teams';
  if (rest.some((segment) => mailbox.test(segment))) return 'mailbox';
  if (rest.some((segment) => files.has(segment)) || files.has(resource)) return 'files';
  return directory.has(resource) ? 'directory' : resource;
}
