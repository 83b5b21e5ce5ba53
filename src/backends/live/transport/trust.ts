import type { lookup } from 'node:dns';

/** Certificate authorities in PEM, trusted in addition to those of this machine. */
export type Trust = {
  readonly authorities?: readonly string[];
  readonly connectMs?: number;
  /** Connects to public addresses only. */
  readonly publicOnly?: boolean;
  /** Finds the addresses of a name; default: as this machine does. */
  readonly lookup?: typeof lookup;
};
