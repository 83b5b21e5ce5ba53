import { placeOfFile } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import type { Source } from '../../diagnostics/source.ts';
import { finishRequest } from './finish-request.ts';
import type { Fragment } from './fragment.ts';
import { readFrontMatter } from './front-matter.ts';
import { versionDefects } from './http/page-defects.ts';
import { readMarkdown } from './markdown.ts';
import type { Page, PageItem, PageRequest } from './page.ts';
import { readPrerequisites } from './prerequisites.ts';
import { documentedVersion } from './read-url.ts';
import { withSignatures } from './signatures.ts';
import { walkPage } from './walk-page.ts';

/** Characters; the longest published tutorial has a tenth of it. */
const largestPage = 512 * 1024;

/**
 * Reads a tutorial page: every request, the responses it shows or describes, and its instructions to a person. Defects
 * are among the problems of the page.
 */
export function readPage(source: Source): Page {
  if (source.text.length > largestPage) return tooLarge(source);
  const front = readFrontMatter(source.text);
  const walk = walkPage(source, readMarkdown(source.text, front.end));
  const problems: Problem[] = [...walk.problems];
  const said = [...walk.headings, ...walk.prose].map(({ text }) => text).join('\n');
  const context = {
    source,
    pageVersion: documentedVersion(source) ?? mostNamedVersion(source.text),
    taken: new Set<Fragment>(),
    said: said.toLowerCase(),
  };
  const items = walk.items.flatMap((item): readonly PageItem[] => {
    if (item.kind === 'instruction') return [item];
    const finished = finishRequest(item.draft, context);
    problems.push(...finished.problems);
    return finished.request === undefined ? [] : [{ kind: 'request', request: finished.request }];
  });
  const requests = items.flatMap((item) => (item.kind === 'request' ? [item.request] : []));
  problems.push(...versionDefects(source, requests, said));
  const marked = withSignatures(source, requests, walk.headings);
  const title = front.title ?? walk.headings.find(({ depth }) => depth === 1)?.text;
  return {
    source,
    ...(title !== undefined && { title }),
    headings: walk.headings,
    items: items.map((item) =>
      item.kind === 'request' ? { ...item, request: marked.get(item.request) ?? item.request } : item,
    ),
    prerequisites: readPrerequisites(walk.prerequisites, walk.prose),
    problems: problems.toSorted(byPlace),
  };
}

function byPlace({ at: a }: Problem, { at: b }: Problem): number {
  return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);
}

/** The version that most addresses of the service on a page name, in requests and in bodies. */
function mostNamedVersion(text: string): PageRequest['version'] | undefined {
  const count = (version: string) => text.split(`graph.microsoft.com/${version}/`).length - 1;
  const [stable, beta] = [count('v1.0'), count('beta')];
  if (stable === 0 && beta === 0) return undefined;
  return beta > stable ? 'beta' : 'v1.0';
}

function tooLarge(source: Source): Page {
  const message = `the page has more than ${largestPage} characters`;
  const fix = 'Give the page of one tutorial, as markdown.';
  return {
    source,
    headings: [],
    items: [],
    prerequisites: { permissions: [], roles: [], licenses: [] },
    problems: [{ code: 'file-too-large', message, at: placeOfFile(source.path), fix }],
  };
}
