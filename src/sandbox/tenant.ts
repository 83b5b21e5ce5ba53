/** The tenant of the sandbox: its identity and its licenses. */
export type Tenant = {
  readonly id: string;
  readonly displayName: string;
  /** Verified domains, beginning with the default one. */
  readonly domains: readonly string[];
  /** SKU part numbers, such as `AAD_PREMIUM_P2`: what `/subscribedSkus` lists. */
  readonly licenses: readonly string[];
};
