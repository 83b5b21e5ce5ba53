/** Where a page's text begins, and the title that its front matter gives. Front matter is looked at, not parsed as YAML. */
export function readFrontMatter(text: string): { readonly end: number; readonly title?: string } {
  const opening = /^\uFEFF?---[ \t]*\r?\n/.exec(text);
  if (opening === null) return { end: 0 };
  const closing = /^(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/gm;
  closing.lastIndex = opening[0].length;
  const close = closing.exec(text);
  if (close === null) return { end: 0 };
  const title = /^title:[ \t]*(\S[^\r\n]*)/m.exec(text.slice(opening[0].length, close.index))?.[1];
  const bare = title === undefined ? '' : unquoted(title.trim());
  return { end: closing.lastIndex, ...(bare !== '' && { title: bare }) };
}

function unquoted(text: string): string {
  const quote = text[0];
  const quoted = (quote === '"' || quote === "'") && text.length > 1 && text.endsWith(quote);
  return (quoted ? text.slice(1, -1) : text).trim();
}
