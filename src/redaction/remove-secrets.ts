import { gone } from './gone.ts';
import { writtenForms } from './written-forms.ts';

/** A value that is shorter is no secret: removing it would destroy the report. */
const shortestSecret = 4;

/** As texts and JSON texts have them; what continues a line may be indented. */
const lineBreak = /\r?\n[ \t]*|(?:\\r)?\\n/g;

/**
 * Removes exact values from texts, in every way they may be written, the longest first, also where a line break stands in
 * the middle of one.
 */
export function secretRemover(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret.length >= shortestSecret)
    .flatMap(writtenForms)
    .filter((form) => !gone.includes(form))
    .sort((a, b) => b.length - a.length);
  const all = [...new Set(forms)];
  if (all.length === 0) return (text) => text;
  return (text) => {
    if (text.length < shortestSecret) return text;
    let left = text;
    for (const form of all) if (left.includes(form)) left = left.replaceAll(form, gone);
    return withoutWrapped(left, all);
  };
}

function withoutWrapped(text: string, forms: readonly string[]): string {
  if (!text.includes('\n') && !text.includes('\\n')) return text;
  const flat = text.replace(lineBreak, '');
  const form = forms.find((one) => flat.includes(one));
  if (form === undefined) return text;
  const start = flat.indexOf(form);
  const [from, to] = placeIn(text, start, start + form.length);
  return withoutWrapped(`${text.slice(0, from)}${gone}${text.slice(to)}`, forms);
}

/** Where in a text a part of it stands that was found while its line breaks were left out. */
function placeIn(text: string, start: number, end: number): readonly [number, number] {
  let left = 0;
  let from = start;
  let to = end;
  for (const { 0: skipped, index } of text.matchAll(lineBreak)) {
    const at = index - left;
    if (at <= start) from += skipped.length;
    if (at < end) to += skipped.length;
    left += skipped.length;
  }
  return [from, to];
}
