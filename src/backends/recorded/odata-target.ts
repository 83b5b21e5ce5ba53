import { decoded } from '../../decoded.ts';
import { wordsOf } from '../../words-of.ts';
import { outsideQuotes, splitOutside } from './odata-text.ts';

/**
 * A url as OData interprets it, so that two urls of the same target are the same text: escapes are resolved,
 * `name('key')` is `name/key`, namespaces and a trailing slash are dropped, and query options and the items of
 * `$select` and `$expand` are sorted.
 */
export type ODataTarget = {
  /** As it is written otherwise. */
  readonly exact: string;
  /** In lower case where services ignore case: paths, names of options and of properties, operators. */
  readonly loose: string;
};

export function odataTarget(url: string): ODataTarget {
  const [written = '', ...rest] = url.split('?');
  const given = rest
    .join('?')
    .split('&')
    .filter((option) => option !== '')
    .map(optionOf);
  const parameters = new Map(given.filter(({ name }) => name.startsWith('@')).map(({ name, value }) => [name, value]));
  const path = pathOf(written, parameters);
  const options = given
    .filter(({ name, value }) => !path.used.has(name) && !(name === '$count' && value === 'false'))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const query = options.map(({ name, value }) => `${name}=${value}`).join('&');
  const loose = options.map(({ name, value }) => `${name.toLowerCase()}=${looseValue(name, value)}`).join('&');
  return { exact: `${path.text}?${query}`, loose: `${path.text.toLowerCase()}?${loose}` };
}

/** OData 4.01 system query options, which need no `$` (part 2, section 5.1). */
const systemOptions: ReadonlySet<string> = new Set(
  wordsOf('select filter top skip orderby expand count search skiptoken deltatoken format levels').flatMap((name) => [
    name,
    `$${name}`,
  ]),
);

type Option = { readonly name: string; readonly value: string };

/** `used`: the names of the parameters (`@p`) in it. */
function pathOf(written: string, parameters: ReadonlyMap<string, string>) {
  const used = new Set<string>();
  const standsFor = (text: string): string => {
    const value = parameters.get(text);
    if (value === undefined) return text;
    used.add(text);
    return value;
  };
  // Between colons is the path of a file, whose names may contain anything: `root:/a (1).txt:/content`.
  let inFile = false;
  const segments = written
    .replace(/\/+$/, '')
    .split('/')
    .map((raw) => {
      const segment = decoded(raw).replaceAll('/', '%2F');
      const isName = inFile && !segment.startsWith(':');
      if (segment.endsWith(':')) inFile = !inFile;
      return isName ? segment : segmentOf(segment, standsFor);
    });
  return { text: segments.join('/'), used };
}

/** `name`, `name('key')` as `name/key`, or `name(a=…,b=…)` with its arguments in order; without the namespace. */
function segmentOf(segment: string, standsFor: (text: string) => string): string {
  const [, name = '', list] = /^(?:(?:microsoft\.)?graph\.(?=[A-Za-z]))?([^(]*)(?:\((.*)\))?$/is.exec(segment) ?? [];
  if (list === undefined) return name === '' ? segment : name;
  if (list.trim() === '') return name;
  const parts = splitOutside(list, ',').map((part) => {
    const [key = '', ...value] = splitOutside(part, '=');
    return value.length === 0 ? keyOf(standsFor(key.trim())) : `${key.trim()}=${standsFor(value.join('=').trim())}`;
  });
  return parts.length === 1 && !splitOutside(list, '=')[1]
    ? `${name}/${parts[0]}`
    : `${name}(${parts.sort().join(',')})`;
}

/** In a text, a quote is doubled. */
function keyOf(key: string): string {
  return /^'.*'$/s.test(key) ? key.slice(1, -1).replaceAll("''", "'") : key;
}

function optionOf(option: string): Option {
  const at = option.indexOf('=');
  const [written, value] = (at === -1 ? [option, ''] : [option.slice(0, at), option.slice(at + 1)]).map((text) =>
    // In a query, a `+` is a blank.
    decoded(text.replaceAll('+', ' ')),
  ) as [string, string];
  return readOption(written, value);
}

function readOption(written: string, value: string): Option {
  const known = written.trim().toLowerCase();
  const name = systemOptions.has(known) ? `$${known.replace(/^\$/, '')}` : written;
  return { name, value: valueOfOption(name, value.trim()) };
}

function valueOfOption(name: string, value: string): string {
  switch (name) {
    case '$select':
      return itemsOf(value)
        .map((one) => one.toLowerCase())
        .sort()
        .join(',');
    case '$expand':
      return itemsOf(value).map(expandedItem).sort().join(',');
    case '$orderby':
      return itemsOf(value)
        .map((one) => outsideQuotes(one, (text) => text.replace(/\s+/g, ' ')).replace(/ asc$/i, ''))
        .join(',');
    case '$filter':
      return outsideQuotes(value, (text) => text.replace(/\s+/g, ' ').replace(/ ?([(),]) ?/g, '$1'));
    case '$count':
      return value.toLowerCase();
    default:
      return value;
  }
}

/** `manager($select=id,mail;$levels=max)`: the options within are as those of a url. */
function expandedItem(item: string): string {
  const [, name = '', list] = /^([^(]*)(?:\((.*)\))?$/s.exec(item) ?? [];
  const options = list === undefined ? [] : splitOutside(list, ';').filter((one) => one.trim() !== '');
  const read = options.map((option) => {
    const [key = '', ...value] = option.split('=');
    const one = readOption(key, value.join('='));
    return `${one.name}=${one.value}`;
  });
  return `${name.trim().toLowerCase()}${read.length === 0 ? '' : `(${read.sort().join(';')})`}`;
}

const itemsOf = (list: string): readonly string[] => splitOutside(list, ',').map((one) => one.trim());

/** Names of properties and operators have no case; the texts between quotes do. */
function looseValue(name: string, value: string): string {
  return name === '$filter' || name === '$orderby' ? outsideQuotes(value, (text) => text.toLowerCase()) : value;
}
