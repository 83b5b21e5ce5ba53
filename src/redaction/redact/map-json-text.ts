import type { ValueAt } from './show-value.ts';

/** Functions that change the parts of a JSON text. */
export type JsonTextChange = {
  readonly name: (name: string) => string;
  readonly text: (text: string, at: ValueAt) => string;
  /** Whether a number, true or false of this property must not be reported. */
  readonly hides: (at: Pick<ValueAt, 'field'>, word: string) => boolean;
};

/** The properties in which services return errors. */
const errorNames: ReadonlySet<string> = new Set(['error', 'innererror', 'details', 'errors']);

type Frame = { readonly isObject: boolean; readonly inError: boolean; field: string };

/**
 * A JSON text with changed names and texts; everything else, including white space, is kept. `undefined` if the text
 * contains something that is not JSON: then it must not be read as JSON.
 */
export function mapJsonText(text: string, change: JsonTextChange): string | undefined {
  const frames: Frame[] = [{ isObject: false, inError: false, field: '' }];
  let shown = '';
  let copied = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    const frame = frames.at(-1);
    if (frame === undefined) return undefined;
    if (code === 0x22) {
      const end = stringEnd(text, at);
      if (end === undefined) return undefined;
      const value = unquoted(text, at, end);
      if (value === undefined) return undefined;
      const next = skipSpace(text, end);
      const isName = frame.isObject && text.charCodeAt(next) === 0x3a;
      if (isName) frame.field = value;
      const made = isName ? change.name(value) : change.text(value, frame);
      if (made !== value) {
        shown += text.slice(copied, at) + JSON.stringify(made);
        copied = end;
      }
      at = isName ? next + 1 : end;
    } else if (code === 0x7b || code === 0x5b) {
      const { field, inError } = frame;
      const isObject = code === 0x7b;
      frames.push({ isObject, field, inError: inError || (field !== '' && errorNames.has(field.toLowerCase())) });
      at++;
    } else if (code === 0x7d || code === 0x5d) {
      frames.pop();
      at++;
    } else if (isWordStart(code)) {
      const end = wordEnd(text, at);
      const word = text.slice(at, end);
      if (!wordForm.test(word)) return undefined;
      const dummy = word !== 'null' && change.hides(frame, word) ? dummyOf(word) : word;
      if (dummy !== word) {
        shown += text.slice(copied, at) + dummy;
        copied = end;
      }
      at = end;
    } else if (code === 0x2c || isSpace(code)) at++;
    else return undefined;
  }
  return frames.length === 1 ? shown + text.slice(copied) : undefined;
}

const wordForm = /^(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

/** A placeholder of the same type. */
const dummyOf = (word: string): string => (/^[tf]/.test(word) ? 'false' : '0');

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
const isWordStart = (code: number): boolean =>
  code === 0x2d || (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x7a);

function wordEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && /[\w.+-]/.test(text.charAt(at))) at++;
  return at;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** The offset after the closing quote. */
function stringEnd(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code === 0x5c) at++;
  }
  return undefined;
}

function unquoted(text: string, start: number, end: number): string | undefined {
  const inner = text.slice(start + 1, end - 1);
  if (!inner.includes('\\') && !/[\u0000-\u001f]/.test(inner)) return inner;
  try {
    return JSON.parse(text.slice(start, end)) as string;
  } catch {
    return undefined;
  }
}
