/** A text between quotes, in which quotes are doubled; one that is not closed reaches to the end. */
const literal = /('(?:[^']|'')*(?:'|$))/;

/** Changes an OData text outside its quoted literals. */
export function outsideQuotes(text: string, change: (between: string) => string): string {
  return text
    .split(literal)
    .map((part, at) => (at % 2 === 0 ? change(part) : part))
    .join('');
}

/** Splits a list at a character that is outside quotes and parentheses. */
export function splitOutside(text: string, sign: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let inText = false;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const one = text.charAt(at);
    if (one === "'") inText = !inText;
    else if (inText) continue;
    else if (one === '(') depth += 1;
    else if (one === ')') depth -= 1;
    else if (one === sign && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}
