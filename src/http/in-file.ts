/** Where a body is that stays in a file: a key of no document. */
export const inFile: unique symbol = Symbol('in a file');

/** Bytes that stay in their file until they are sent. */
export type FileBytes = {
  /** Without links in it. */
  readonly path: string;
  /** The first of them. */
  readonly start: number;
  /** What the file was when its hash was made. */
  readonly state: string;
};
