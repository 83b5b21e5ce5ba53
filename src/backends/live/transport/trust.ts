/** Certificate authorities in PEM, trusted beside those this machine trusts. */
export type Trust = { readonly authorities?: readonly string[]; readonly connectMs?: number };
