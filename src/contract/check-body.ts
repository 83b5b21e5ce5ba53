import { defined } from '../defined.ts';
import type { Span } from '../diagnostics/source.ts';
import { misspellingOf, suggestion, withSameLetters } from '../diagnostics/suggest.ts';
import type { YamlEntry, YamlMapping, YamlNode } from '../format/scenario/yaml-node.ts';
import {
  derivedTypes,
  findProperty,
  isA,
  type Metadata,
  own,
  propertyNames,
  type TypeReference,
  typeName,
} from '../metadata/metadata.ts';
import type { ContractFinding } from './contract-finding.ts';
import { fitsForm, fitsPrimitive, isMisquoted, isPrimitive, untyped } from './fits-primitive.ts';
import { type Of, openPropertyMeant, propertyMeant } from './property-meant.ts';

/** Checks a body, sent or expected, against its type. Types that the metadata does not have are not checked. */
export function checkBody(
  node: YamlNode,
  type: TypeReference,
  metadata: Metadata,
  at = 'the body',
): readonly ContractFinding[] {
  return compareValue(node, type, { metadata, at });
}

type About = { readonly metadata: Metadata; readonly at: string; readonly name?: string };

function compareValue(node: YamlNode, type: TypeReference, about: About): readonly ContractFinding[] {
  if (isOpenText(node) || (node.kind === 'scalar' && node.value === null) || untyped.test(type.name)) return [];
  const combined = combinedItems(node);
  if (combined !== undefined)
    return combined.flatMap((one) => compareValue(one, { ...type, collection: false }, about));
  if (node.kind === 'sequence') {
    const items = distinct(node.items.flatMap((item) => compareValue(item, { ...type, collection: false }, about)));
    return type.collection ? items : ofAnotherNumber(node, type, about, items);
  }
  if (type.collection)
    return ofAnotherNumber(node, type, about, compareValue(node, { ...type, collection: false }, about));
  if (node.kind === 'mapping') {
    const isValue = isPrimitive(type.name) || own(about.metadata.enums, type.name) !== undefined;
    return isValue ? ofAnotherKind(node, type, about) : compareObject(node, type.name, about);
  }
  const members = own(about.metadata.enums, type.name);
  if (members !== undefined) {
    return typeof node.value === 'string'
      ? checkEnum({ value: node.value, span: node.span }, { members, ...type }, about)
      : ofAnotherKind(node, type, about);
  }
  if (!fitsPrimitive(node.value, type.name)) return ofAnotherKind(node, type, about);
  return fitsForm(node.value, type.name) ? [] : [ofAnotherForm(node, type, about)];
}

/** A finding that all items of a collection have is reported once. */
function distinct(findings: readonly ContractFinding[]): readonly ContractFinding[] {
  const cause = ({ code, message, stranger }: ContractFinding) => `${code} ${stranger ?? message}`;
  return [...new Map(findings.toReversed().map((finding) => [cause(finding), finding])).values()].toReversed();
}

/** A value of the wrong form and of the wrong type is one finding. */
export function besides(
  form: readonly ContractFinding[],
  within: readonly ContractFinding[],
): readonly ContractFinding[] {
  return [...form, ...within.filter(({ stranger }) => form.length === 0 || stranger === undefined)];
}

/** If everything else matches, only the number of objects is wrong, regardless of the version. */
function ofAnotherNumber(
  ...[node, type, about, within]: [YamlNode, TypeReference, About, readonly ContractFinding[]]
): readonly ContractFinding[] {
  const form = ofAnotherKind(node, type, about);
  const isCertain = node.kind === 'scalar' || (node.kind === 'sequence' && node.items.length > 0);
  if (within.length === 0 && isCertain) return form.map((one) => ({ ...one, plain: true as const }));
  return node.kind === 'scalar' ? form : besides(form, within);
}

/** A text whose value only the run has, or that a matcher checks. */
function isOpenText(node: YamlNode): boolean {
  return node.kind === 'scalar' && typeof node.value === 'string' && /^<|\$\{/.test(node.value);
}

/** The items within `<contains>`, `<unordered>` and `<each>`. */
function combinedItems(node: YamlNode): readonly YamlNode[] | undefined {
  if (node.kind !== 'mapping') return undefined;
  const [first] = node.entries;
  if (first === undefined || !/^<.*>$/.test(first.key)) return undefined;
  if (first.value.kind === 'sequence') return first.value.items;
  return first.value.kind === 'mapping' ? [first.value] : [];
}

function compareObject(node: YamlMapping, declared: string, about: About): readonly ContractFinding[] {
  const { metadata } = about;
  const written = annotation(node, '@odata.type');
  const type = written === undefined ? declared : typeName(written.value);
  const fixOf = () => suggestion(type, [declared, ...derivedTypes(metadata, declared)]);
  if (own(metadata.types, type) === undefined) {
    // In partial metadata, a missing type means nothing.
    if (written === undefined || !metadata.whole || written.value.includes('${')) return [];
    const message = `the metadata has no type ${type}`;
    return [{ code: 'contract-property', message, fix: fixOf(), span: written.span }];
  }
  if (written !== undefined && !isA(metadata, type, declared) && own(metadata.types, declared) !== undefined) {
    return [{ code: 'contract-type', message: `${type} is not a ${declared}`, fix: fixOf(), span: written.span }];
  }
  const of = { type, exact: written !== undefined };
  const entries = node.entries.filter(({ key }) => own(documented, type)?.includes(key) !== true);
  const unknown = entries.filter((entry) => isStranger(entry, of, metadata));
  const named = entries.filter(({ key }) => !key.includes('@'));
  // One cause, one finding: where hardly any property fits, the object is of another type.
  if (unknown.length >= 4 && unknown.length * 3 > named.length * 2) return [ofAnotherType(unknown, type, named.length)];
  return entries.flatMap((entry) => checkEntry(entry, of, about));
}

/** Properties that the create pages of v1.0 document, and its metadata lacks. */
const documented: { readonly [type: string]: readonly string[] } = {
  accessPackageAssignment: ['targetId', 'assignmentPolicyId', 'accessPackageId'],
};

function isStranger({ key }: YamlEntry, of: Of, metadata: Metadata): boolean {
  return isWritten(key) && !key.includes('@') && propertyOf(key, of, metadata) === undefined;
}

function ofAnotherType(unknown: readonly YamlEntry[], type: string, named: number): ContractFinding {
  const names = unknown.map(({ key }) => `\`${key}\``);
  const shown = names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
  const message = `the object is not a ${type}: that type has no ${shown}`;
  const span = unknown[0]?.keySpan ?? { start: 0, end: 0 };
  const fix = `write a ${type}, or name its type in \`@odata.type\``;
  // Metadata lacks a name now and then, but not all of them.
  const certain = unknown.length === named && named >= 5;
  return { code: 'contract-property', message, fix, span, stranger: type, ...(certain && { certain }) };
}

const isWritten = (name: string) => name !== '' && !name.includes('${') && !/^[<{]/.test(name);

function checkEntry(entry: YamlEntry, { type, exact }: Of, about: About): readonly ContractFinding[] {
  const { metadata } = about;
  const [name = '', control] = entry.key.split('@', 2);
  if (!isWritten(name)) return [];
  const found = propertyOf(name, { type, exact }, metadata);
  if (found === 'unknown') return ofOpenType(entry, { type, exact }, metadata);
  if (found === undefined) {
    const message = `${type} has no property \`${name}\``;
    const names = propertyNames(metadata, type);
    return [
      {
        code: 'contract-property',
        message,
        fix: suggestion(name, names),
        span: entry.keySpan,
        key: true,
        ...defined({ near: propertyMeant(name, names) }),
      },
    ];
  }
  if (control === undefined) {
    const value = compareValue(entry.value, found.type, { metadata, at: `\`${name}\``, name });
    return found.name === name ? value : [ofLetterCase(name, found.name, entry.keySpan), ...value];
  }
  if (control !== 'odata.bind' || found.navigation) return [];
  const message = `\`${name}\` is not a navigation property of ${type}: it cannot be bound`;
  return [{ code: 'contract-property', message, fix: `write \`${name}\` with its value`, span: entry.keySpan }];
}

function ofLetterCase(written: string, declared: string, span: Span): ContractFinding {
  const message = `\`${written}\` is declared as \`${declared}\``;
  return { code: 'contract-property', message, fix: `write \`${declared}\``, span, letterCase: true };
}

/** An open type may have any name; a misspelling of a declared one is reported. */
function ofOpenType({ key, keySpan }: YamlEntry, of: Of, metadata: Metadata): readonly ContractFinding[] {
  const meant = openPropertyMeant(key, of, metadata);
  if (meant === undefined) return [];
  const message = `\`${key}\` is a misspelling of \`${meant}\` of ${of.type}, an open type`;
  const found = { code: 'contract-property', span: keySpan, near: meant, open: true, key: true } as const;
  return [{ ...found, message, fix: `did you mean \`${meant}\`?` }];
}

/** Without `@odata.type`, any derived type is possible: of an open one, the property on which all of them agree. */
function propertyOf(name: string, { type, exact }: Of, metadata: Metadata) {
  const found = findProperty(metadata, type, name);
  if (exact || (found !== undefined && found !== 'unknown')) return found;
  if (found === undefined && !metadata.whole && metadata.types[type]?.abstract === true) return 'unknown';
  const inherited = derivedTypes(metadata, type)
    .map((one) => findProperty(metadata, one, name))
    .filter((one) => one !== undefined);
  const [first] = inherited.filter((one) => found === undefined || one !== 'unknown');
  if (found === undefined || first === undefined || first === 'unknown') return first ?? found;
  const isOther = (one: (typeof inherited)[number]) =>
    one !== 'unknown' && (one.type.name !== first.type.name || one.type.collection !== first.type.collection);
  return inherited.some(isOther) ? found : first;
}

function annotation(node: YamlMapping, key: string): { readonly value: string; readonly span: Span } | undefined {
  const value = node.entries.find((entry) => entry.key === key)?.value;
  if (value?.kind !== 'scalar' || typeof value.value !== 'string' || value.value.startsWith('<')) return undefined;
  return { value: value.value, span: value.span };
}

type Enumeration = TypeReference & { readonly members: readonly string[] };

/** A name that CSDL allows: other texts were never members. */
const identifier = /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]*$/u;

function checkEnum(
  { value, span }: { readonly value: string; readonly span: Span },
  { name, members }: Enumeration,
  { at, name: property = '' }: About,
): readonly ContractFinding[] {
  const known = new Map(members.map((member) => [member.toLowerCase(), member]));
  // Flags are written with commas; Graph takes members in any case.
  const written = value.split(',').map((member) => member.trim());
  const strange = written.find((member) => !known.has(member.toLowerCase()));
  if (strange === undefined) {
    const declared = known.get(value.toLowerCase());
    if (declared === undefined || declared === value) return [];
    return [{ ...ofLetterCase(value, declared, span), code: 'contract-enum' }];
  }
  const meant = memberMeant(strange, members);
  const unnamed = !identifier.test(strange) && !/^\d+$/.test(strange);
  return [
    {
      code: 'contract-enum',
      message: `\`${strange}\` is not a member of ${name}, which ${at} is`,
      fix: meant === undefined ? suggestion(strange, members) : `did you mean \`${meant}\`?`,
      span,
      member: { property, value: strange },
      ...(unnamed && { certain: true, plain: true }),
      ...(meant !== undefined && { near: meant, plain: true }),
    },
  ];
}

/** The member of which a text is another spelling, or one or two letters off: the list is closed, so that short ones count. */
function memberMeant(text: string, members: readonly string[]): string | undefined {
  return withSameLetters(text, members) ?? misspellingOf(text, members, 3);
}

function ofAnotherKind(node: YamlNode, type: TypeReference, { at, metadata }: About): readonly ContractFinding[] {
  // A type that is missing may be an object, an enumeration or an alias of a primitive.
  const known = isPrimitive(type.name) || [metadata.types, metadata.enums].some((all) => Object.hasOwn(all, type.name));
  if (!known && !type.collection && node.kind !== 'sequence') return [];
  const one = type.collection ? `a collection of ${type.name}` : type.name;
  const message = `${at} is ${one}, but here is ${kindOf(node)}`;
  const many = type.collection !== (node.kind === 'sequence');
  return [
    {
      code: 'contract-type',
      message,
      fix: 'write a value of that type',
      span: node.span,
      ...(many && { many }),
      ...(node.kind === 'scalar' && !type.collection && isMisquoted(node.value, type.name) && { plain: true }),
    },
  ];
}

function ofAnotherForm(
  node: YamlNode & { readonly kind: 'scalar' },
  { name }: TypeReference,
  { at }: About,
): ContractFinding {
  const message = `${at} is ${name}, and \`${String(node.value)}\` is not of that form`;
  // A text without digits is a placeholder for a date.
  const plain = /\d/.test(String(node.value));
  return { code: 'contract-type', message, fix: `write a value of ${name}`, span: node.span, ...(plain && { plain }) };
}

function kindOf(node: YamlNode): string {
  if (node.kind === 'mapping') return 'an object';
  if (node.kind === 'sequence') return 'an array';
  return (
    { string: 'a text', number: 'a number', bigint: 'a number', boolean: 'true or false' }[
      typeof node.value as 'string'
    ] ?? 'null'
  );
}
