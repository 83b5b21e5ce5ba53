import { createHmac } from 'node:crypto';
import type { SandboxDirectory } from '../../packs/directory/sandbox-directory.ts';
import type { ServerFolder } from '../server-folder.ts';
import type { AppRegistration } from './app-registration.ts';

/** What proves applications and people where the seed says nothing about it. */
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

/** The applications of the directory as Entra knows them at the start. */
export function registrations(directory: SandboxDirectory, signIn: SignIn): readonly AppRegistration[] {
  return directory.applications().map(({ appId, displayName, secret, permissions }) => ({
    appId,
    displayName,
    objectId: directory.servicePrincipalByAppId(appId)?.id ?? appId,
    secrets: [secret ?? signIn.secretOf(appId)],
    certificates: [signIn.certificate],
    federatedTokens: [signIn.federatedToken],
    delegated: signIn.delegated,
    application: permissions,
  }));
}
