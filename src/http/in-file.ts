/** The key of a body that stays in a file: no document has it. */
export const inFile: unique symbol = Symbol('in a file');

/** Bytes that stay in their file until they are sent. */
export type FileBytes = {
  /** With symbolic links resolved. */
  readonly path: string;
  /** The offset of the first byte. */
  readonly start: number;
  /** The state of the file when it was hashed. */
  readonly state: string;
};
