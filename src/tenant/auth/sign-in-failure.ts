import type { BlockedReason } from '../../run/result.ts';
import { SignInUnreached } from './sign-in-request.ts';

/** Why there is no token, and what to do. */
export type SignInFailure = { readonly reason: BlockedReason; readonly message: string; readonly fix: string };

type Row = { readonly message: string; readonly fix: string; readonly reason?: BlockedReason };

const app = 'in Microsoft Entra admin center > App registrations';

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const rows: { readonly [code: string]: Row } = {
  '7000215': {
    message: 'the client secret is not one of the application',
    fix: `make a new secret ${app} > Certificates & secrets, and use its value, not its id`,
  },
  '7000222': {
    message: 'the client secret has expired',
    fix: `make a new secret ${app} > Certificates & secrets`,
  },
  '700016': {
    message: 'the application is not in the tenant',
    fix: 'check the client id, and that `--tenant` is the tenant in which the application is registered',
  },
  '90002': { message: 'there is no such tenant', fix: 'check `--tenant` and the cloud (`REPLAY_CLOUD`)' },
  '700027': {
    message: 'the certificate is not registered with the application',
    fix: `upload its public part ${app} > Certificates & secrets`,
  },
  '700024': {
    message: 'the assertion of the application has expired, or is not valid yet',
    fix: 'check the clock of this machine, and request a new token directly before the run',
  },
  '700211': federation('its issuer'),
  '700212': federation('its audience'),
  '700213': federation('its subject'),
  '70021': federation('it'),
  '7000218': {
    message: 'the application may sign in only with a secret or certificate',
    fix: `for people, allow public client flows ${app} > Authentication; else set a secret or a certificate`,
  },
  '65001': {
    message: 'the application lacks consent for the permissions that it requests',
    fix: `grant admin consent ${app} > API permissions`,
  },
  '500011': {
    message: 'the authority does not have the resource Microsoft Graph',
    fix: 'check `REPLAY_CLOUD`, and `REPLAY_GRAPH_RESOURCE` if the cloud is `custom`',
  },
  '50126': { message: 'user name or password is wrong', fix: 'check both, and whether the account is federated' },
  '50034': { message: 'the user is not in the tenant', fix: 'check the user name and `--tenant`' },
  '50020': { message: 'the user is of another tenant', fix: 'sign in as a user, or an invited guest, of `--tenant`' },
  '50055': { message: 'the password of the user has expired', fix: 'change it by signing in once in a browser' },
  '50057': { message: 'the user is disabled', fix: 'enable the user, or sign in as another one' },
  '50053': { message: 'the user is locked', fix: 'wait until the lock ends, or unlock the user' },
  '50076': multifactor(),
  '50079': multifactor(),
  '50072': multifactor(),
  '50158': multifactor(),
  '53003': {
    message: 'Conditional Access blocks this sign-in',
    fix: 'find the policy in the sign-in log of the tenant, and sign in from a place that it allows',
  },
  '50173': { message: 'the sign-in was revoked', fix: 'sign in again' },
  '70017': { message: 'the person declined', fix: 'run again, and accept' },
  '70020': { message: 'the code expired before it was used', fix: 'run again, and sign in while it waits' },
};

function federation(what: string): Row {
  return {
    message: `no federated credential of the application matches the pipeline's token: ${what} differs`,
    fix: `compare it with ${app} > Certificates & secrets > Federated credentials`,
  };
}

function multifactor(): Row {
  return {
    message: 'the user must use multifactor authentication',
    fix: 'use `device-code` or `browser` for this actor: user name and password only work in test tenants without multifactor authentication',
  };
}

/**
 * Explains a sign-in error and what to do. The error's own text may contain names of people, so it is not shown
 * completely.
 */
export function signInFailure(actor: string, error: unknown): SignInFailure {
  if (error instanceof SignInUnreached) {
    const fix = error.fix ?? 'check the network, `REPLAY_CLOUD` and, behind a proxy, `--use-env-proxy`';
    return { reason: 'auth', message: `\`${actor}\` could not sign in: ${error.message}`, fix };
  }
  const said = textsOf(error).join(' ');
  const code = /AADSTS(\d{5,8})/.exec(said)?.[1];
  if (code !== undefined) {
    const { message, fix, reason } = rows[code] ?? unknownRow;
    return { reason: reason ?? 'auth', message: `\`${actor}\` could not sign in: ${message} (AADSTS${code})`, fix };
  }
  const message = `\`${actor}\` could not sign in: ${firstSentence(said)}`;
  return { reason: 'auth', message, fix: fixOf(said) };
}

const unknownRow: Row = {
  message: 'the authority refused',
  fix: 'look it up at https://learn.microsoft.com/entra/identity-platform/reference-error-codes, and in the sign-in log',
};

/**
 * The fix for tools that
 * @azure/identity calls, if no one is signed in to them or they are not installed.
 */
function fixOf(said: string): string {
  if (/az login|Azure CLI/i.test(said)) return 'install the Azure CLI and run `az login --tenant ID`';
  if (/azd|Azure Developer CLI/i.test(said))
    return 'install the Azure Developer CLI and run `azd auth login --tenant-id ID`';
  if (/PowerShell|Az\.Account|Connect-AzAccount/i.test(said)) {
    return 'install the module Az.Accounts and run `Connect-AzAccount -Tenant ID`';
  }
  if (/ManagedIdentity|IMDS/i.test(said)) {
    return 'run on an Azure resource that has a managed identity, or choose another credential';
  }
  if (/ENOENT|no such file/i.test(said)) return 'check the path of the file';
  return 'check the settings of this actor; `.env.example` lists them';
}

/** The texts of an error and of its causes. */
function textsOf(error: unknown): readonly string[] {
  const texts: string[] = [];
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++)
    texts.push(at.message);
  return texts.length === 0 ? ['no reason was given'] : texts;
}

const longest = 200;

function firstSentence(text: string): string {
  const [first = ''] = text.split(/(?<=[.!?])\s|\n/);
  return first
    .replaceAll(/\S+@\S+/g, '…')
    .slice(0, longest)
    .replace(/[.\s]+$/, '');
}
