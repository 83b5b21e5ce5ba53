/** The key of a body that stays in files: no document has it. */
export const inFile: unique symbol = Symbol('in a file');

/** Bytes that stay in their file until they are sent. */
export type FilePiece = {
  /** With symbolic links resolved. */
  readonly path: string;
  /** The offset of the first byte. */
  readonly start: number;
  readonly size: number;
  /** The state of the file when it was hashed. */
  readonly state: string;
};

/** A body of which large parts stay in their files, in the order in which it is sent. */
export type BodyPieces = readonly (Buffer | FilePiece)[];
