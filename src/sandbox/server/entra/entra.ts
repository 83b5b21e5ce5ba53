/** The part of Microsoft Entra that issues tokens. This file: the state that its endpoints share. */
import type { User } from '../../packs/directory/directory.ts';
import type { AuthorizationCodes } from './authorization-codes.ts';
import type { DeviceCodes } from './device-codes.ts';
import type { Registrations } from './registrations.ts';
import type { TokenSigner } from './token-signer.ts';

export type Entra = {
  /** Scheme, host and port of the server. */
  readonly origin: string;
  readonly tenant: { readonly id: string; readonly domains: readonly string[] };
  readonly signer: TokenSigner;
  readonly apps: Registrations;
  readonly devices: DeviceCodes;
  readonly authorizations: AuthorizationCodes;
  readonly refreshTokens: Map<string, RefreshToken>;
  /** By object id or user principal name. */
  readonly user: (idOrName: string) => User | undefined;
  /** Who approves a device where the request names no user. */
  readonly administrator: () => User | undefined;
  readonly passwordOf: (user: User) => string;
  /** Milliseconds of the real time. */
  readonly now: () => number;
};

type RefreshToken = { readonly appId: string; readonly userId: string };

/** The tenant's id, its domains, and the names that mean any tenant. */
export function isTenant(name: string, { tenant }: Entra): boolean {
  return [tenant.id, ...tenant.domains, 'common', 'organizations'].includes(name.toLowerCase());
}
