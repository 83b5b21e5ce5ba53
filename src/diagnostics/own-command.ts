import { isSea } from 'node:sea';
import { shellWord } from './shell-word.ts';

/** How this program is called, as it is pasted: by npx, or where it is one file, as that was called. */
export const ownCommand: string = isSea() ? shellWord(process.argv0) : 'npx tutorial-replay';
