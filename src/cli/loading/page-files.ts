import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Scenario } from '../../format/scenario/scenario.ts';

/** Finds the Markdown of a page by its address: the last segment is the name of the file, as in the documentation's own folders. */
export function pagesIn(folder: string): (address: string) => string | undefined {
  return (address) => pageIn(folder, nameIn(address));
}

/** Finds the page of a scenario in a folder. */
export function scenarioPagesIn(folder: string): (scenario: Scenario) => string | undefined {
  return (scenario) => pageIn(folder, pageName(scenario));
}

/** The name of a scenario's page: the last part of its address; without one the scenario's own, as `import` gives it. */
export function pageName({ tutorial, source }: Pick<Scenario, 'tutorial' | 'source'>): string | undefined {
  return tutorial === undefined ? basename(source.path).replace(/\.scenario\.ya?ml$/, '') : nameIn(tutorial);
}

function nameIn(address: string): string | undefined {
  // The URL parser has normalized slashes and resolved `../..`: the address cannot leave the folder.
  return URL.canParse(address) ? new URL(address).pathname.split('/').at(-1) : undefined;
}

function pageIn(folder: string, name: string | undefined): string | undefined {
  if (name === undefined || name === '') return undefined;
  const file = join(folder, `${name}.md`);
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true ? file : undefined;
}
