import { type Place, placeAt } from '../../diagnostics/place.ts';
import { firstProblems, type Problem } from '../../diagnostics/problem.ts';
import type { Source } from '../../diagnostics/source.ts';
import { parseJson } from '../../json/parse-json.ts';
import { type Fragment, spanIn } from './fragment.ts';
import { repairText } from './json/repair-problem.ts';
import { onlyEllipsis, readTolerantJson } from './json/tolerant-json.ts';
import type { PageBody, Repair } from './page.ts';

export type BodyRead = { readonly body: PageBody; readonly problems: readonly Problem[] };

/** Reads a body as JSON, repaired where there is one reading; otherwise it is kept as text, with the reason. */
export function readBody(source: Source, fragment: Fragment, contentType: string | undefined): BodyRead {
  const { text } = fragment;
  const span = spanIn(fragment);
  if (contentType !== undefined && !/json/i.test(contentType) && !/^[{[]/.test(text)) {
    return { body: { kind: 'other', text, span, why: `its content type is \`${contentType}\`` }, problems: [] };
  }
  const at = (offset: number): Place => placeAt(source, spanIn(fragment, offset, Math.min(offset + 1, text.length)));
  const locate = (start: number, end: number) => spanIn(fragment, start, end);
  const strict = parseJson(text);
  if (strict.ok) {
    const twice = strict.duplicates.map((path) => ({
      code: 'page-body' as const,
      message: `\`${path}\` occurs twice in the body, and the last one counts`,
      at: at(0),
      fix: 'Keep one of them on the page.',
    }));
    const problems = firstProblems(twice, twice.length, twice.length + strict.moreDuplicates);
    return { body: { kind: 'json', value: strict.value, repairs: [], text, span, locate }, problems };
  }
  // Pages write words in braces for bytes.
  if (contentType !== undefined && binary.test(contentType)) {
    return { body: { kind: 'other', text, span, why: `its content type is \`${contentType}\`` }, problems: [] };
  }
  const read = readTolerantJson(text);
  if (read.ok) {
    const repairs = read.repairs.map(({ start, end, ...repair }) => ({
      ...repair,
      span: spanIn(fragment, start, end),
    }));
    return {
      body: { kind: 'json', value: read.value, repairs, text, span, locate },
      problems: repairProblems(source, repairs),
    };
  }
  if (read.message === onlyEllipsis) return { body: { kind: 'other', text, why: read.message, span }, problems: [] };
  const problem: Problem = {
    code: 'page-body',
    message: `the body is not JSON, and can be corrected in more than one way: ${read.message}`,
    at: at(read.offset),
    fix: 'Correct the body on the page, or write it into the scenario by hand.',
  };
  return { body: { kind: 'other', text, why: read.message, span }, problems: [problem] };
}

const binary = /^(?:image|audio|video)\/|^application\/(?:octet-stream|zip|pdf)/i;

/** A body with more repairs is not JSON. */
const mostRepairs = 50;

/** Every repair is a defect of the page, except what pages do by convention. */
function repairProblems(source: Source, repairs: readonly Repair[]): readonly Problem[] {
  const found = repairs.flatMap(({ what, span }) => {
    const text = repairText(what);
    return text === undefined ? [] : [{ ...text, span }];
  });
  const shown = found.slice(0, mostRepairs).map(
    ({ message, fix, span }): Problem => ({
      code: 'page-json',
      message: `the body is not JSON: ${message}`,
      at: placeAt(source, span),
      fix,
    }),
  );
  return firstProblems(shown, mostRepairs, found.length);
}
