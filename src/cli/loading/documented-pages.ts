import { placeAt } from '../../diagnostics/place.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/problem.ts';
import { readSource } from '../../diagnostics/read-source.ts';
import type { Scenario } from '../../format/scenario/scenario.ts';
import type { Page } from '../../tutorial/page/page.ts';
import { pageName, scenarioPagesIn } from './page-files.ts';

/** The pages of an invocation: a page that several scenarios expect is read once. */
export type Pages = (scenario: Scenario) => Promise<Result<Page>>;

/**
 * Finds and reads the page of a scenario: `page` for every one of them, or by its name in `pages`.
 * Problems: `page-missing`, and those of reading a file.
 */
export function documentedPages({ page, pages }: { readonly page?: string; readonly pages?: string }): Pages {
  const find = pages === undefined ? () => page : scenarioPagesIn(pages);
  const read = new Map<string, Promise<Result<Page>>>();
  return (scenario) => {
    const file = find(scenario);
    if (file === undefined) return Promise.resolve(failure([missing(scenario, pages)]));
    const known = read.get(file) ?? readPageFile(file);
    read.set(file, known);
    return known;
  };
}

/** Problems: those of reading a file, and the defects that make a page unusable. */
export async function readPageFile(file: string): Promise<Result<Page>> {
  const source = await readSource(file);
  if (!source.ok) return source;
  // The markdown parser is loaded only when a page is read.
  const { readPage } = await import('../../tutorial/page/read-page.ts');
  return success(readPage(source.value));
}

function missing(scenario: Scenario, pages: string | undefined): Problem {
  const at = placeAt(scenario.source, { start: 0, end: 1 });
  const message = `the folder ${pages} has no ${pageName(scenario) ?? scenario.tutorial}.md`;
  const name = scenario.tutorial === undefined ? 'name the page in `tutorial:`' : 'check the folder';
  return { code: 'page-missing', message, at, fix: `${name}, or use \`--page PAGE\`` };
}
