/** An application that can sign in, with its credentials and consents. */
export type AppRegistration = {
  readonly appId: string;
  readonly displayName: string;
  /** The service principal of the application: the `oid` of its tokens. Without one, it cannot get a token for itself. */
  readonly objectId: string | undefined;
  readonly secrets: readonly string[];
  /** Those that were good once. */
  readonly expiredSecrets: readonly string[];
  /** PEM certificates; the client that signs in has the keys. */
  readonly certificates: readonly string[];
  /** The content of the token file of a workload identity that may act as this application. */
  readonly federatedTokens: readonly string[];
  /** Permissions an administrator consented to: delegated ones become `scp`, application ones `roles`. */
  readonly delegated: readonly string[];
  readonly application: readonly string[];
};
