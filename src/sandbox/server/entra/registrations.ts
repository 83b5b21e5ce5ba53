import { createHmac } from 'node:crypto';
import { isJsonObject, property } from '../../../json/json.ts';
import type { Application } from '../../packs/directory/sandbox-directory.ts';
import type { Entity } from '../../store/object-store.ts';
import type { World } from '../../world.ts';
import type { ServerFolder } from '../server-folder.ts';
import type { AppRegistration } from './app-registration.ts';
import { graphAppId } from './token-scope.ts';

/** Default credentials of applications and people, if the seed has none. */
export type SignIn = {
  readonly secretOf: (appId: string) => string;
  /** Of every user without one. */
  readonly password: string;
  /** A PEM text that every application may sign in with. */
  readonly certificate: string;
  readonly federatedToken: string;
  /** What was consented to for every application. */
  readonly delegated: readonly string[];
};

/** Secrets that stay the same, and differ for each actor. */
export function signInOf(folder: ServerFolder, delegated: readonly string[]): SignIn {
  const derived = (what: string) =>
    createHmac('sha256', folder.secretKey).update(what).digest('base64url').replaceAll(/[-_]/g, 'x');
  return {
    secretOf: (appId) => derived(`secret ${appId}`).slice(0, 40),
    password: `Sandbox-${derived('password').slice(0, 16)}-1`,
    certificate: folder.clientCertificate,
    federatedToken: folder.federatedToken.trim(),
    delegated,
  };
}

/** The current applications of the directory, and those that were added by the control API. */
export type Registrations = {
  readonly all: () => readonly AppRegistration[];
  /** By client id. */
  readonly get: (appId: string) => AppRegistration | undefined;
  /** One that is not in the directory. */
  readonly add: (app: AppRegistration) => void;
  /** What is not named stays as it is. Secrets that Graph made stay beside those that are set here. */
  readonly change: (appId: string, changes: Partial<AppRegistration>) => void;
  /** Discards all changes; the current applications are the initial ones. */
  readonly reset: () => void;
};

export function registrations(world: () => World, signIn: SignIn): Registrations {
  const changes = new Map<string, Partial<AppRegistration>>();
  /** Secrets that this server made up, by client id: of those of the start, which have none of the seed. Others have Graph's only. */
  const first = new Map<string, readonly string[]>();
  const applications = () => world().directory.applications();
  const registrationOf = ({ appId, displayName, secrets, permissions }: Application): AppRegistration => {
    const { directory, clock } = world();
    const principal = directory.servicePrincipalByAppId(appId);
    const now = clock.now();
    const made = [...secrets, ...(principal?.secrets ?? [])];
    const changed = changes.get(appId.toLowerCase()) ?? {};
    const isFirst = first.has(appId.toLowerCase());
    const own = changed.secrets ?? first.get(appId.toLowerCase()) ?? [];
    return {
      appId,
      displayName,
      objectId: principal?.id,
      expiredSecrets: made.filter(({ endMs }) => endMs <= now).map(({ text }) => text),
      certificates: isFirst ? [signIn.certificate] : [],
      federatedTokens: isFirst ? [signIn.federatedToken] : [],
      delegated: signIn.delegated,
      application: [
        ...new Set([...permissions, ...(principal === undefined ? [] : grantedRoles(world(), principal.id))]),
      ],
      ...changed,
      secrets: [...own, ...made.filter(({ endMs }) => endMs > now).map(({ text }) => text)],
    };
  };
  const added: AppRegistration[] = [];
  const all = () => [
    ...applications().map(registrationOf),
    ...added.map((app) => ({ ...app, ...changes.get(app.appId.toLowerCase()) })),
  ];
  const reset = (): void => {
    changes.clear();
    first.clear();
    for (const { appId, secrets } of applications())
      first.set(appId.toLowerCase(), secrets.length === 0 ? [signIn.secretOf(appId)] : []);
  };
  reset();
  return {
    all,
    get: (appId) => all().find((one) => one.appId.toLowerCase() === appId.toLowerCase()),
    add: (app) => void added.push(app),
    change: (appId, some) => {
      changes.set(appId.toLowerCase(), { ...changes.get(appId.toLowerCase()), ...some });
    },
    reset,
  };
}

const text = ({ values }: Entity, name: string): string => String(property(values, name) ?? '').toLowerCase();

/** The roles of Graph that app role assignments gave to a service principal, by its object id. */
function grantedRoles({ store }: World, principalId: string): readonly string[] {
  return store.inside(`serviceprincipals/${principalId.toLowerCase()}/approleassignments`).flatMap((assignment) => {
    const resource = store.get(`serviceprincipals/${text(assignment, 'resourceId')}`);
    const roles = resource !== undefined && text(resource, 'appId') === graphAppId ? resource.values['appRoles'] : [];
    return (Array.isArray(roles) ? roles : []).flatMap((role) => {
      const isIt = isJsonObject(role) && String(role['id']).toLowerCase() === text(assignment, 'appRoleId');
      return isIt && typeof role['value'] === 'string' ? [role['value']] : [];
    });
  });
}
