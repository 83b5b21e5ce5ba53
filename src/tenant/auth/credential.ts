/** Signs in; throws where that fails. */
export type Credential = {
  readonly getToken: (wish: CredentialWish) => Promise<{ readonly token: string; readonly expiresAtMs: number }>;
};

export type CredentialWish = {
  /** The claims of a challenge, as JSON text. */
  readonly claims?: string;
  readonly signal?: AbortSignal;
};
