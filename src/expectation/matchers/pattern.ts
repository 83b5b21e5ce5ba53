import { RE2JS } from 're2js';

export type Pattern =
  | { readonly ok: true; readonly test: (text: string) => boolean }
  | { readonly ok: false; readonly message: string; readonly fix: string };

const longestPattern = 1000;

/** Compiles a regular expression that takes time linear in the text: a file must not be able to hang a run. */
export function compilePattern(text: string): Pattern {
  if (text === '') {
    return { ok: false, message: 'the regular expression is empty', fix: 'write one, or use `<string>`' };
  }
  if (text.length > longestPattern) {
    const message = `the regular expression is longer than ${longestPattern} characters`;
    return { ok: false, message, fix: 'expect less precisely' };
  }
  const plain = plainTest(text);
  if (plain !== undefined) return { ok: true, test: plain };
  try {
    const compiled = RE2JS.compile(text);
    return { ok: true, test: (value) => compiled.test(value) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      message: `the regular expression cannot be used: ${reason}`,
      fix: 'use RE2 syntax: it has no back-references and no look-around',
    };
  }
}

/** What most patterns are: a text that must be there, or be at the beginning or the end. */
const plainPattern = /^(?<start>\^?)(?<text>[\w !"#%&',/:;<=>@~-]*)(?<end>\$?)$/;

/** The engine's first expression takes 5 to 9 ms, and a start is counted in them. */
function plainTest(pattern: string): ((text: string) => boolean) | undefined {
  const { start, text = '', end } = plainPattern.exec(pattern)?.groups ?? {};
  if (start === undefined) return undefined;
  if (start === '' && end === '') return (value) => value.includes(text);
  if (end === '') return (value) => value.startsWith(text);
  return start === '' ? (value) => value.endsWith(text) : (value) => value === text;
}

/** The first group of the first match in a text, or the whole match of an expression without groups. */
export function firstGroup(pattern: string, text: string): string | undefined {
  const matcher = RE2JS.compile(pattern).matcher(text);
  if (!matcher.find()) return undefined;
  return (matcher.groupCount() > 0 ? matcher.group(1) : matcher.group(0)) ?? undefined;
}
