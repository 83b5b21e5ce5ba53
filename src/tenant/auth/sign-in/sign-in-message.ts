/** What the main thread and the one that signs in tell each other: plain data, about a credential by its number. */
import { defined } from '../../../defined.ts';
import type { Cloud } from '../cloud.ts';
import type { CredentialSettings } from '../credential-settings.ts';
import { type SignInRequest, type SignInResponse, SignInUnreached } from '../sign-in-request.ts';

/** To the thread that signs in. A credential has one wish at a time. */
export type SignInCommand = { readonly credential: number } & (
  | { readonly kind: 'sign-in'; readonly wish: SignInWish }
  | { readonly kind: 'stop' }
  | { readonly kind: 'answered'; readonly call: number; readonly answer: SignInResponse | SignInTrouble }
);

export type SignInWish = {
  readonly settings: CredentialSettings;
  readonly cloud: Cloud;
  readonly tenant: string;
  /** What a claims challenge asks for, as JSON text. */
  readonly claims?: string;
};

/** From it: how a wish ended, and what it needs meanwhile. */
export type SignInEvent = { readonly credential: number } & (
  | { readonly kind: 'token'; readonly token: string; readonly expiresAtMs: number }
  | { readonly kind: 'failed'; readonly trouble: SignInTrouble }
  | { readonly kind: 'send'; readonly call: number; readonly request: Omit<SignInRequest, 'signal'> }
  /** Comes before what is sent with it. */
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'prompt'; readonly message: string }
);

/** An error: its text, and those of its causes. */
export type SignInTrouble = { readonly texts: readonly string[]; readonly unreached?: { readonly fix?: string } };

const mostTexts = 5;

export function troubleOf(error: unknown): SignInTrouble {
  if (error instanceof SignInUnreached) return { texts: [error.message], unreached: defined({ fix: error.fix }) };
  const texts: string[] = [];
  for (let at = error; at instanceof Error && texts.length < mostTexts; at = at.cause) texts.push(at.message);
  return { texts };
}

export function errorOf({ texts: [text = 'no reason was given', ...causes], unreached }: SignInTrouble): Error {
  if (unreached !== undefined) return new SignInUnreached(text, unreached.fix);
  return new Error(text, causes.length === 0 ? {} : { cause: errorOf({ texts: causes }) });
}
