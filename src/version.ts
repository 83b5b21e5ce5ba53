import packageJson from '../package.json' with { type: 'json' };

/** This release of tutorial-replay. */
export const version: string = packageJson.version;
