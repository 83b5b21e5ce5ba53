import { compactJson } from '../../json/compact.ts';

const longest = 200;
const before = 60;

/** Two different texts as JSON, cut such that the place where they first differ is shown; and how, where it is hard to see. */
export function differingTexts(
  promised: string,
  came: string,
): { readonly expected: string; readonly actual: string; readonly message?: string } {
  const at = firstDifference(promised, came);
  const start = at > longest - before ? at - before : 0;
  const cut = (text: string) =>
    start === 0 ? compactJson(text, longest) : `…${compactJson(text.slice(start), longest)}`;
  const how = hardToSee(promised, came);
  return { expected: cut(promised), actual: cut(came), ...(how === undefined ? {} : { message: how }) };
}

function firstDifference(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at > 0 && /[\ud800-\udbff]/.test(one[at - 1] ?? '') ? at - 1 : at;
}

function hardToSee(promised: string, came: string): string | undefined {
  if (promised.toLowerCase() === came.toLowerCase()) return 'another value came: only upper and lower case differ';
  if (promised.replace(/\s+/g, '') === came.replace(/\s+/g, '')) return 'another value came: only white space differs';
  if (promised.normalize('NFKC') === came.normalize('NFKC')) return 'another value came: only its Unicode form differs';
  return undefined;
}
