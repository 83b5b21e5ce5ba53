import { type Shape, shapesIn } from './secret-shapes.ts';

/** The mark of a secret of which only the kind is known. */
export const goneOf = (kind: string): string => `<gone:${kind}>`;

/** A text without anything that is shaped like a secret. */
export function withoutShapes(text: string): string {
  let left = text;
  for (const [rule, shape] of shapesIn(text)) left = without(left, shape, goneOf(rule));
  return left;
}

function without(text: string, { find }: Shape, gone: string): string {
  let left = '';
  let copied = 0;
  for (let found = find(text, 0); found !== undefined; found = find(text, copied)) {
    left += text.slice(copied, found.start) + gone;
    copied = found.isOpen === true ? text.length : found.end;
  }
  return copied === 0 ? text : left + text.slice(copied);
}
