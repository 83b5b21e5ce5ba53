/** Parts of generated texts: a UUID, a run of an alphabet, a number, an ellipsis, and any other character. */
const parts =
  /(?<uuid>[\dA-Fa-f]{8}(?:-[\dA-Fa-f]{4}){3}-[\dA-Fa-f]{12})|(?<cut>\.{3,}|…)|(?<run>(?:(?![\dA-Fa-f]{8}-[\dA-Fa-f]{4}-)[\w+/=~-]){8,})|(?<number>\d+)|./gsu;

const longest = 400;

/**
 * The narrowest matcher for an id, a tag or another text that each run generates: its signs and its words stay, and runs of
 * letters and digits become their alphabet and about their length. `undefined` where a person wrote it.
 */
export function patternMatcher(text: string): string | undefined {
  if (text.length > longest || !/^[\x21-\x7e…]+$/.test(text) || !/\d|…|\.{3}|[a-z][A-Z]|=$/.test(text))
    return undefined;
  const pattern = [...text.matchAll(parts)].map(({ 0: whole, groups = {} }) => {
    const { uuid, cut, run, number } = groups;
    if (uuid !== undefined) return '[0-9A-Fa-f-]{36}';
    if (cut !== undefined) return '\\S*';
    if (number !== undefined) return '\\d+';
    return run === undefined ? escapeSign(whole) : runPattern(run);
  });
  return `<matches ^${pattern.join('')}$>`;
}

function runPattern(run: string): string {
  if (/^[\dA-Fa-f]+$/.test(run) && /\d/.test(run)) return `[0-9A-Fa-f]{${run.length}}`;
  // A word of one case, such as `microsoft`, is the same in every run.
  if (/^(?:[a-z-]+|[A-Z_-]+)$/.test(run)) return [...run].map(escapeSign).join('');
  return `[\\w+/=~-]{${Math.ceil(run.length / 2)},}`;
}

const escapeSign = (sign: string): string =>
  /[\w"':@,;/=~-]/.test(sign) ? sign : sign === '>' ? '\\x3e' : `\\${sign}`;

/** A text that has another one somewhere in it. */
export const containing = (text: string): string =>
  `<matches ${[...text].map((sign) => (/\s/.test(sign) ? '\\s' : /[<`|&!%]/.test(sign) ? hexOf(sign) : escapeSign(sign))).join('')}>`;

const hexOf = (sign: string): string => `\\x${sign.charCodeAt(0).toString(16)}`;
