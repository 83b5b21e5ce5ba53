/** Signs in; throws where that fails. */
export type Credential = {
  readonly getToken: (wish: CredentialWish) => Promise<{ readonly token: string; readonly expiresAtMs: number }>;
};

export type CredentialWish = {
  /** What a claims challenge asks for, as JSON text. */
  readonly claims?: string;
  readonly signal?: AbortSignal;
};
