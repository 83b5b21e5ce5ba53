import { misspellingOf, withSameLetters } from '../diagnostics/suggest.ts';
import { derivedTypes, isKnownName, isOpen, type Metadata, propertyNames } from '../metadata/metadata.ts';

export type Of = { readonly type: string; readonly exact: boolean };

/** The declared name of a closed type that an undeclared one is another spelling or a misspelling of. */
export function propertyMeant(name: string, names: readonly string[]): string | undefined {
  return withSameLetters(name, names) ?? misspellingOf(name, names);
}

/** An open type may have any name; a misspelling of a declared name is reported. Names of extensions contain `_` or `.`. */
export function openPropertyMeant(name: string, { type, exact }: Of, metadata: Metadata): string | undefined {
  // The name belongs to another type.
  if (!/^[A-Za-z]\w*$/.test(name) || !isOpen(metadata, type) || isKnownName(metadata, name)) return undefined;
  const derived = exact ? [] : derivedTypes(metadata, type).flatMap((one) => propertyNames(metadata, one));
  const names = propertyNames(metadata, type);
  return name.includes('_')
    ? withSameLetters(name, names)
    : (misspellingOf(name, names) ?? misspellingOf(name, new Set(derived), 8));
}
