import { secretShapes } from './secret-shapes.ts';

/** What stands for a secret of which only the kind is known. */
export const goneOf = (kind: string): string => `<gone:${kind}>`;

/** As much of a text as a secret may go on for: shapes say how one begins, and nothing about its end. */
const rest: { readonly [rule: string]: string } = {
  'private-key': '(?:[\\s\\S]{0,20000}?-----END [A-Z0-9 ]{1,60}-----|[\\s\\S]*)',
};
const usualRest = '[\\w.~+/%=*!$-]*';

const patterns = Object.entries(secretShapes).map(
  ([rule, { source, flags }]) => [rule, new RegExp(`(?:${source})${rest[rule] ?? usualRest}`, `${flags}g`)] as const,
);

/** A text without anything that is shaped like a secret. */
export function withoutShapes(text: string): string {
  if (text.length < shortest) return text;
  let left = text;
  for (const [rule, pattern] of patterns) left = left.replace(pattern, goneOf(rule));
  return left;
}

/** No shape matches less. */
const shortest = 12;
