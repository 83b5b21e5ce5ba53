/**
 * What is used of `node:util`. An import of it would make Node load all that it exports, colors and diffs too: 8 ms of every
 * start.
 */
export const { parseArgs, parseEnv, promisify } = process.getBuiltinModule('node:util');
