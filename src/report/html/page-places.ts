import { readFileSync, statSync } from 'node:fs';
import { type Place, placeAt } from '../../diagnostics/place.ts';
import { largestFileBytes } from '../../diagnostics/read-source.ts';
import type { Source } from '../../diagnostics/source.ts';
import type { PageFile } from '../wording/annotation.ts';

/** Returns the place of a line of a page; absent if the page is not available. */
export type PagePlaces = (address: string | undefined, line: number | undefined) => Place | undefined;

/** Reads each page once; a page that cannot be read is not a reason to have no report. */
export function pagePlaces(pageFile: PageFile | undefined): PagePlaces {
  const known = new Map<string, Source | undefined>();
  return (address, line) => {
    if (pageFile === undefined || address === undefined || line === undefined) return undefined;
    if (!known.has(address)) known.set(address, readPage(pageFile(address)));
    const source = known.get(address);
    return source === undefined ? undefined : lineOf(source, line);
  };
}

function readPage(path: string | undefined): Source | undefined {
  if (path === undefined) return undefined;
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() !== true || stat.size > largestFileBytes) return undefined;
  try {
    return { path, text: readFileSync(path, 'utf8') };
  } catch {
    return undefined;
  }
}

function lineOf(source: Source, line: number): Place | undefined {
  let start = 0;
  for (let at = 1; at < line; at++) {
    const end = source.text.indexOf('\n', start);
    if (end === -1) return undefined;
    start = end + 1;
  }
  const text = /^[^\r\n]*/.exec(source.text.slice(start, start + 10_000))?.[0] ?? '';
  return text.trim() === '' ? undefined : placeAt(source, { start, end: start + text.length });
}
