/**
 * A url as OData reads it, so that two that ask for the same are the same text: escapes are resolved, `name('key')` is
 * `name/key`, a slash at the end says nothing, and neither do the order of query options and of what `$select` lists.
 */
export type ODataTarget = {
  /** As it is written otherwise. */
  readonly exact: string;
  /** Without regard to case where services have none: paths, names of options and of properties. */
  readonly loose: string;
};

export function odataTarget(url: string): ODataTarget {
  const [written = '', ...rest] = url.split('?');
  const path = written
    .replace(/\/+$/, '')
    .replace(/\(('|%27)(.*?)\1\)(?=\/|$)/gi, '/$2')
    .split('/')
    .map((segment) => decoded(segment).replaceAll('/', '%2F'))
    .join('/');
  const options = rest
    .join('?')
    .split('&')
    .filter((option) => option !== '')
    .map(optionOf)
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const query = options.map(({ name, value }) => `${name}=${value}`).join('&');
  return { exact: `${path}?${query}`, loose: `${path.toLowerCase()}?${query}` };
}

/** OData 4.01 system query options, which need no `$` (part 2, section 5.1). */
const systemOptions: ReadonlySet<string> = new Set(
  [
    'select',
    'filter',
    'top',
    'skip',
    'orderby',
    'expand',
    'count',
    'search',
    'skiptoken',
    'deltatoken',
    'format',
  ].flatMap((name) => [name, `$${name}`]),
);

function optionOf(option: string): { readonly name: string; readonly value: string } {
  const at = option.indexOf('=');
  const [written, value] = (at === -1 ? [option, ''] : [option.slice(0, at), option.slice(at + 1)]).map((text) =>
    // In a query, a `+` is a blank.
    decoded(text.replaceAll('+', ' ')),
  ) as [string, string];
  const known = written.toLowerCase();
  const name = systemOptions.has(known) ? `$${known.replace(/^\$/, '')}` : written;
  return { name, value: name === '$select' ? propertiesOf(value) : value.trim() };
}

function propertiesOf(list: string): string {
  return list
    .split(',')
    .map((one) => one.trim().toLowerCase())
    .sort()
    .join(',');
}

/** What is not an escape stays as it is written. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
