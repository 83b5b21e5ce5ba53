import { ownCommand } from '../../diagnostics/own-command.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import type { ServedSandbox } from '../../harness/harness.ts';

/** The settings for a client of the sandbox as an environment file, to be pasted or redirected into a file. */
export function sandboxSettings({ server, folder }: ServedSandbox, clock: { readonly follows: boolean }): string {
  const { tenant, clock: own } = { tenant: server.sandbox().world.tenant, clock: server.sandbox().clock };
  const [first, ...others] = server.apps().toSorted((a, b) => b.application.length - a.application.length);
  return [
    `# The sandbox is Microsoft Graph and Microsoft Entra at ${server.origin}`,
    `# ${safeLine(tenant.displayName)} (${tenant.domains.map(safeLine).join(', ')}), ${own.timestamp()}` +
      (clock.follows ? ', following the real time' : ', until the clock is moved'),
    '',
    '# Node reads it at its start only.',
    setting('NODE_EXTRA_CA_CERTS', folder.paths.ca),
    '',
    `# For \`${ownCommand} run --against live --tenant …\``,
    setting('REPLAY_CLOUD', 'custom'),
    setting('REPLAY_GRAPH_ORIGIN', server.origin),
    setting('REPLAY_AUTHORITY', server.origin),
    '',
    '# For @azure/identity, with disableInstanceDiscovery: true',
    setting('AZURE_AUTHORITY_HOST', server.origin),
    setting('AZURE_TENANT_ID', tenant.id),
    ...(first === undefined ? [] : appLines(first, '')),
    ...others.flatMap((app) => appLines(app, '# ')),
    '',
    '# Instead of a secret, for every application:',
    `# ${setting('AZURE_CLIENT_CERTIFICATE_PATH', folder.paths.client)}`,
    `# ${setting('AZURE_FEDERATED_TOKEN_FILE', folder.paths.federatedToken)}`,
    ...(server.administrator === undefined ? [] : userLines(server.administrator, server.password)),
    '',
  ].join('\n');
}

type App = ReturnType<ServedSandbox['server']['apps']>[number];

function appLines({ displayName, appId, secrets, application }: App, comment: string): readonly string[] {
  const may = application.length === 0 ? 'no application permission' : application.map(safeLine).join(', ');
  return [
    '',
    `# ${safeLine(displayName)}: ${may}`,
    comment + setting('AZURE_CLIENT_ID', appId),
    ...secrets.slice(0, 1).map((secret) => comment + setting('AZURE_CLIENT_SECRET', secret)),
  ];
}

function userLines(name: string, password: string): readonly string[] {
  return [
    '',
    '# An administrator; the password is that of everybody for whom the seed has none.',
    `# ${setting('AZURE_USERNAME', name)}`,
    `# ${setting('AZURE_PASSWORD', password)}`,
  ];
}

/** A line of an environment file, which shells and dotenv read alike. */
export function setting(name: string, value: string): string {
  const text = safeLine(value);
  return `${name}=${/^[\w./:@+%-]+$/.test(text) ? text : `'${text}'`}`;
}
