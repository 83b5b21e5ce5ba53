import { statSync } from 'node:fs';
import { join } from 'node:path';

/** Finds the Markdown of a page by its address: the last segment is the name of the file, as in the documentation's own folders. */
export function pagesIn(folder: string): (address: string) => string | undefined {
  return (address) => {
    const name = URL.canParse(address) ? new URL(address).pathname.split('/').at(-1) : undefined;
    // The parser of addresses has made one kind of slash of all, and resolved `../..`: this leads nowhere else.
    if (name === undefined || name === '') return undefined;
    const file = join(folder, `${name}.md`);
    return statSync(file, { throwIfNoEntry: false })?.isFile() === true ? file : undefined;
  };
}
