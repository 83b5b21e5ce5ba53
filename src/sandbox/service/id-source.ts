import { createHash } from 'node:crypto';

/** Makes ids that look random and are the same every time for the same seed. */
export type IdSource = {
  /** A UUID of version 8 (RFC 9562: vendor-specific), so that it is visibly none that a tenant made. */
  readonly uuid: () => string;
};

export function idSource(seed: string): IdSource {
  let made = 0;
  return {
    uuid: () => {
      made += 1;
      const hex = createHash('sha256').update(`${seed}\0${made}`).digest('hex');
      const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    },
  };
}
