/**
 * What shows nowhere and yet is sent: zero-width characters, marks of text direction, controls. A byte order mark inside a
 * text is one of them.
 */
const hidden =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

/** The first hidden character of a text: its offset and its name, as in `U+200B`. */
export function findHidden(text: string): { readonly offset: number; readonly name: string } | undefined {
  const match = hidden.exec(text);
  if (match === null) return undefined;
  const code = match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return { offset: match.index, name: `U+${code}` };
}
