import type { Cloud } from './cloud.ts';
import type { SendSignIn } from './sign-in-request.ts';

/** Signs in; throws where that fails. */
export type Credential = {
  readonly getToken: (wish: CredentialWish) => Promise<{ readonly token: string; readonly expiresAtMs: number }>;
};

export type CredentialWish = {
  /** What a claims challenge asks for, as JSON text. */
  readonly claims?: string;
  readonly signal?: AbortSignal;
};

export type CredentialOptions = {
  readonly cloud: Cloud;
  readonly tenant: string;
  readonly send: SendSignIn;
  /** Receives every secret before it is used. */
  readonly registerSecret: (secret: string) => void;
  /** Shows a person where and how to sign in. */
  readonly prompt: (message: string) => void;
};
