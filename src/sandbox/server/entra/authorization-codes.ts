import { createHash, randomBytes } from 'node:crypto';

/** A person's consent in a browser, until an application requests the token. */
export type Authorization = {
  readonly appId: string;
  readonly userId: string;
  readonly scope: string;
  readonly redirectUri: string;
  /** RFC 7636: the hash of a secret of the application that began the sign-in. */
  readonly challenge: string;
};

const lifetimeMs = 600_000;

/** The codes that browsers carry to applications: each good once, and for ten minutes. */
export class AuthorizationCodes {
  readonly #waiting = new Map<string, Authorization & { readonly expiresMs: number }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  give(authorization: Authorization): string {
    const code = randomBytes(32).toString('base64url');
    this.#waiting.set(code, { ...authorization, expiresMs: this.#now() + lifetimeMs });
    return code;
  }

  /** What was agreed to; `undefined` where the code is not valid, has been used, has expired, or belongs to another application. */
  take(code: string, proof: Pick<Authorization, 'appId' | 'redirectUri'> & { readonly verifier: string }) {
    const found = this.#waiting.get(code);
    this.#waiting.delete(code);
    const challenge = createHash('sha256').update(proof.verifier).digest('base64url');
    const isTheirs = found?.appId === proof.appId && found.redirectUri === proof.redirectUri;
    return isTheirs && found.challenge === challenge && this.#now() <= found.expiresMs ? found : undefined;
  }

  reset(): void {
    this.#waiting.clear();
  }
}
