import type { BlockedReason } from '../../run/result.ts';
import type { ActorSettings } from './actor-settings.ts';
import { type Cloud, graphAppId } from './cloud.ts';
import type { Credential } from './credential.ts';
import { type CredentialSettings, needsPerson, secretsOf } from './credential-settings.ts';
import { signInFailure } from './sign-in-failure.ts';
import { readTokenClaims, type TokenClaims } from './token-claims.ts';

type TokenWish = { readonly claims?: string; readonly signal?: AbortSignal };

export type TokenResult =
  | { readonly ok: true; readonly token: string; readonly expiresAtMs: number; readonly claims: TokenClaims }
  | { readonly ok: false; readonly reason: BlockedReason; readonly message: string; readonly fix: string };

/** The tokens of a run: one sign-in for each actor, kept until shortly before it ends. */
export type TokenSource = {
  /** The actor's token: a cached one while it is valid. With `claims` (JSON text), a new one that meets the challenge. */
  readonly get: (actor: string, wish?: TokenWish) => Promise<TokenResult>;
  /** Forgets the actor's kept token, so that the next `get` signs in again. */
  readonly refresh: (actor: string) => void;
};

export type TokenSourceOptions = {
  readonly actors: ActorSettings;
  readonly cloud: Cloud;
  /** The `tid` that every token must have. */
  readonly tenant: string;
  readonly openCredential: (settings: CredentialSettings, actor: string) => Promise<Credential>;
  /** Receives every secret and token before its first use. */
  readonly registerSecret: (secret: string) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** Calls so soon after a failed sign-in get the same failure: repeating a wrong password locks the account. */
const pauseMs = 60_000;

/** A token is renewed this long before it expires, so that it does not expire during a request. */
const renewalMs = 5 * 60_000;

export function createTokenSource(options: TokenSourceOptions): TokenSource {
  for (const settings of options.actors.values()) {
    for (const secret of secretsOf(settings)) options.registerSecret(secret);
  }
  const keepers = new Map(
    [...options.actors].map(([name, settings]) => [name, new ActorTokens(name, settings, options)]),
  );
  return {
    get: async (actor, wish = {}) => keepers.get(actor)?.get(wish) ?? unknown(actor),
    refresh: (actor) => keepers.get(actor)?.forget(),
  };
}

function unknown(actor: string): TokenResult {
  const message = `no setting defines how the actor \`${actor}\` signs in`;
  return { ok: false, reason: 'auth', message, fix: 'set its credential; `.env.example` lists the settings' };
}

type Granted = Extract<TokenResult, { readonly ok: true }>;

/** Empty claims: they renew a person's token without prompting again. */
const renewingClaims = '{"access_token":{}}';

/** Keeps the token of one actor. Concurrent requests wait for one sign-in. */
class ActorTokens {
  readonly #actor: string;
  readonly #settings: CredentialSettings;
  readonly #options: TokenSourceOptions;
  #turn: Promise<unknown> = Promise.resolve();
  #credential: Promise<Credential> | undefined;
  #kept: { readonly granted: Granted; readonly claims: string | undefined } | undefined;
  #failed: { readonly result: TokenResult; readonly atMs: number } | undefined;
  #stale = false;

  constructor(actor: string, settings: CredentialSettings, options: TokenSourceOptions) {
    this.#actor = actor;
    this.#settings = settings;
    this.#options = options;
  }

  forget(): void {
    this.#kept = undefined;
    this.#stale = true;
    // A credential caches tokens, too; only that of a person is kept.
    if (!needsPerson(this.#settings)) this.#credential = undefined;
  }

  get(wish: TokenWish): Promise<TokenResult> {
    const turn = this.#turn.then(() => this.#keptFor(wish) ?? this.#failedLately() ?? this.#signIn(wish));
    this.#turn = turn;
    return turn;
  }

  /** A challenge that the kept token already meets: the caller used an older token. */
  #keptFor({ claims }: TokenWish): Granted | undefined {
    if (this.#kept === undefined) return undefined;
    const { granted, claims: met } = this.#kept;
    const isGood = granted.expiresAtMs - renewalMs > this.#options.now();
    return isGood && (claims === undefined || claims === met) ? granted : undefined;
  }

  #failedLately(): TokenResult | undefined {
    if (this.#failed === undefined || this.#failed.atMs + pauseMs <= this.#options.now()) return undefined;
    return this.#failed.result;
  }

  async #signIn(wish: TokenWish): Promise<TokenResult> {
    const renews = this.#stale && needsPerson(this.#settings) && wish.claims === undefined;
    try {
      this.#credential ??= this.#options.openCredential(this.#settings, this.#actor);
      const credential = await this.#credential;
      const { token, expiresAtMs } = await credential.getToken(renews ? { ...wish, claims: renewingClaims } : wish);
      this.#options.registerSecret(token);
      const result = this.#checked(token, expiresAtMs);
      if (result.ok) {
        this.#kept = { granted: result, claims: wish.claims };
        this.#stale = false;
      }
      return result;
    } catch (error) {
      // A later attempt starts over, with corrected settings.
      this.#credential = undefined;
      const result = { ok: false, ...signInFailure(this.#actor, error) } as const;
      if (wish.signal?.aborted !== true) this.#failed = { result, atMs: this.#options.now() };
      return result;
    }
  }

  /** A token of another tenant, or for another service than Graph, is never sent. */
  #checked(token: string, expiresAtMs: number): TokenResult {
    const { cloud, tenant, now } = this.#options;
    const claims = readTokenClaims(token);
    if (claims === undefined)
      return this.#refused('cannot be read', 'sign in with a work or school account of the tenant');
    if (claims.tenant.toLowerCase() !== tenant.toLowerCase()) {
      const fix = 'sign in to the tenant that `--tenant` names, or change `--tenant`';
      return this.#refused(`is for the tenant ${claims.tenant}, not for ${tenant}`, fix);
    }
    if (![cloud.resource, graphAppId].includes(claims.audience.replace(/\/$/, ''))) {
      return this.#refused(
        `is for ${claims.audience}, not for ${cloud.resource}`,
        'check `REPLAY_CLOUD` and its settings',
      );
    }
    const endsMs = Math.min(expiresAtMs, claims.expiresAtMs);
    if (endsMs <= now()) return this.#refused('has ended already', 'check the clock of this machine');
    return { ok: true, token, expiresAtMs: endsMs, claims };
  }

  #refused(what: string, fix: string): TokenResult {
    return { ok: false, reason: 'auth', message: `the token of \`${this.#actor}\` ${what}`, fix };
  }
}
