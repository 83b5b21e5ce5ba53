/** What every secret turns into: never its length, never a hash. */
export const gone = '<gone>';
