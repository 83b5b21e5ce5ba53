import { evaluate } from '../../format/template/evaluate-template.ts';
import { templateText } from '../../format/template/template.ts';
import type { Values } from '../../format/template/values.ts';
import { compactJson } from '../../json/compact.ts';
import type { Expected } from './expected.ts';

const maxLength = 200;

type Writing = { readonly values: Values; readonly show: (text: string) => string };

/**
 * An expectation on one line, as JSON with its matchers as they are written; shortened with `…`. `show`: what a text is shown
 * as, before it is shortened.
 */
export function expectedText(expected: Expected, values: Values, show = (text: string) => text): string {
  const text = write(expected, { values, show }, maxLength);
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Stops soon after the text is longer than `enough`, to save the work for text that is cut off. */
function write(expected: Expected, writing: Writing, enough: number): string {
  const { values, show } = writing;
  const counted = (count: Expected | undefined) =>
    count === undefined ? '' : ` and <count> ${write(count, writing, enough)}`;
  switch (expected.kind) {
    case 'literal':
      return compactJson(expected.value, enough + 1, show);
    case 'template': {
      const value = evaluate(expected.template, values);
      return value === undefined ? templateText(expected.template) : compactJson(value, enough + 1, show);
    }
    case 'matcher':
      return show(expected.matcher.text);
    case 'object':
      return writeList(expected.properties, ['{', '}'], enough, ({ name, expected: stated }, left) => {
        return `${compactJson(name, left, show)}: ${write(stated, writing, left)}`;
      });
    case 'array':
      return writeItems(expected.items, writing, enough);
    case 'contains':
    case 'unordered':
      return `<${expected.kind}> ${writeItems(expected.items, writing, enough)}${counted(expected.count)}`;
    case 'each':
      return `<each> ${write(expected.item, writing, enough)}${counted(expected.count)}`;
    case 'count':
      return `<count> ${write(expected.count, writing, enough)}`;
    default:
      return expected satisfies never;
  }
}

function writeItems(items: readonly Expected[], writing: Writing, enough: number): string {
  return writeList(items, ['[', ']'], enough, (item, left) => write(item, writing, left));
}

function writeList<T>(
  elements: readonly T[],
  [open, close]: readonly [string, string],
  enough: number,
  writeElement: (element: T, left: number) => string,
): string {
  let text = open;
  for (const element of elements) {
    if (text.length > enough) break;
    if (text.length > 1) text += ', ';
    text += writeElement(element, Math.max(0, enough - text.length));
  }
  return text + close;
}
