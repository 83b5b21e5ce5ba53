import { compactJson } from '../../json/compact.ts';

const longest = 200;
const before = 60;

/** Two different texts as JSON, cut such that the place where they first differ is shown; and how, where it is hard to see. */
export function differingTexts(
  stated: string,
  received: string,
): { readonly expected: string; readonly actual: string; readonly message?: string } {
  const at = firstDifference(stated, received);
  const start = at > longest - before ? at - before : 0;
  const cut = (text: string) =>
    start === 0 ? compactJson(text, longest) : `…${compactJson(text.slice(start), longest)}`;
  const how = hardToSee(stated, received);
  if (how === undefined) return { expected: cut(stated), actual: cut(received) };
  return { expected: spelledOut(cut(stated)), actual: spelledOut(cut(received)), message: how };
}

function firstDifference(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at > 0 && /[\ud800-\udbff]/.test(one[at - 1] ?? '') ? at - 1 : at;
}

/** Every character beyond ASCII as its escape: two forms of one character look the same. */
function spelledOut(json: string): string {
  return json.replace(
    /[\u007f-\u2025\u2027-\uffff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function hardToSee(stated: string, received: string): string | undefined {
  if (stated.toLowerCase() === received.toLowerCase()) return 'unexpected value: only upper and lower case differ';
  if (stated.replace(/\s+/g, '') === received.replace(/\s+/g, '')) return 'unexpected value: only white space differs';
  if (stated.normalize('NFKC') === received.normalize('NFKC')) return 'unexpected value: only its Unicode form differs';
  return undefined;
}
