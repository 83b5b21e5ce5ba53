import { defined } from '../../defined.ts';
import { type Problem, type Result, unlessProblems } from '../../diagnostics/problem.ts';
import { suggestion } from '../../diagnostics/suggest.ts';
import type { CloudVariables } from './cloud.ts';
import {
  type AssertionSource,
  type CredentialKind,
  type CredentialSettings,
  credentialKinds,
} from './credential-settings.ts';
import { type FoundSetting, type Level, levels, type SettingLookup, settingLookup } from './setting-lookup.ts';

/** Each actor's credential, by the actor's name. */
export type ActorSettings = ReadonlyMap<string, CredentialSettings>;

export type ActorSettingsOptions = {
  readonly environment: CloudVariables;
  /** The tenant of the run: settings that name another one are wrong. */
  readonly tenant: string;
  /** The prefix of the tenant's settings, without the `_`; default: `REPLAY`, then `AZURE`. */
  readonly prefix?: string;
  /** Whether the tenant is one of a tenants file; default: `--tenant` names it. */
  readonly ofFile?: boolean;
};

/**
 * The credential of each actor. A setting is looked up as `REPLAY_<ACTOR>_…`, then `REPLAY_…`, then `AZURE_…`; the
 * first level with a credential decides. Pure. Problems: `missing-credential`, `bad-setting`.
 */
export function actorSettings(actors: Iterable<string>, options: ActorSettingsOptions): Result<ActorSettings> {
  const settings = new Map<string, CredentialSettings>();
  const problems: Problem[] = [];
  for (const actor of new Set(actors)) {
    const read = new ActorReader(actor, options);
    const found = read.settings();
    problems.push(...read.problems);
    if (found !== undefined) settings.set(actor, found);
  }
  return unlessProblems(problems, () => settings);
}

/** A shorter one occurs in texts by chance and could not be hidden. */
const shortestSecret = 8;

/** Settings that imply how to sign in. */
const proofs: readonly (readonly [setting: string, kind: CredentialKind])[] = [
  ['CLIENT_SECRET', 'client-secret'],
  ['CLIENT_CERTIFICATE_PATH', 'client-certificate'],
  ['FEDERATED_TOKEN_FILE', 'workload-identity'],
  ['PASSWORD', 'username-password'],
];

/** Settings, some of which may be missing. */
type Draft = { readonly kind: CredentialKind; readonly [name: string]: string | AssertionSource | undefined };

/** Reads one actor's settings and collects problems. */
class ActorReader {
  readonly problems: Problem[] = [];
  readonly #actor: string;
  readonly #environment: CloudVariables;
  readonly #tenant: string;
  readonly #lookup: SettingLookup;
  readonly #ofFile: boolean;

  constructor(actor: string, { environment, tenant, prefix, ofFile = false }: ActorSettingsOptions) {
    this.#actor = actor;
    this.#environment = environment;
    this.#tenant = tenant;
    this.#ofFile = ofFile;
    this.#lookup = settingLookup(actor, environment, prefix);
  }

  settings(): CredentialSettings | undefined {
    const kind = this.#kind();
    if (kind === undefined) return undefined;
    this.#checkTenant();
    const settings = this.#settingsOf(kind);
    return this.problems.length === 0 ? settings : undefined;
  }

  #kind(): CredentialKind | undefined {
    for (const level of levels) {
      const said = this.#lookup.at('CREDENTIAL', level);
      if (said !== undefined) return this.#namedKind(said);
      const kinds = this.#provenKinds(level);
      if (kinds.length > 1) return this.#wrong(...this.#ambiguous(kinds));
      if (kinds[0] !== undefined) return kinds[0];
    }
    if (this.#pipelineSource() !== undefined && this.#lookup.find('CLIENT_ID') !== undefined)
      return 'workload-identity';
    this.problems.push({
      code: 'missing-credential',
      message: `no setting defines how the actor \`${this.#actor}\` signs in`,
      fix:
        `set ${this.#lookup.own('CLIENT_ID')} and ${this.#lookup.own('CLIENT_SECRET')}, or ` +
        `${this.#lookup.own('CREDENTIAL')} to one of ${Object.keys(credentialKinds).join(', ')}`,
    });
    return undefined;
  }

  #namedKind({ value, variable }: FoundSetting): CredentialKind | undefined {
    const kinds = Object.keys(credentialKinds) as CredentialKind[];
    const kind = kinds.find((one) => one === value);
    return kind ?? this.#wrong(`\`${variable}=${value}\` is not a way to sign in`, suggestion(value, kinds));
  }

  #provenKinds(level: Level): readonly CredentialKind[] {
    return proofs.filter(([name]) => this.#lookup.at(name, level) !== undefined).map(([, kind]) => kind);
  }

  #ambiguous(kinds: readonly CredentialKind[]): readonly [message: string, fix: string] {
    const message = `the actor \`${this.#actor}\` could sign in by ${kinds.join(' or ')}`;
    return [message, `set ${this.#lookup.own('CREDENTIAL')} to the one that is intended`];
  }

  /** A tenant that is set must be the run's: a secret of one tenant is never tried on another. */
  #checkTenant(): void {
    const found = this.#lookup.find('TENANT_ID');
    if (found === undefined || found.value.toLowerCase() === this.#tenant.toLowerCase()) return;
    this.#wrong(`${found.variable} is another tenant than that of the run`, this.#tenantFix());
  }

  #tenantFix(): string {
    if (!this.#ofFile) return 'make both the same: the run uses the tenant that `--tenant` names';
    return 'remove it, or give the tenant `credentials` of its own in the tenants file';
  }

  #settingsOf(kind: CredentialKind): CredentialSettings | undefined {
    switch (kind) {
      case 'client-secret':
        return this.#clientSecret();
      case 'client-certificate':
        return this.#whole({
          kind,
          clientId: this.#required('CLIENT_ID'),
          path: this.#required('CLIENT_CERTIFICATE_PATH'),
          ...defined({ password: this.#lookup.find('CLIENT_CERTIFICATE_PASSWORD')?.value }),
        });
      case 'workload-identity':
        return this.#whole({ kind, clientId: this.#required('CLIENT_ID'), assertion: this.#assertion() });
      case 'managed-identity':
        return { kind, ...defined({ clientId: this.#lookup.find('CLIENT_ID')?.value }) };
      case 'azure-cli':
      case 'azd':
      case 'powershell':
        return { kind };
      case 'device-code':
        return this.#whole({ kind, clientId: this.#required('CLIENT_ID') });
      case 'browser':
        return this.#whole({
          kind,
          clientId: this.#required('CLIENT_ID'),
          ...defined({ username: this.#lookup.find('USERNAME')?.value }),
          ...defined({ redirectUri: this.#lookup.find('REDIRECT_URI')?.value }),
        });
      case 'username-password':
        return this.#whole({
          kind,
          clientId: this.#required('CLIENT_ID'),
          username: this.#required('USERNAME'),
          password: this.#required('PASSWORD'),
        });
      default:
        return kind satisfies never;
    }
  }

  #clientSecret(): CredentialSettings | undefined {
    const [id, secret] = [this.#lookup.find('CLIENT_ID'), this.#lookup.find('CLIENT_SECRET')];
    if (id !== undefined && secret !== undefined && id.level < secret.level) {
      const message = `${id.variable} names an application whose secret is not set: ${secret.variable} belongs to another one`;
      return this.#wrong(message, `set ${id.variable.replace('CLIENT_ID', 'CLIENT_SECRET')}`);
    }
    const [clientId, value] = [this.#required('CLIENT_ID'), this.#required('CLIENT_SECRET')];
    if (value !== undefined && value.length < shortestSecret) {
      const message = `the value of ${secret?.variable ?? 'CLIENT_SECRET'} is too short to be a client secret`;
      return this.#wrong(message, `a secret has ${shortestSecret} characters or more: give the value, not its id`);
    }
    return this.#whole({ kind: 'client-secret', clientId, secret: value });
  }

  #assertion(): AssertionSource | undefined {
    const file = this.#lookup.find('FEDERATED_TOKEN_FILE');
    if (file !== undefined) return { kind: 'file', path: file.value };
    const source = this.#pipelineSource();
    if (source !== undefined) return source;
    return this.#wrong(
      `the actor \`${this.#actor}\` has no federated token`,
      `set ${this.#lookup.own('FEDERATED_TOKEN_FILE')}; on GitHub, give the job \`permissions: id-token: write\`; on Azure ` +
        'Pipelines, map SYSTEM_ACCESSTOKEN and set AZURESUBSCRIPTION_SERVICE_CONNECTION_ID',
    );
  }

  /** The variables that GitHub Actions and Azure Pipelines set for a job that may request its own token. */
  #pipelineSource(): AssertionSource | undefined {
    const set = (name: string) => this.#environment[name] ?? '';
    const [url, requestToken] = [set('ACTIONS_ID_TOKEN_REQUEST_URL'), set('ACTIONS_ID_TOKEN_REQUEST_TOKEN')];
    if (url !== '' && requestToken !== '') return { kind: 'github', url, requestToken };
    const [uri, token] = [set('SYSTEM_OIDCREQUESTURI'), set('SYSTEM_ACCESSTOKEN')];
    const connectionId = set('AZURESUBSCRIPTION_SERVICE_CONNECTION_ID');
    if (uri === '' || token === '' || connectionId === '') return undefined;
    return { kind: 'azure-pipelines', url: uri, requestToken: token, connectionId };
  }

  #required(name: string): string | undefined {
    const found = this.#lookup.find(name)?.value;
    if (found !== undefined) return found;
    return this.#wrong(
      `the actor \`${this.#actor}\` has no ${name}`,
      `set ${this.#lookup.own(name)} or ${this.#lookup.shared(name)}`,
    );
  }

  /** The settings, if they are complete. */
  #whole(settings: Draft): CredentialSettings | undefined {
    return Object.values(settings).includes(undefined) ? undefined : (settings as CredentialSettings);
  }

  #wrong(message: string, fix: string): undefined {
    this.problems.push({ code: 'bad-setting', message, fix });
    return undefined;
  }
}
