import { defined } from '../defined.ts';
import type { Span } from '../diagnostics/source.ts';
import { suggestion } from '../diagnostics/suggest.ts';
import { derivedTypes, findProperty, type Metadata, propertyNames, type TypeReference } from '../metadata/metadata.ts';
import { pieces, type UrlShape } from '../metadata/url-shape.ts';
import type { ContractFinding } from './contract-finding.ts';
import { openPropertyMeant, propertyMeant } from './property-meant.ts';

/** `$select`, `$orderby`, `$expand` and `$filter` name properties, or paths of them. */
export function checkQuery(
  { query }: UrlShape,
  span: Span,
  { type, metadata }: { readonly type: TypeReference; readonly metadata: Metadata },
): readonly ContractFinding[] {
  const listed = ['$select', '$orderby', '$expand'].flatMap((option) =>
    pieces(query.get(option) ?? '', ',').map((text) => ({ option, path: pathAt(text.trim()) })),
  );
  const filtered = pathsIn(query.get('$filter') ?? '').map((path) => ({ option: '$filter', path }));
  return [...listed, ...filtered].flatMap(({ option, path }) => {
    const found = strangerIn(path, type.name, metadata);
    // A word of a filter that is no property may be a value without quotes.
    if (found === undefined || (option === '$filter' && found.meant === undefined)) return [];
    const { name, of, meant } = found;
    const fix = suggestion(name, propertyNames(metadata, of));
    const message = `${of} has no property \`${name}\` for ${option}`;
    return [{ code: 'contract-property', message, fix, span, ...defined({ near: meant }) }];
  });
}

/** A cast has dots, and names a type. */
const pathAt = (text: string) => /^[A-Za-z_]\w*(?:\/[A-Za-z_]\w*)*(?![\w./])/.exec(text)?.[0].split('/') ?? [];

/** The paths in a filter: without texts, placeholders, names of functions, and variables such as `x` in `any(x:x/id eq 1)`. */
function pathsIn(filter: string): readonly (readonly string[])[] {
  const bare = filter.replace(/'[^']*'|\{[^{}]*\}|<[^<>]*>/g, "''");
  const variables = new Set([...bare.matchAll(/(\w+):/g)].map(([, name]) => name));
  return [...bare.matchAll(/(?<![\w.:$@/-])[A-Za-z_]\w*(?:\/\w+)*/g)].flatMap(({ 0: path, index }) => {
    const names = path.split('/');
    const next = bare[index + path.length] ?? '';
    if (/[:.'-]/.test(next) || variables.has(names[0])) return [];
    return [next === '(' ? names.slice(0, -1) : names];
  });
}

/** The first name of a path that its type does not have. */
function strangerIn(path: readonly string[], type: string, metadata: Metadata) {
  let of = type;
  for (const name of path) {
    const found = findProperty(metadata, of, name);
    if (found === 'unknown') {
      const meant = openPropertyMeant(name, { type: of, exact: false }, metadata);
      return meant === undefined ? undefined : { name, of, meant };
    }
    if (found === undefined) {
      const isDerived = derivedTypes(metadata, of).some((one) => findProperty(metadata, one, name) !== undefined);
      return { name, of, ...(!isDerived && { meant: propertyMeant(name, propertyNames(metadata, of)) }) };
    }
    of = found.type.name;
  }
  return undefined;
}
