import type { RepairKind } from './json-repair.ts';

/** The problem of a repaired body, and its fix. */
type RepairText = { readonly message: string; readonly fix: string };

const texts: { readonly [kind in RepairKind]: RepairText | undefined } = {
  'trailing-comma': { message: 'a comma before the end of a list or an object', fix: 'Remove the comma.' },
  'double-comma': { message: 'two commas in a row', fix: 'Remove one comma.' },
  'missing-comma': { message: 'a comma is missing', fix: 'Add a comma.' },
  comment: { message: 'JSON has no comments', fix: 'Move the comment into the text.' },
  'foreign-blank': {
    message: 'a blank that JSON does not take, such as a no-break space',
    fix: 'Use a plain space.',
  },
  'smart-quotes': { message: 'typographic quotes are in place of straight ones', fix: 'Use straight double quotes.' },
  'single-quotes': { message: 'single quotes are in place of double ones', fix: 'Use double quotes.' },
  'missing-quote': { message: 'a quote is missing', fix: 'Put the string in double quotes.' },
  'doubled-quote': { message: 'a doubled quote', fix: 'Remove one quote.' },
  'bare-key': { message: 'a property name has no quotes', fix: 'Put the name in double quotes.' },
  'missing-bracket': { message: 'a closing brace or bracket is missing', fix: 'Close what is open.' },
  'unopened-bracket': { message: 'an opening brace is missing', fix: 'Open what is closed below.' },
  'extra-bracket': { message: 'a closing brace or bracket closes nothing', fix: 'Remove it.' },
  'foreign-literal': {
    message: 'a literal of another language',
    fix: 'Use `true`, `false`, `null` or a number as JSON has them.',
  },
  escape: { message: 'a string holds a character that has to be escaped', fix: 'Escape it with a backslash.' },
  // Omissions and placeholders, by convention.
  ellipsis: undefined,
  placeholder: undefined,
};

/** `undefined` for what pages do by convention. */
export const repairText = (kind: RepairKind): RepairText | undefined => texts[kind];
