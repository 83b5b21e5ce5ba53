/** A request to a token endpoint. */
export type SignInRequest = {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly body?: string;
  readonly signal?: AbortSignal;
};

type SignInResponse = {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly text: string;
};

/**
 * Sends a request of the sign-in: through the same connections, proxy and trusted certificates as the other requests of
 * a live run. Does not follow redirects. Throws `SignInUnreached` if no response arrived.
 */
export type SendSignIn = (request: SignInRequest) => Promise<SignInResponse>;

/** No response arrived from the token endpoint; the message is for people. */
export class SignInUnreached extends Error {
  override readonly name = 'SignInUnreached';
  readonly fix: string | undefined;

  constructor(message: string, fix?: string) {
    super(message);
    this.fix = fix;
  }
}
