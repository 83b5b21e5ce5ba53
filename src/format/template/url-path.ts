/** Letters of other scripts that look like `.`, `/` or `\`, and that some software turns into them. */
const lookAlike = /[\u2024\u2025\u2026\u2044\u2215\u2216\u29f5\u29f8\u29f9\u3002\ufe52\ufe68\uff0e\uff0f\uff3c\uff61]/u;

/**
 * Why a scenario's url (as written, with its `${…}`) is not a plain path on the service; `undefined` if it is one. A
 * url with a host, or with something that a parser could take for one, would send the token elsewhere.
 */
export function checkUrlText(text: string): string | undefined {
  if (/[\u0000-\u001f\u007f-\u009f]/.test(text)) return 'a url cannot contain control characters, tabs or line breaks';
  if (text.includes('\\')) return 'a url cannot contain a backslash: browsers read it as `/`';
  if (!text.startsWith('/')) return noPath(text);
  if (text.startsWith('//')) return foreign(text);
  if (text.includes('#')) return 'a url cannot contain `#`: what follows it is never sent; write `%23`';
  if (/%(?![0-9A-Fa-f]{2})/.test(text))
    return 'a `%` must start an escape such as `%20`; write `%25` for the sign itself';
  const path = text.split('?', 1)[0] ?? '';
  if (path === '/') return 'a url must name something on the service, such as `/v1.0/me`';
  if (path.includes('//')) return 'a path cannot contain an empty segment (`//`)';
  if (hasDotSegment(path)) return 'a path cannot contain the segments `.` or `..`, however they are written';
  const first = path.split('/', 2)[1] ?? '';
  if (/[^\u0020-\u007e]/.test(first)) return 'the first segment of a path must be ASCII, such as `v1.0` or `beta`';
  if (lookAlike.test(path)) return 'a path cannot contain characters that look like `.` or `/` but are not';
  return undefined;
}

/** Whether a path has a segment `.` or `..`, also as `%2e`, and also beside an escaped slash. */
export function hasDotSegment(path: string): boolean {
  // Most paths have no dot except in the version.
  if (!/(?:\.|%2e)(?:$|[./\\%])/i.test(path)) return false;
  const plain = path.replace(/%2e/gi, '.').replace(/%2f|%5c|\\/gi, '/');
  return plain.split('/').some((segment) => segment === '.' || segment === '..');
}

function noPath(text: string): string {
  if (/^\s*[A-Za-z][A-Za-z0-9+.-]*:/.test(text)) return foreign(text);
  return 'a url must be a path on the service and start with one `/`, such as `/v1.0/me`';
}

/** The host as a parser reads it, which may differ from what people see. */
function foreign(text: string): string {
  const host = (URL.parse(text) ?? URL.parse(text, 'https://service.invalid'))?.host ?? '';
  return `a url must be a path on the service${host === '' ? ', without a scheme' : `; this one names the host \`${host}\``}`;
}
