/** The replacement of every secret: never its length, never a hash. */
export const gone = '<gone>';
