import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Method } from '../../../src/http/message.ts';
import type { Json } from '../../../src/json/json.ts';
import { parseJson } from '../../../src/json/parse-json.ts';

/** Microsoft Graph's reference, where a person has put it beside this repository; it is not part of it. */
export const referenceFolder = fileURLToPath(new URL('../../../../shared/reference', import.meta.url));
export const hasReference = existsSync(join(referenceFolder, 'api'));

/** A request that a page shows, and the response that it shows for it. */
export type Example = {
  /** `v1.0/api/accessreviewinstance-get.md:71`: the request's line. */
  readonly place: string;
  readonly method: Method;
  readonly url: string;
  readonly body: Json | undefined;
  readonly status: number;
  readonly response: Json | undefined;
};

/** Every documented example below `api/`, by page. A body that is not JSON, as it is printed, is absent. */
export function readExamples(): readonly Example[] {
  const folder = join(referenceFolder, 'api');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .sort()
    .flatMap((name) => examplesOf(relative(folder, join(folder, name)), readFileSync(join(folder, name), 'utf8')));
}

type Block = { readonly kind: 'request' | 'response'; readonly line: number; readonly text: string };

/** Requests and the responses after them. Of a block both its annotation and its fence are there; a note may be between. */
function examplesOf(page: string, text: string): readonly Example[] {
  const blocks = [...text.matchAll(/<!--([^>]*?)-->\s*(?:>[^\n]*\n\s*)*```[^\n]*\n([\s\S]*?)```/g)].flatMap(
    (found): Block[] => {
      const kind = /"blockType":\s*"(request|response)"/.exec(found[1] ?? '')?.[1];
      if (kind !== 'request' && kind !== 'response') return [];
      const line = text.slice(0, found.index + found[0].indexOf('```')).split('\n').length + 1;
      return [{ kind, line, text: found[2] ?? '' }];
    },
  );
  return blocks.flatMap((block, index): Example[] => {
    const next = blocks[index + 1];
    if (block.kind !== 'request' || next?.kind !== 'response') return [];
    const [, method = '', url = ''] =
      /^\s*([A-Z]+) +(?:https:\/\/graph\.microsoft\.com)?(\S.*?)\s*$/m.exec(block.text) ?? [];
    const status = Number(/^\s*HTTP\/1\.1 (\d{3})/.exec(next.text)?.[1]);
    const example = { place: `${page}:${block.line}`, method: method as Method, url, status };
    return [{ ...example, body: bodyOf(block.text), response: bodyOf(next.text) }];
  });
}

/** What stands from the first brace on; a comma too many, which some pages print, is passed over. */
function bodyOf(text: string): Json | undefined {
  const [start, end] = [text.search(/^\s*\{/m), text.lastIndexOf('}')];
  if (start < 0) return undefined;
  const parsed = parseJson(text.slice(start, end + 1).replace(/,(\s*[}\]])/g, '$1'));
  return parsed.ok ? parsed.value : undefined;
}
